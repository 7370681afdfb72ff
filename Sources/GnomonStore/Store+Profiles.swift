import Foundation
import GRDB

extension Store {
    /// Keeps a kernel profile.
    ///
    /// - Throws: `StoreError` with code `store.row` if its time is not finite.
    public func addProfile(_ profile: ProfileRow) throws(StoreError) {
        try addProfiles([profile])
    }

    /// Keeps kernel profiles, all or none: one wait for the disk instead of one for each.
    ///
    /// - Throws: `StoreError` with code `store.row` if a time is not finite.
    public func addProfiles(_ profiles: [ProfileRow]) throws(StoreError) {
        if let broken = profiles.first(where: { !$0.recordedAt.isFinite }) {
            throw StoreError(.row, "a profile of \(broken.networkHash) has no time", path: path)
        }
        try write { database in
            for profile in profiles {
                try database.execute(
                    sql: """
                        INSERT INTO kernel_profile
                            (platform_id, generator, seed, network_hash, recorded_at, payload)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        profile.platformID, profile.generator, Int64(bitPattern: profile.seed),
                        profile.networkHash, profile.recordedAt, profile.payload,
                    ])
            }
        }
    }

    /// The kernel profiles of a platform in the order they were added.
    ///
    /// - Complexity: O(bytes of their payloads).
    public func profiles(platformID: String) throws(StoreError) -> [ProfileRow] {
        var profiles: [ProfileRow] = []
        try forEachProfile(platformID: platformID) { profiles.append($0) }
        return profiles
    }

    /// Hands the kernel profiles of a platform to `body`, one at a time and in the order they were added, so that
    /// only one is in memory.
    ///
    /// The store must not be used inside `body`.
    public func forEachProfile(
        platformID: String, _ body: (ProfileRow) -> Void
    ) throws(StoreError) {
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM kernel_profile WHERE platform_id = ? ORDER BY id",
                arguments: [platformID])
            while let row = try rows.next() {
                let seed: Int64 = row["seed"]
                body(
                    ProfileRow(
                        platformID: row["platform_id"], generator: row["generator"],
                        seed: UInt64(bitPattern: seed), networkHash: row["network_hash"],
                        recordedAt: row["recorded_at"], payload: row["payload"]))
            }
        }
    }

    /// The number of kernel profiles of a platform.
    public func profileCount(platformID: String) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM kernel_profile WHERE platform_id = ?",
                arguments: [platformID]) ?? 0
        }
    }
}
