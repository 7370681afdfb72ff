import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// The predictions of the one known device that ranks the samples most alike, put on the new device's scale by a line.
public struct RescaledSourcePredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "rescaled-source", summary: "the most alike known device's predictions on a line",
        source: "one-proxy transfer, Lu and others 2021, arXiv:2111.01203")

    /// What each device's model predicts for the pool.
    private let predictions: [[Double]]

    /// Learns a model of each device.
    ///
    /// - Throws: `PredictError` for a space without features, no devices, or devices with hardly any rows.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> RescaledSourcePredictor {
        guard var pool = PoolScene.pool(sources.space, sources.pool), !sources.devices.isEmpty else {
            throw PredictError(
                .training, "no sources, or no features for \(sources.space.name)",
                hint: "use nasbench201 or fbnet")
        }
        let rows = try SourceRows.drawn(from: sources, count: AnalyticGPSettings().sourceRows, seed: seed)
        do throws(LearnError) { try pool.learn(rows) } catch {
            throw PredictError(.training, error.message)
        }
        let sums = pool.sums(without: [])
        return RescaledSourcePredictor(
            predictions: rows.indices.map { column in (0..<sums.rows).map { sums[$0, column] } })
    }

    /// Rows spread over the mean of the devices' predictions.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        SpreadProposals.choose(count, among: candidates) { row in predictions.reduce(0) { $0 + $1[row] } }
    }

    /// Chooses the device and fits the line.
    ///
    /// - Throws: `PredictError` for samples that cannot be learned from.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        let pool = predictions.first?.count ?? 0
        try SampleCheck.check(samples, pool: pool)
        let labels = samples.map(\.milliseconds)
        guard Set(labels).count > 1 else { return SampleCheck.equal(labels[0], pool: pool) }
        func likeness(_ prediction: [Double]) -> Double {
            RankCorrelation.spearman(samples.map { prediction[$0.row] }, labels) ?? -1
        }
        guard let best = predictions.max(by: { likeness($0) < likeness($1) }) else { return [] }
        let line = StraightLine(samples.map { best[$0.row] }, labels)
        return line.predictions(best, least: 0.05 * (labels.min() ?? 0))
    }
}
