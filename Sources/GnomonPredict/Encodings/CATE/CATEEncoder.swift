public import GnomonFeatures
import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// Trains ``CATEModel`` on a pool and encodes architectures.
///
/// The same seed gives the same encodings on one machine. Not for use from two threads at once.
public final class CATEEncoder {
    private let graph: TokenGraph
    private let settings: CATESettings
    private let engine: NeuralEngine
    private let model: CATEModel
    private var masks: [Int: Tensor] = [:]
    /// The share of corrupted symbols that were found in the last tenth of the steps.
    public private(set) var found = 0.0

    /// Trains on a pool whose architectures have these numbers of parameters.
    ///
    /// - Throws: `PredictError` where LibTorch is missing, there are no pairs, or the loss is not finite.
    /// - Complexity: O(epochs · architectures).
    public init(
        _ pool: [Architecture], parameters: [Double], _ graph: TokenGraph,
        settings: CATESettings = CATESettings(), progress: (Double) -> Void = { _ in }
    ) throws(PredictError) {
        (self.graph, self.settings) = (graph, settings)
        guard pool.count == parameters.count, settings.batch > 0, settings.epochs > 0 else {
            throw PredictError(.tooFew, "each architecture needs its number of parameters")
        }
        var generator = SeededGenerator(seed: settings.seed)
        let pairs = CATEPairs(
            parameters: parameters, partners: settings.partners, gap: settings.parameterGap,
            using: &generator
        ).pairs
        guard !pairs.isEmpty else { throw PredictError(.tooFew, "no two architectures take alike work") }
        do throws(LearnError) {
            engine = try NeuralEngine(precision: .float32)
            var source = WeightSource(engine, seed: settings.seed)
            model = try CATEModel(symbols: graph.symbols, settings, &source)
            try train(pool.map(graph.tokens), pairs, &generator, progress)
        } catch { throw PredictError(error) }
    }

    /// An encoding for each architecture: the output node's row, which has seen all that leads to it.
    ///
    /// - Throws: `PredictError` with what LibTorch says.
    public func encode(_ architectures: [Architecture]) throws(PredictError) -> [[Double]] {
        var result: [[Double]] = []
        do throws(LearnError) {
            for start in stride(from: 0, to: architectures.count, by: 1024) {
                let some = architectures[start..<min(architectures.count, start + 1024)]
                let codes = some.flatMap { graph.tokens($0).map { $0 + CATEModel.firstSymbol } }
                let values = try engine.withoutRecording { () throws(LearnError) in
                    let rows = try model.encode(
                        engine.indices(codes, [some.count, graph.nodes]), mask: mask(some.count))
                    return try rows.sliced(graph.nodes - 1..<graph.nodes, axis: 1).values()
                }
                for place in 0..<some.count {
                    result.append(Array(values[place * settings.width..<(place + 1) * settings.width]))
                }
            }
        } catch { throw PredictError(error) }
        return result
    }

    /// The rate of a step, counted from 0: up in a line, then down in a line.
    static func rate(step: Int, of steps: Int, _ settings: CATESettings) -> Double {
        // Short trainings have no room for the whole way up.
        let up = min(settings.warmUp, max(1, steps / 3))
        if step < up { return settings.rate * Double(step + 1) / Double(up) }
        return settings.rate * Double(steps - step) / Double(max(1, steps - up))
    }

    private func train(
        _ tokens: [[Int]], _ pairs: [(first: Int, second: Int)], _ generator: inout SeededGenerator,
        _ progress: (Double) -> Void
    ) throws(LearnError) {
        let optimizer = try AdamW(
            model.parameters.map(\.parameter), rate: settings.rate, decay: settings.decay)
        let stepsOfEpoch = (pairs.count + settings.batch - 1) / settings.batch
        let steps = stepsOfEpoch * settings.epochs
        var (step, hits, asked) = (0, 0.0, 0.0)
        for _ in 0..<settings.epochs {
            let mixed = pairs.shuffled(using: &generator)
            for start in stride(from: 0, to: mixed.count, by: settings.batch) {
                optimizer.rate = Self.rate(step: step, of: steps, settings)
                let some = mixed[start..<min(mixed.count, start + settings.batch)]
                let batch = CATEBatch(
                    some.map { tokens[$0.first] } + some.map { tokens[$0.second] }, symbols: graph.symbols,
                    settings, using: &generator)
                let logits = try logits(batch)
                try optimizer.minimize(batch.loss(logits, smoothing: settings.smoothing))
                if step >= steps - max(1, steps / 10) {
                    hits += Double(try batch.hits(logits))
                    asked += Double(batch.asked.count)
                }
                step += 1
                progress(Double(step) / Double(steps))
            }
        }
        found = hits / max(1, asked)
        guard found.isFinite, try model.codes.weight.tensor.values().allSatisfy(\.isFinite) else {
            throw LearnError(.data, "the transformer did not train")
        }
    }

    /// Logits of all places of a batch: first ones, then second ones, as the batch has them.
    private func logits(_ batch: CATEBatch) throws(LearnError) -> Tensor {
        let (count, nodes) = (batch.rows, graph.nodes)
        let rows = try model.encode(engine.indices(batch.codes, [count, nodes]), mask: mask(count))
        let found = try model.find(
            rows.sliced(0..<count / 2, axis: 0), rows.sliced(count / 2..<count, axis: 0))
        let (first, second) = (
            try found.sliced(0..<nodes, axis: 1), try found.sliced(nodes..<2 * nodes, axis: 1)
        )
        return try Tensor.concatenated([first, second], axis: 0).reshaped([count * nodes, graph.symbols])
    }

    /// Ancestors and self, once for each of so many architectures.
    private func mask(_ count: Int) throws(LearnError) -> Tensor {
        if let known = masks[count] { return known }
        let one = graph.ancestors.flatMap { $0.map(Float.init) }
        let made = try engine.tensor(
            (0..<count).flatMap { _ in one }, [count, graph.nodes, graph.nodes])
        masks[count] = made
        return made
    }
}
