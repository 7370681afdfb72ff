import GnomonFeatures
import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// Devices whose latency is known: a mix of totals, a little that is not, and noise.
struct PretendedDevices {
    let space: any SearchSpace
    let pool: [Architecture]
    /// Milliseconds by device, then by row of the pool.
    let milliseconds: [[Double]]

    /// As many devices as asked for, the last meant to be new.
    init(_ space: any SearchSpace, rows: Int, devices: Int, seed: UInt64 = 1) {
        let pool = space.sample(rows, seed: seed)
        let totals = ArchitectureTotals(pool, in: space)?.rows ?? []
        var generator = SeededGenerator(seed: seed)
        let columns = totals.first.map { $0.indices.map { column in totals.map { $0[column] } } } ?? []
        let largest = columns.map { max(1e-9, $0.max() ?? 1) }
        milliseconds = (0..<devices).map { _ in
            let weights = largest.map { _ in generator.uniform() }
            return totals.map { row in
                let sum = zip(zip(row, largest), weights).reduce(1) { $0 + $1.0.0 / $1.0.1 * $1.1 }
                return sum * (1 + 0.01 * (generator.uniform() - 0.5))
            }
        }
        self.space = space
        self.pool = pool
    }

    /// All devices but the last, the given rows measured.
    func sources(_ rows: [Int]) -> TransferSources {
        let known = milliseconds.dropLast()
        return TransferSources(
            space: space, pool: pool, devices: known.indices.map { "device \($0)" },
            rows: known.map { _ in rows }, milliseconds: known.map { column in rows.map { column[$0] } })
    }

    /// What is measured on the last device.
    func samples(_ rows: [Int]) -> [(row: Int, milliseconds: Double)] {
        let column = milliseconds[milliseconds.count - 1]
        return rows.map { ($0, column[$0]) }
    }

    /// The correlation of predictions with the last device, samples left out.
    func correlation(_ predictions: [ArchitecturePrediction], without samples: [Int]) -> Double {
        let rest = pool.indices.filter { !samples.contains($0) }
        let column = milliseconds[milliseconds.count - 1]
        return RankCorrelation.spearman(rest.map { predictions[$0].milliseconds }, rest.map { column[$0] })
            ?? 0
    }
}
