import GRDB
public import GnomonData

extension Store {
    /// Hands measurements without their samples to `body`, one at a time in the order they were added, so that only
    /// one is in memory.
    ///
    /// All come from one moment: what is added meanwhile is not among them. The store must not be used inside `body`.
    ///
    /// - Parameters:
    ///   - platforms: Names or identities of platforms; none for all.
    ///   - grades: The grades that are wanted.
    ///   - body: Returns whether to go on.
    /// - Throws: `StoreError` where a row cannot be read.
    /// - Complexity: O(measurements in the store).
    public func forEachMeasurement(
        platforms: [String] = [], grades: [Grade] = Grade.allCases,
        _ body: (StoredMeasurement) -> Bool
    ) throws(StoreError) {
        let named = platforms.map { _ in "?" }.joined(separator: ", ")
        let place = platforms.isEmpty ? "1" : "(m.platform IN (\(named)) OR m.platform_id IN (\(named)))"
        let wanted = grades.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            SELECT m.*, n.name AS network_name, n.nodes, n.macs, n.parameters, n.batch,
                (SELECT count(*) FROM launch WHERE launch.measurement_id = m.id) AS launches
            FROM (\(Self.columns)) AS m LEFT JOIN network AS n ON n.hash = m.network_hash
            WHERE \(place) AND m.grade IN (\(wanted)) ORDER BY m.id
            """
        let arguments = StatementArguments(platforms + platforms + grades.map(\.rawValue))
        try read { database in
            let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let measurement = try self.measurement(row, launches: [])
                let network = (row["network_name"] as String?).map {
                    NetworkRow(
                        hash: measurement.networkHash, nodes: row["nodes"], macs: row["macs"],
                        parameters: row["parameters"], name: $0, batch: row["batch"])
                }
                let found = StoredMeasurement(
                    id: row["id"], measurement: measurement, launches: row["launches"], network: network)
                guard body(found) else { return }
            }
        }
    }
}
