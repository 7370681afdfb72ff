import Foundation
public import GnomonData
public import GnomonGraph
public import GnomonPredict
import GnomonSpaces
public import GnomonStore

/// The profiles of random networks that learning a platform left in the store, oldest first.
public struct KeptProfiles: Sendable {
    /// One profile.
    public struct Row: Sendable {
        /// The seed its network comes from.
        public var seed: UInt64
        /// What was recorded.
        public var profile: NetworkProfile
        /// How busy the machine was.
        public var conditions = MachineConditions.quiet
    }

    /// A profile and the network it is of.
    public struct Network: Sendable {
        /// The profile.
        public var row: Row
        /// The prepared network.
        public var network: GnomonGraph.Network
        /// The kind of blocks it is made of.
        public var family: String
    }

    /// The profiles, oldest first.
    public var rows: [Row]

    /// Reads the profiles of a platform whose networks today's generator still makes, each seed once.
    ///
    /// - Throws: `AppError` where the store cannot be read.
    public init(store: Store, platformID: String) throws(AppError) {
        var seen: Set<UInt64> = []
        do {
            rows = try store.profiles(platformID: platformID)
                .filter { $0.generator == LearnSession.generator }
                .sorted { $0.recordedAt < $1.recordedAt }
                .compactMap { row in
                    guard seen.insert(row.seed).inserted,
                        let profile = try? JSONDecoder().decode(NetworkProfile.self, from: row.payload)
                    else { return nil }
                    return Row(seed: row.seed, profile: profile)
                }
        } catch { throw AppError(error) }
        let floor = QuietFloor(rows.map(\.profile))
        for index in rows.indices { rows[index].conditions = floor.conditions(of: rows[index].profile) }
    }

    /// Makes the network of a profile again; nil where it cannot be made.
    public func network(_ row: Row) -> Network? {
        guard let made = try? RandomNetworkGenerator(seed: row.seed).network(),
            let network = try? made.network.prepared()
        else { return nil }
        return Network(row: row, network: network, family: "\(made.family)")
    }
}
