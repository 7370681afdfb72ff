import Foundation
import GRDB
import GnomonData

extension Store {
    /// Keeps a network, unless its hash is known already; then the first name stays.
    public func add(_ network: NetworkRow) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO network (hash, nodes, macs, parameters, name, batch) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (hash) DO UPDATE SET batch = excluded.batch WHERE network.batch IS NULL
                    """,
                arguments: [
                    network.hash, network.nodes, network.macs, network.parameters, network.name,
                    network.batch,
                ])
        }
    }

    /// The network with this hash, if it is known.
    public func network(hash: String) throws(StoreError) -> NetworkRow? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM network WHERE hash = ?", arguments: [hash]).map {
                row in
                NetworkRow(
                    hash: row["hash"], nodes: row["nodes"], macs: row["macs"], parameters: row["parameters"],
                    name: row["name"], batch: row["batch"])
            }
        }
    }

    /// Keeps a platform, unless its identity is known already.
    public func add(_ platform: PlatformRow) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "INSERT INTO platform (id, name, json) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                arguments: [platform.id, platform.platform.name, try JSONColumn.text(platform.platform)])
        }
    }

    /// The platforms, ordered by name and identity.
    public func platforms() throws(StoreError) -> [PlatformRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT id, json FROM platform ORDER BY name, id").map { row in
                PlatformRow(id: row["id"], platform: try JSONColumn.value(Platform.self, row["json"]))
            }
        }
    }

    /// How many rows the store holds.
    public func counts() throws(StoreError) -> StoreCounts {
        try read { database in
            func count(_ table: String) throws -> Int {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            return StoreCounts(
                networks: try count("network"), platforms: try count("platform"),
                measurements: try count("measurement"), launches: try count("launch"),
                profiles: try count("kernel_profile"))
        }
    }
}
