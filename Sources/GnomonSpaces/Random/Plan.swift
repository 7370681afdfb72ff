import GnomonGraph

/// A whole network as a chain of steps, of which a part is kept.
struct Plan {
    /// Builds one block on the tensor before it.
    typealias Step = (inout NetworkBuilder, TensorID) -> TensorID

    /// What it is, for the recipe.
    var name: String
    /// The sizes of the input of the first step.
    var input: [Int]
    /// The blocks.
    var steps: [Step] = []
    /// What stands at the end, if the last block is kept.
    var head: Step?

    init(_ name: String, input: [Int]) {
        self.name = name
        self.input = input
    }

    /// Adds a block.
    mutating func step(_ step: @escaping Step) {
        steps.append(step)
    }
}

/// What one step of a plan costs, and the sizes it starts from.
struct StepCost {
    var input: [Int]
    var flops: Int
    var weightBytes: Int
    var kernels: Int
}

extension Plan {
    /// Runs the whole plan once to learn what each step costs.
    ///
    /// A step that cannot be built ends the plan before it.
    func costs() -> [StepCost] {
        var builder = NetworkBuilder()
        var x = builder.input(input)
        var costs: [StepCost] = []
        for step in steps {
            // Numbers alone: a copy of the builder would make the step copy all its arrays.
            let (flops, weightBytes, kernels) = (builder.flops, builder.weightBytes, builder.kernels)
            let sizes = builder.sizes(x)
            x = step(&builder, x)
            if builder.problem != nil { break }
            costs.append(
                StepCost(
                    input: sizes, flops: builder.flops - flops,
                    weightBytes: builder.weightBytes - weightBytes,
                    kernels: builder.kernels - kernels))
        }
        return costs
    }

    /// The plan without some of the blocks that keep the shape: a shallower network of the same family.
    func thinned(_ costs: [StepCost], dropping share: Double, _ dice: inout Dice) -> Plan {
        var copy = self
        copy.steps = []
        for (index, step) in steps.enumerated() {
            let keepsShape = index + 1 < costs.count && costs[index].input == costs[index + 1].input
            if keepsShape, dice.chance(share) { continue }
            copy.steps.append(step)
        }
        return copy
    }
}
