import GnomonGraph
import GnomonLearn

/// Numbers, not what a graph says of them.
typealias EagerTensor = GnomonLearn.Tensor

/// A network that runs operator by operator, recorded for derivatives.
///
/// Built for one image, it runs with any number of them.
struct EagerNetwork {
    /// A convolution or fully connected layer.
    struct Layer {
        /// The tensors of its weight and bias.
        var weight: TensorID
        var bias: TensorID?
        /// The sizes of the weight, outputs first.
        var sizes: [Int]
        /// A hash of the part it plays in the network.
        var label: NetworkHash
        /// How many numbers make one output.
        var fanIn: Int { sizes.dropFirst().reduce(1, *) }
    }

    /// What becomes of batch normalisations.
    enum Normalisation {
        /// They normalise by the batch.
        case training
        /// They hand on what they get.
        case bypassed
    }

    /// What is seen on the way.
    struct Trace {
        /// The network's answer: images x classes.
        var scores: EagerTensor
        /// The results of ``EagerNetwork/layers``, in their order.
        var layerOutputs: [EagerTensor] = []
        /// The results of rectifiers.
        var rectified: [EagerTensor] = []
        /// The variances of the channels that each normalisation got; in training only.
        var variances: [EagerTensor] = []
        /// What was pooled over the whole image.
        var features: EagerTensor?
    }

    let network: Network
    /// The layers in the order they run.
    let layers: [Layer]
    /// The place among the layers of each node that is one.
    let placeOfNode: [Int: Int]
    /// For each node the tensors nobody reads after it.
    private let last: [[Int]]
    /// Images the network was built for.
    let batch: Int
    /// The sizes of one image.
    let image: [Int]
    /// Scores of its answer.
    let classes: Int

    /// A network that was prepared.
    ///
    /// - Throws: `PredictError` (architecture) that names an operator that is not run here.
    init(_ network: Network) throws(PredictError) {
        self.network = network
        let labels = network.nodeHashes()
        var (layers, places): ([Layer], [Int: Int]) = ([], [:])
        for (index, node) in network.nodes.enumerated() where node.state != .dead {
            guard let kind = node.op.kind, Self.known.contains(kind), node.output(0) != nil else {
                throw Self.refusal(node, "is not run for zero-cost proxies")
            }
            guard kind == .conv || kind == .gemm else { continue }
            guard let weight = node.input(1), network[weight].role == .constant,
                let sizes = network[weight].shape?.sizes, kind == .conv || node.int("transB") == 1
            else { throw Self.refusal(node, "has a weight that is computed or transposed") }
            places[index] = layers.count
            layers.append(
                Layer(weight: weight, bias: node.input(2), sizes: sizes, label: labels[index]))
        }
        guard network.inputs.count == 1, network.outputs.count == 1,
            let input = network[network.inputs[0]].shape?.sizes, input.count == 4,
            let answer = network[network.outputs[0]].shape?.sizes, answer.count == 2
        else { throw PredictError(.architecture, "a network of one image and one answer is needed") }
        guard !layers.isEmpty else { throw PredictError(.architecture, "the network has no layer") }
        (self.layers, placeOfNode) = (layers, places)
        (batch, image, classes) = (input[0], Array(input.dropFirst()), answer[1])
        last = Self.lastUses(network)
    }

    /// Runs the network on images.
    ///
    /// Weights and biases are those of ``layers``; normalisations have factors 1 and offsets 0.
    /// - Throws: `LearnError` (tensor) where shapes do not fit.
    func run(
        _ images: EagerTensor, weights: [EagerTensor], biases: [EagerTensor?],
        normalisation: Normalisation = .training
    ) throws(LearnError) -> Trace {
        var walk = EagerWalk(self, weights: weights, biases: biases, normalisation)
        walk.values[network.inputs[0].index] = images
        for (index, node) in network.nodes.enumerated() where node.state != .dead {
            guard let output = node.output(0) else { continue }
            walk.values[output.index] = try walk.result(of: node, at: index)
            for tensor in last[index] { walk.values[tensor] = nil }
        }
        walk.trace.scores = try walk.value(network.outputs[0])
        return walk.trace
    }

    static let known: Set<OperatorKind> = [
        .conv, .gemm, .batchNormalization, .relu, .averagePool, .maxPool, .globalAveragePool, .sum, .add,
        .mul, .reshape, .flatten, .transpose, .concat, .identity, .reduceMean,
    ]

    static func refusal(_ node: Node, _ what: String) -> PredictError {
        PredictError(.architecture, "the node '\(node.name)' (\(node.op.typeName)) \(what)")
    }

    private static func lastUses(_ network: Network) -> [[Int]] {
        var result = [[Int]](repeating: [], count: network.nodes.count)
        var seen = Set(network.outputs.map(\.index))
        for (index, node) in network.nodes.enumerated().reversed() where node.state != .dead {
            for case let input? in node.inputs where network[input].role != .constant {
                if seen.insert(input.index).inserted { result[index].append(input.index) }
            }
        }
        return result
    }
}
