import Foundation
import GnomonData
import GnomonGraph
import GnomonSpaces
import GnomonStore

/// The profiles of random networks that learning a platform left in the store, oldest first.
struct KeptProfiles {
    /// One profile.
    struct Row {
        var seed: UInt64
        var profile: NetworkProfile
    }

    /// A profile and the network it is of.
    struct Network {
        var row: Row
        var network: GnomonGraph.Network
        var family: String
    }

    var rows: [Row]

    /// Reads the profiles of a platform whose networks today's generator still makes, each seed once.
    ///
    /// - Throws: `AppError` where the store cannot be read.
    init(store: Store, platformID: String) throws(AppError) {
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
    }

    /// Makes the network of a profile again; nil where it cannot be made.
    func network(_ row: Row) -> Network? {
        guard let made = try? RandomNetworkGenerator(seed: row.seed).network(),
            let network = try? made.network.prepared()
        else { return nil }
        return Network(row: row, network: network, family: "\(made.family)")
    }
}
