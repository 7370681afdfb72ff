public import GnomonData

extension LatencyTable {
    /// The rows that both tables have, with the devices of both.
    ///
    /// Rows belong together by index, and their architectures must be the same. A device of the other table that
    /// has the name of one here is named `table/device`.
    ///
    /// - Throws: `DatasetError` (conflict) for different spaces, or an index with two architectures.
    /// - Complexity: O(cells).
    public func joined(with other: LatencyTable) throws(DatasetError) -> LatencyTable {
        guard space == other.space else {
            throw DatasetError(.conflict, "\(name) is of \(space), \(other.name) of \(other.space)")
        }
        var places: [Int: Int] = [:]
        for (row, index) in other.indices.enumerated() { places[index] = row }
        var pairs: [(here: Int, there: Int)] = []
        for (row, index) in indices.enumerated() {
            guard let there = places[index] else { continue }
            guard architectures[row] == other.architectures[there] else {
                throw DatasetError(
                    .conflict,
                    "index \(index) is \(architectures[row]) in \(name), \(other.architectures[there]) in "
                        + other.name)
            }
            pairs.append((row, there))
        }
        return LatencyTable(
            name: "\(name)+\(other.name)", space: space, indices: pairs.map { indices[$0.here] },
            architectures: pairs.map { architectures[$0.here] },
            devices: devices + other.devices.map { devices.contains($0) ? "\(other.name)/\($0)" : $0 },
            milliseconds: milliseconds.map { column in pairs.map { column[$0.here] } }
                + other.milliseconds.map { column in pairs.map { column[$0.there] } })
    }
}
