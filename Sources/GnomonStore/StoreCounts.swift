/// How many rows each table of the store holds.
public struct StoreCounts: Hashable, Sendable {
    /// Networks seen.
    public var networks: Int
    /// Platforms seen.
    public var platforms: Int
    /// Measurements, all grades.
    public var measurements: Int
    /// Launches with raw samples.
    public var launches: Int
    /// Kernel profiles.
    public var profiles: Int

    /// Counts by table.
    public init(
        networks: Int = 0, platforms: Int = 0, measurements: Int = 0, launches: Int = 0, profiles: Int = 0
    ) {
        self.networks = networks
        self.platforms = platforms
        self.measurements = measurements
        self.launches = launches
        self.profiles = profiles
    }
}
