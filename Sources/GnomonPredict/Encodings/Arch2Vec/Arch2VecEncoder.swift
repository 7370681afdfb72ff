public import GnomonFeatures
import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// Trains ``Arch2VecModel`` on a pool and encodes architectures.
///
/// The same seed gives the same encodings on one machine. Not for use from two threads at once.
public final class Arch2VecEncoder {
    private let graph: TokenGraph
    private let settings: Arch2VecSettings
    private let engine: NeuralEngine
    private let model: Arch2VecModel
    private let neighbours: Tensor
    /// Nodes x nodes: 1 above the diagonal.
    private let upper: Tensor
    /// Of architectures that were not trained on, the share of operators that the decoder finds again.
    public private(set) var reconstructed = 0.0

    /// Trains on a pool of more than ten architectures.
    ///
    /// - Throws: `PredictError` where LibTorch is missing, there are too few, or the loss is not finite.
    /// - Complexity: O(epochs · architectures).
    public init(
        _ pool: [Architecture], _ graph: TokenGraph, settings: Arch2VecSettings = Arch2VecSettings(),
        progress: (Double) -> Void = { _ in }
    ) throws(PredictError) {
        (self.graph, self.settings) = (graph, settings)
        guard pool.count > 10 else {
            throw PredictError(.tooFew, "an autoencoder needs a pool of more than 10")
        }
        do throws(LearnError) {
            engine = try NeuralEngine(precision: .float32)
            var source = WeightSource(engine, seed: settings.seed)
            model = try Arch2VecModel(symbols: graph.symbols, settings, &source)
            neighbours = try engine.tensor(
                graph.neighbours.flatMap { $0 }, [graph.nodes, graph.nodes])
            upper = try engine.tensor(
                (0..<graph.nodes * graph.nodes).map { $0 / graph.nodes < $0 % graph.nodes ? 1.0 : 0 },
                [graph.nodes, graph.nodes])
            try train(pool, progress)
        } catch { throw PredictError(error) }
    }

    /// An encoding for each architecture: the mean over nodes of the latent means.
    ///
    /// - Throws: `PredictError` with what LibTorch says.
    public func encode(_ architectures: [Architecture]) throws(PredictError) -> [[Double]] {
        var result: [[Double]] = []
        do throws(LearnError) {
            for start in stride(from: 0, to: architectures.count, by: 1024) {
                let some = Array(architectures[start..<min(architectures.count, start + 1024)])
                let values = try engine.withoutRecording { () throws(LearnError) in
                    try model.encode(oneHot(some), neighbours, Pass()).mean.mean([1]).values()
                }
                for place in some.indices {
                    result.append(Array(values[place * settings.latent..<(place + 1) * settings.latent]))
                }
            }
        } catch { throw PredictError(error) }
        return result
    }

    private func train(_ pool: [Architecture], _ progress: (Double) -> Void) throws(LearnError) {
        var generator = SeededGenerator(seed: settings.seed)
        let order = pool.shuffled(using: &generator)
        let held = max(1, Int(Double(pool.count) * settings.heldOut))
        let (kept, rows) = (Array(order.prefix(held)), Array(order.dropFirst(held)))
        let optimizer = try AdamW(model.parameters.map(\.parameter), rate: settings.rate, clip: settings.clip)
        let pass = Pass(trainingWith: generator.next())
        for epoch in 0..<settings.epochs {
            let mixed = rows.shuffled(using: &generator)
            // A batch of one has no variance to normalise by.
            for start in stride(from: 0, to: mixed.count, by: settings.batch) where mixed.count - start > 1 {
                let some = Array(mixed[start..<min(mixed.count, start + settings.batch)])
                try optimizer.minimize(loss(some, pass, &generator))
            }
            progress(Double(epoch + 1) / Double(settings.epochs))
        }
        reconstructed = try share(kept)
        guard reconstructed.isFinite else { throw LearnError(.data, "the autoencoder did not train") }
    }

    /// Cross entropy of symbols and of arcs, and how far the latent distribution is from the standard normal one.
    private func loss(
        _ some: [Architecture], _ pass: Pass, _ generator: inout SeededGenerator
    ) throws(LearnError) -> Tensor {
        let x = try oneHot(some)
        let (mean, logSpread) = try model.encode(x, neighbours, pass)
        let spread = try logSpread.exp()
        let noise = try engine.tensor(LayerDraws.normal(mean.count, &generator), mean.sizes)
        let found = try model.decode(mean + spread * noise, pass)
        let symbols = try Loss.crossEntropy(logit: found.symbols, target: x)
        // A node is joined to others only: the product of its numbers with themselves is free.
        let misfit = try found.arcs.softplus() - found.arcs * neighbours
        let arcs = try (misfit * upper).mean()
        let inner = try (logSpread * 2 + 1 - mean * mean - spread * spread).sum([2]).mean()
        return try symbols + arcs - inner / (2 * Double(some.count * graph.nodes))
    }

    /// The share of operators whose symbol has the largest logit.
    private func share(_ some: [Architecture]) throws(LearnError) -> Double {
        let values = try engine.withoutRecording { () throws(LearnError) in
            let mean = try model.encode(oneHot(some), neighbours, Pass()).mean
            return try model.decode(mean, Pass()).symbols.values()
        }
        var hits = 0
        for (place, architecture) in some.enumerated() {
            for (node, token) in graph.tokens(architecture).enumerated().dropFirst().dropLast() {
                let start = (place * graph.nodes + node) * graph.symbols
                let logits = values[start..<start + graph.symbols]
                if logits.indices.max(by: { logits[$0] < logits[$1] }) == start + token { hits += 1 }
            }
        }
        return Double(hits) / Double(max(1, some.count * (graph.nodes - 2)))
    }

    private func oneHot(_ some: [Architecture]) throws(LearnError) -> Tensor {
        var values = [Float](repeating: 0, count: some.count * graph.nodes * graph.symbols)
        for (place, architecture) in some.enumerated() {
            for (node, token) in graph.tokens(architecture).enumerated() {
                values[(place * graph.nodes + node) * graph.symbols + token] = 1
            }
        }
        return try engine.tensor(values, [some.count, graph.nodes, graph.symbols])
    }
}
