import GnomonLearn
import GnomonStatistics

/// What is learned from one other device.
struct SourceRows: Sendable {
    /// The device.
    var device: String
    /// Rows of the pool.
    var rows: [Int]
    /// The latency of each in milliseconds.
    var milliseconds: [Double]

    /// Draws rows of each device, the same ones where enough are measured on all of them.
    ///
    /// - Throws: `PredictError` (tooFew) for a device with hardly any row or a latency that is none.
    static func drawn(
        from sources: TransferSources, count: Int, seed: UInt64
    ) throws(PredictError) -> [SourceRows] {
        guard sources.rows.count == sources.devices.count, sources.milliseconds.count == sources.devices.count
        else { throw PredictError(.tooFew, "rows and latencies are not given for each device") }
        var generator = SeededGenerator(seed: seed)
        var common: Set<Int>?
        for rows in sources.rows { common = common?.intersection(rows) ?? Set(rows) }
        let shared = Array((common ?? []).sorted().shuffled(using: &generator).prefix(count))
        var result: [SourceRows] = []
        for (place, device) in sources.devices.enumerated() {
            let (rows, labels) = (sources.rows[place], sources.milliseconds[place])
            guard rows.count == labels.count, labels.allSatisfy({ $0 > 0 && $0.isFinite }),
                rows.allSatisfy({ $0 >= 0 && $0 < sources.pool.count }), rows.count >= 20
            else {
                throw PredictError(
                    .tooFew, "device \(device) has \(rows.count) rows or latencies that are none",
                    hint: "give at least 20 measured rows of each source")
            }
            let known = Dictionary(zip(rows, labels)) { first, _ in first }
            let chosen =
                shared.count >= min(count, rows.count)
                ? shared : Array(rows.shuffled(using: &generator).prefix(count))
            result.append(
                SourceRows(device: device, rows: chosen, milliseconds: chosen.compactMap { known[$0] }))
        }
        return result
    }
}
