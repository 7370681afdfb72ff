import Foundation
public import GnomonGraph
import GnomonStatistics

/// Makes random networks that resemble real ones, to profile and to train predictors of kernels on.
///
/// A network is drawn whole, as a member of a family; of its chain of blocks those are kept that fit a drawn
/// budget of operations and come nearest to a drawn size of the weights. So early, middle and late stages of
/// large and small networks all occur, at sizes that run in some milliseconds. A share of the networks is small
/// and kept whole, as those made for phones are.
public struct RandomNetworkGenerator: Sendable {
    /// The seed of the first network; the next network has the next seed.
    public var seed: UInt64
    /// Sizes and mixture.
    public var profile: GeneratorProfile

    /// A generator that starts at `seed`.
    public init(seed: UInt64, profile: GeneratorProfile = GeneratorProfile()) {
        self.seed = seed
        self.profile = profile
    }

    /// The network of the current seed; the same seed and profile give an identical one.
    ///
    /// - Throws: `GraphError` if the profile allows no network at all.
    public func network() throws(GraphError) -> GeneratedNetwork {
        // Consecutive seeds of SplitMix64 give the same stream shifted by one; a product keeps them apart.
        var dice = Dice(seed: seed &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D)
        if dice.chance(profile.wholeShare), let whole = try whole(&dice) { return whole }
        let family = drawFamily(&dice)
        let weightGoal = drawWeights(&dice)
        let budget = drawBudget(&dice, weightGoal)
        let kernelCap = Double(profile.kernels.upperBound)
        let kernels = Int(
            dice.generator.logUniform(
                min(kernelCap, max(40, Double(profile.kernels.lowerBound))), kernelCap + 1))
        let goal = Goal(flops: budget, weightBytes: weightGoal, kernels: kernels)
        var best: (plan: Plan, part: Range<Int>, score: Double)?
        // Half of the networks begin with their stem, the others at any stage.
        let fromStart = dice.chance(0.5)
        for attempt in 0..<80 {
            // Small budgets fit few members of a family of large networks: those are sought longer.
            if attempt >= 32, let best, best.score < 2 { break }
            var plan = family.plan(&dice, batch: profile.batch)
            var costs = plan.costs()
            if fromStart, dice.chance(0.8) {
                plan = plan.thinned(costs, dropping: dice.generator.uniform(), &dice)
                costs = plan.costs()
            }
            guard let (part, score) = choosePart(costs, goal, fromStart: fromStart, &dice) else { continue }
            if best.map({ score < $0.score }) ?? true { best = (plan, part, score) }
            if let best, best.score < 0.3 { break }
        }
        guard let best else { return try small(family, goal, dice) }
        return try assemble(best.plan, best.part, family, goal, &dice)
    }

    /// The network of the current seed; then moves to the next seed.
    ///
    /// - Throws: `GraphError` if the profile allows no network at all.
    public mutating func next() throws(GraphError) -> GeneratedNetwork {
        let result = try network()
        seed &+= 1
        return result
    }
}

/// What a network should come near to.
struct Goal {
    var flops: Int
    var weightBytes: Double
    var kernels: Int
}

extension RandomNetworkGenerator {
    private func drawFamily(_ dice: inout Dice) -> BlockFamily {
        if dice.chance(profile.realisticShare) { return dice.pick(weighted: BlockFamily.realistic) }
        return dice.pick(weighted: [(.freeMix, 0.5), (.operatorSoup, 0.5)])
    }

    private func drawBudget(_ dice: inout Dice, _ weightGoal: Double) -> Int {
        let drawn = dice.generator.logUniform(profile.flops.lowerBound, profile.flops.upperBound)
        let timed = profile.runMilliseconds * profile.gigaflopsPerSecond * 1e6
        if dice.chance(profile.heavyShare) { return Int(max(drawn, min(timed, profile.flops.upperBound))) }
        guard drawn > timed else {
            // Convolutions use a weight at 49 places or more, which takes some 25 operations a byte.
            guard dice.chance(0.75) else { return Int(drawn) }
            return Int(max(drawn, min(timed, profile.flops.upperBound, 25 * weightGoal)))
        }
        return Int(max(profile.flops.lowerBound, timed * dice.number(0.4, 1)))
    }

