/// A known device: what is learned from it.
struct HELPDevice: Sendable {
    let name: String
    /// Rows of the pool that are no references.
    let rows: [Int]
    /// The latency of each.
    let milliseconds: [Double]
    /// The latencies of the references.
    let references: [Double]

    /// What it is described by.
    var vector: [Double] { HELPReferences.vector(references) }

    /// The devices of some sources.
    ///
    /// - Throws: `PredictError` (tooFew) for a device with hardly any row, or a latency that is none.
    static func all(
        _ sources: TransferSources, _ references: HELPReferences
    ) throws(PredictError) -> [HELPDevice] {
        guard !sources.devices.isEmpty, sources.rows.count == sources.devices.count,
            sources.milliseconds.count == sources.devices.count
        else { throw PredictError(.tooFew, "there are no devices, or not rows and latencies for each") }
        let left = Set(references.rows)
        var result: [HELPDevice] = []
        for (place, name) in sources.devices.enumerated() {
            let (rows, values) = (sources.rows[place], sources.milliseconds[place])
            let kept = rows.indices.filter { !left.contains(rows[$0]) }
            guard rows.count == values.count, values.allSatisfy({ $0 > 0 && $0.isFinite }),
                rows.allSatisfy({ sources.pool.indices.contains($0) }), kept.count >= 10
            else {
                throw PredictError(
                    .tooFew, "device \(name) has \(rows.count) rows or latencies that are none",
                    hint: "give at least 30 measured rows of each source")
            }
            result.append(
                HELPDevice(
                    name: name, rows: kept.map { rows[$0] }, milliseconds: kept.map { values[$0] },
                    references: references.milliseconds[place]))
        }
        return result
    }
}
