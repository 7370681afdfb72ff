public import Foundation

/// The in-situ kernel times of one network on one platform, as `learn` gathers them.
///
/// The payload belongs to whoever wrote it; the store keeps it as it is.
public struct ProfileRow: Hashable, Sendable {
    /// The identity of platform and machine.
    public var platformID: String
    /// The generator's specification, from which the network can be made again with the seed.
    public var generator: String
    /// The seed of the generator.
    public var seed: UInt64
    /// The canonical hash of the network, as printed.
    public var networkHash: String
    /// When it was recorded, in seconds since 1970.
    public var recordedAt: Double
    /// The kernel times.
    public var payload: Data

    /// A profile.
    public init(
        platformID: String, generator: String, seed: UInt64, networkHash: String, recordedAt: Double,
        payload: Data
    ) {
        self.platformID = platformID
        self.generator = generator
        self.seed = seed
        self.networkHash = networkHash
        self.recordedAt = recordedAt
        self.payload = payload
    }
}
