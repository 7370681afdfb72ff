import Foundation
import GnomonGraph
import GnomonLearn
import GnomonStatistics

/// First weights of a network's layers, each from a seed that follows from the part the layer plays: isomorphic
/// networks get the same.
struct LayerDraws {
    /// The weight of each layer, and its bias if it has one.
    typealias Values = (weights: [[Float]], biases: [[Float]?])

    private let layers: [EagerNetwork.Layer]
    private let seeds: [UInt64]

    /// Draws for the layers of a network.
    init(_ net: EagerNetwork, seed: UInt64) {
        var twins: [NetworkHash: UInt64] = [:]
        layers = net.layers
        seeds = net.layers.map { layer in
            let twin = twins[layer.label, default: 0]
            twins[layer.label] = twin + 1
            var generator = SeededGenerator(seed: seed &+ layer.label.low ^ (twin &* 0x9E37_79B9_7F4A_7C15))
            return generator.next()
        }
    }

    /// Weights and biases uniform up to 1/sqrt(inputs), as PyTorch draws them (He and others 2015,
    /// arXiv:1502.01852, with a = sqrt 5).
    func uniform() -> Values {
        var (weights, biases): ([[Float]], [[Float]?]) = ([], [])
        for (layer, seed) in zip(layers, seeds) {
            var generator = SeededGenerator(seed: seed)
            let bound = 1 / Double(max(1, layer.fanIn)).squareRoot()
            let count = layer.sizes.reduce(1, *)
            weights.append(Self.uniform(count, bound, &generator))
            biases.append(layer.bias == nil ? nil : Self.uniform(layer.sizes[0], bound, &generator))
        }
        return (weights, biases)
    }

    /// Weights of the standard normal distribution, biases 0.
    func normal() -> Values {
        var (weights, biases): ([[Float]], [[Float]?]) = ([], [])
        for (layer, seed) in zip(layers, seeds) {
            var generator = SeededGenerator(seed: ~seed)
            weights.append(Self.normal(layer.sizes.reduce(1, *), &generator))
            biases.append(layer.bias == nil ? nil : [Float](repeating: 0, count: layer.sizes[0]))
        }
        return (weights, biases)
    }

    private static func uniform(
        _ count: Int, _ bound: Double, _ generator: inout SeededGenerator
    ) -> [Float] {
        (0..<count).map { _ in Float((2 * generator.uniform() - 1) * bound) }
    }

    /// Numbers of the standard normal distribution, two at a time (Box, Muller 1958, doi:10.1214/aoms/1177706645).
    static func normal(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(count + 1)
        while result.count < count {
            let radius = (-2 * log(1 - generator.uniform())).squareRoot()
            let angle = 2 * Double.pi * generator.uniform()
            result.append(Float(radius * cos(angle)))
            result.append(Float(radius * sin(angle)))
        }
        result.removeLast(result.count - count)
        return result
    }
}