    /// Draws from the distribution whose logarithm is linear between the percentiles.
    private func drawWeights(_ dice: inout Dice) -> Double {
        guard profile.weightBytes.count == 3 else { return 16e6 }
        let (low, middle, high) = (profile.weightBytes[0], profile.weightBytes[1], profile.weightBytes[2])
        let share = dice.generator.uniform()
        let drawn =
            share < 0.5
            ? middle * pow(low / middle, (0.5 - share) / 0.4)
            : middle * pow(high / middle, (share - 0.5) / 0.4)
        return min(drawn, Double(profile.maximumWeightBytes))
    }

    /// The consecutive steps that fit the budget and come nearest to the goal; nil if none fits.
    private func choosePart(
        _ costs: [StepCost], _ goal: Goal, fromStart: Bool, _ dice: inout Dice
    ) -> (part: Range<Int>, score: Double)? {
        var best: (part: Range<Int>, score: Double)?
        // A head adds at most this many bytes of weights.
        let headroom = 9_000_000
        for start in costs.indices {
            var (flops, weights, kernels) = (0, 0, 0)
            for end in start..<costs.count {
                flops += costs[end].flops
                weights += costs[end].weightBytes
                kernels += costs[end].kernels
                guard flops <= goal.flops, kernels <= goal.kernels,
                    weights + headroom <= profile.maximumWeightBytes
                else { break }
                var score = 1.3 * abs(log(Double(weights + 20_000) / goal.weightBytes))
                score += 0.6 * abs(log(Double(flops + 100_000) / Double(goal.flops)))
                score += 2 * max(0, log(Double(profile.kernels.lowerBound) / Double(max(1, kernels))))
                score += 0.4 * dice.generator.uniform()
                // A network that misses the goal a little is better than one without its stem.
                if fromStart { score += start == 0 ? 0 : 1 }
                if fromStart, start == 0, end == costs.count - 1 { score -= 0.5 }
                if best.map({ score < $0.score }) ?? true { best = (start..<(end + 1), score) }
            }
        }
        return best
    }

    private func assemble(
        _ plan: Plan, _ part: Range<Int>, _ family: BlockFamily, _ goal: Goal, _ dice: inout Dice
    ) throws(GraphError) -> GeneratedNetwork {
        var builder = NetworkBuilder()
        let costs = plan.costs()
        var x = builder.input(costs[part.lowerBound].input)
        for step in plan.steps[part] { x = step(&builder, x) }
        let isWhole = part.upperBound == plan.steps.count
        let ending = builder
        var y = x
        let gap = Int(goal.weightBytes) - builder.weightBytes
        let fills = dice.chance(BlockFamily.realistic.contains { $0.0 == family } ? 0.45 : 0.75)
        if gap > 3_000_000, Double(gap) > 0.35 * goal.weightBytes, fills, builder.sizes(x).count == 4 {
            y = builder.largeHead(x, weightBytes: gap, classes: dice.classes())
        } else if isWhole, let head = plan.head {
            y = head(&builder, x)
        } else if dice.chance(0.75) {
            y = builder.anyHead(x, classes: dice.classes())
        }
        let isOver =
            builder.flops > goal.flops || builder.problem != nil
            || builder.weightBytes > profile.maximumWeightBytes
        if isOver, !ending.network.nodes.isEmpty {
            builder = ending
            y = x
        }
        var recipe = "\(family.rawValue): \(plan.name)"
        if part.count < plan.steps.count {
            recipe += ", steps \(part.lowerBound)..<\(part.upperBound) of \(plan.steps.count)"
        }
        return GeneratedNetwork(
            network: try builder.finish([y], name: "\(family.rawValue)-\(seed)"), seed: seed, family: family,
            recipe: recipe, flops: builder.flops, budget: goal.flops, weightBytes: builder.weightBytes,
            kernels: builder.kernels)
    }

    /// Where no part of any drawn network fits: a few small residual blocks.
    private func small(
        _ family: BlockFamily, _ goal: Goal, _ start: Dice
    ) throws(GraphError) -> GeneratedNetwork {
        var dice = start
        let width = dice.pick([16, 24, 32])
        var plan = Plan("small blocks of \(width)", input: [profile.batch, width, 7, 7])
        for _ in 0..<10 { plan.step { $0.basicBlock($1, out: width) } }
        let part = choosePart(plan.costs(), goal, fromStart: false, &dice)?.part ?? 0..<1
        return try assemble(plan, part, family, goal, &dice)
    }
}
