import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// Ridge regression on the totals of an architecture, from the samples alone: what a known device adds shows against it.
public struct TotalsRidgePredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "totals-ridge", summary: "ridge regression on totals of work, without any other device",
        source: "Hoerl and Kennard 1970")

    /// Totals of unit spread, centred.
    private let features: Matrix
    private let work: [Double]

    /// Counts the totals of the pool.
    ///
    /// - Throws: `PredictError` for a space without totals.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> TotalsRidgePredictor {
        let line = try WorkLine(sources)
        let columns = Columns.centred(Columns.transposed(line.totals.rows), unit: true)
        return TotalsRidgePredictor(
            features: Columns.matrix(columns, rows: sources.pool.count), work: line.totals.macs)
    }

    /// Rows at random.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        return Array(candidates.shuffled(using: &generator).prefix(count))
    }

    /// Ridge regression of standardised latencies, penalty 1.
    ///
    /// - Throws: `PredictError` for samples that cannot be learned from.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try SampleCheck.check(samples, pool: features.rows)
        let labels = Standard(samples.map(\.milliseconds))
        guard labels.deviation > 0 else {
            return SampleCheck.equal(samples[0].milliseconds, pool: features.rows)
        }
        do throws(LearnError) {
            let model = try RidgeRegression(
                features.selecting(rows: samples.map(\.row)), labels.scaled, penalty: 1)
            let fitted = samples.map { model.predict(row: Array(features.row($0.row))) }
            let squares = zip(fitted, labels.scaled).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let reach =
                1.6448536269514722 * labels.deviation
                * (squares / max(1, Double(samples.count) - 3)).squareRoot()
            let least = 0.05 * (samples.map(\.milliseconds).min() ?? 0)
            return (0..<features.rows).map { row in
                let value = labels.mean + labels.deviation * model.predict(row: Array(features.row(row)))
                let middle = max(least, value)
                return ArchitecturePrediction(
                    milliseconds: middle, interval: max(0, middle - reach)...(middle + reach))
            }
        } catch { throw PredictError(.training, error.message) }
    }
}
