import GnomonLearn
import GnomonSpaces

/// What a `nasflat` predictor knows beside its weights: the pool as graphs, what stands beside them, and sizes.
struct NASFLATParts: Sendable {
    let settings: NASFLATSettings
    let graphs: NASFLATGraphs
    /// A row for each architecture of the pool, each column from 0 to 1; or nil.
    let supplement: [[Double]]?
    /// Source devices; the new one is numbered behind them.
    let sources: Int

    /// The parts of sources.
    ///
    /// - Throws: `PredictError` for other spaces, architectures that are not of theirs, and a supplement that does not
    ///   fit the pool.
    init(_ sources: TransferSources, _ settings: NASFLATSettings) throws(PredictError) {
        for architecture in sources.pool {
            do { try sources.space.check(architecture) } catch {
                throw PredictError(.training, error.message)
            }
        }
        guard let graphs = NASFLATGraphs(sources.pool, of: sources.space, settings.form), graphs.count > 0
        else {
            throw PredictError(
                .training, "nasflat has no graphs for \(sources.pool.count) rows of \(sources.space.name)",
                hint: "it knows nasbench201 and fbnet")
        }
        self.settings = settings
        self.graphs = graphs
        self.sources = sources.devices.count
        supplement = try settings.supplement.map { (encoding: ArchitectureEncoding) throws(PredictError) in
            try Self.supplement(encoding, sources)
        }
    }

    /// An encoding of the pool, which whoever made the sources usually has; else it is made here, and not kept.
    private static func supplement(
        _ encoding: ArchitectureEncoding, _ sources: TransferSources
    ) throws(PredictError) -> [[Double]] {
        let rows: [[Double]]
        if let given = sources.encodings[encoding] {
            rows = given
        } else {
            rows = try ArchitectureEncoder(sources.pool, in: sources.space, folder: nil).encode(encoding)
        }
        let width = rows.first?.count ?? 0
        guard rows.count == sources.pool.count, width > 0,
            rows.allSatisfy({ $0.count == width && $0.allSatisfy(\.isFinite) })
        else {
            throw PredictError(
                .training, "a supplement must have one row of numbers for each of \(sources.pool.count) rows")
        }
        return ColumnScale.range.columns(of: rows)
    }

    /// A network of these sizes with first weights of a seed.
    func network(_ engine: NeuralEngine, seed: UInt64) throws(LearnError) -> NASFLATNetwork {
        var source = WeightSource(engine, seed: seed)
        return try NASFLATNetwork(
            settings, operators: graphs.operators, devices: sources + 1,
            supplement: supplement?.first?.count ?? 0, &source)
    }

    /// Tensors of some rows of the pool for some devices.
    func table(
        _ rows: [Int], devices: [Int], _ engine: NeuralEngine
    ) throws(LearnError) -> GraphTable {
        let known = supplement
        return try GraphTable(
            graphs.selecting(rows), supplement: known.map { all in rows.map { all[$0] } }, devices: devices,
            settings.form, engine)
    }

    /// The training on sources: all their rows in one, labels from 0 to 1 on each device.
    func training(_ rows: [SourceRows], _ engine: NeuralEngine) throws(LearnError) -> ScoreTraining {
        let used = Set(rows.flatMap(\.rows)).sorted()
        let index = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($0.element, $0.offset) })
        let label = ColumnScale.range
        var (inputs, places, labels): ([Int], [Int], [Double]) = ([], [], [])
        for (place, source) in rows.enumerated() {
            inputs += source.rows.compactMap { index[$0] }
            places += source.rows.map { _ in place }
            labels += label(source.milliseconds)
        }
        return ScoreTraining(
            table: try table(used, devices: Array(rows.indices), engine), rows: inputs, places: places,
            labels: labels, settings: settings)
    }
}
