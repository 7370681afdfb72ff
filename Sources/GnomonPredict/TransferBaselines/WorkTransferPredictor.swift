import GnomonFeatures
import GnomonSpaces

/// What all others are to be better than: latency grows in a line with multiply-accumulates or parameters.
struct WorkLine: Sendable {
    let totals: ArchitectureTotals

    init(_ sources: TransferSources) throws(PredictError) {
        guard let totals = ArchitectureTotals(sources.pool, in: sources.space) else {
            throw PredictError(
                .training, "no totals for \(sources.space.name)", hint: "use nasbench201 or fbnet")
        }
        self.totals = totals
    }

    func adapt(
        _ work: [Double], to samples: [(row: Int, milliseconds: Double)]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try SampleCheck.check(samples, pool: work.count)
        let labels = samples.map(\.milliseconds)
        guard Set(labels).count > 1 else { return SampleCheck.equal(labels[0], pool: work.count) }
        let line = StraightLine(samples.map { work[$0.row] }, labels)
        return line.predictions(work, least: 0.05 * (labels.min() ?? 0))
    }

    /// Spread over the candidates by work.
    func proposals(_ count: Int, _ work: [Double], among candidates: [Int]) -> [Int] {
        SpreadProposals.choose(count, among: candidates) { work[$0] }
    }
}

/// Rows spread evenly over an order; fewer are a prefix of more.
enum SpreadProposals {
    /// Halves the largest gap again and again: ends and middle first.
    static func choose(_ count: Int, among candidates: [Int], by key: (Int) -> Double) -> [Int] {
        let order = candidates.sorted { (key($0), $0) < (key($1), $1) }
        guard let last = order.indices.last else { return [] }
        var places = [last, 0].prefix(order.count == 1 ? 1 : 2).map { $0 }
        while places.count < min(count, order.count) {
            let sorted = places.sorted()
            guard
                let gap = zip(sorted, sorted.dropFirst()).max(by: { $0.1 - $0.0 < $1.1 - $1.0 }),
                gap.1 - gap.0 > 1
            else { break }
            places.append((gap.0 + gap.1) / 2)
        }
        return places.prefix(count).map { order[$0] }
    }
}

/// A line through multiply-accumulates.
public struct FLOPsTransferPredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "flops-line",
        summary: "a straight line through multiply-accumulates; the least a method must beat",
        source: "folklore")

    private let line: WorkLine

    /// Counts the work of the pool.
    ///
    /// - Throws: `PredictError` for a space without totals.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> FLOPsTransferPredictor {
        FLOPsTransferPredictor(line: try WorkLine(sources))
    }

    /// Rows spread over the work.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        line.proposals(count, line.totals.macs, among: candidates)
    }

    /// The least squares line.
    ///
    /// - Throws: `PredictError` for samples that cannot be learned from.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try line.adapt(line.totals.macs, to: samples)
    }
}

/// A line through parameters.
public struct ParameterTransferPredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "parameters-line", summary: "a straight line through parameters", source: "folklore")

    private let line: WorkLine

    /// Counts the parameters of the pool.
    ///
    /// - Throws: `PredictError` for a space without totals.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> ParameterTransferPredictor {
        ParameterTransferPredictor(line: try WorkLine(sources))
    }

    /// Rows spread over the parameters.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        line.proposals(count, line.totals.parameters, among: candidates)
    }

    /// The least squares line.
    ///
    /// - Throws: `PredictError` for samples that cannot be learned from.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try line.adapt(line.totals.parameters, to: samples)
    }
}
