import GnomonStatistics

/// The architectures whose latencies describe a device.
struct HELPReferences: Sendable {
    /// Their rows of the pool, in the order they are measured in.
    let rows: [Int]
    /// For each source the latency of each.
    let milliseconds: [[Double]]

    /// Those of the task; where it has fewer than wanted, others are drawn from what was measured on all sources.
    ///
    /// - Throws: `PredictError` (tooFew) where that is not enough.
    init(
        _ sources: TransferSources, count: Int, using generator: inout SeededGenerator
    ) throws(PredictError) {
        var rows: [Int] = []
        var milliseconds = [[Double]](repeating: [], count: sources.devices.count)
        let isGiven = sources.referenceMilliseconds.count == sources.devices.count
        let given = isGiven ? Array(sources.references.prefix(count)) : []
        for (place, row) in given.enumerated() where sources.pool.indices.contains(row) && !rows.contains(row)
        {
            guard sources.referenceMilliseconds.allSatisfy({ $0.indices.contains(place) && $0[place] > 0 })
            else {
                continue
            }
            rows.append(row)
            for device in milliseconds.indices {
                milliseconds[device].append(sources.referenceMilliseconds[device][place])
            }
        }
        var common: Set<Int>?
        for list in sources.rows { common = common?.intersection(list) ?? Set(list) }
        let others = (common ?? []).subtracting(rows).sorted().shuffled(using: &generator)
        let columns = zip(sources.rows, sources.milliseconds).map { rows, values in
            Dictionary(zip(rows, values)) { first, _ in first }
        }
        // Half of what is known stays for training.
        for row in others.prefix(min(max(0, count - rows.count), others.count / 2)) {
            rows.append(row)
            for device in milliseconds.indices { milliseconds[device].append(columns[device][row] ?? 0) }
        }
        guard rows.count >= 2 else {
            throw PredictError(
                .tooFew, "only \(rows.count) architectures were measured on all devices",
                hint: "measure the same architectures on each source, 30 or more")
        }
        (self.rows, self.milliseconds) = (rows, milliseconds)
    }

    /// A device's latencies from 0, the least of them, to 1.
    static func vector(_ milliseconds: [Double]) -> [Double] {
        let low = milliseconds.min() ?? 0
        let width = (milliseconds.max() ?? 0) - low
        return milliseconds.map { width > 0 ? ($0 - low) / width : 0 }
    }

    /// The latencies of all references on a new device of which some were measured.
    ///
    /// Others are taken from the sources, weighted by how alike they are in what was measured.
    func estimate(_ known: [Int: Double]) -> [Double] {
        let places = rows.indices.filter { known[rows[$0]] != nil }
        let measured = places.compactMap { known[rows[$0]] }
        guard places.count < rows.count else { return measured }
        let all = known.values.sorted()
        guard let low = measured.min(), let high = measured.max(), high > low else {
            // Nothing is known of their differences: as spread as whatever was measured.
            let (least, most) = (all.first ?? 0, all.last ?? 1)
            return rows.indices.map { place in
                known[rows[place]]
                    ?? least + (most - least) * mean(milliseconds.map { Self.vector($0)[place] })
            }
        }
        let own = Self.vector(measured)
        var (sum, weights) = ([Double](repeating: 0, count: rows.count), 0.0)
        for source in milliseconds {
            let seen = places.map { source[$0] }
            guard let least = seen.min(), let largest = seen.max(), largest > least else { continue }
            let scaled = source.map { ($0 - least) / (largest - least) }
            let distance = zip(own, places).reduce(0) { $0 + ($1.0 - scaled[$1.1]) * ($1.0 - scaled[$1.1]) }
            let weight = 1 / (distance + 0.01)
            for place in rows.indices { sum[place] += weight * scaled[place] }
            weights += weight
        }
        return rows.indices.map { place in
            known[rows[place]] ?? low + (high - low) * sum[place] / max(weights, 1e-12)
        }
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
}
