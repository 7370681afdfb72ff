public import GnomonData

/// A measurement as the store lists it: without samples, beside what is known of its network.
public struct StoredMeasurement: Hashable, Sendable {
    /// Its number in the store.
    public var id: Int64
    /// The measurement; `launches` is empty.
    public var measurement: Measurement
    /// The number of launches that are kept.
    public var launches: Int
    /// The network; nil if only its hash is known.
    public var network: NetworkRow?

    /// A measurement beside its network.
    public init(id: Int64, measurement: Measurement, launches: Int, network: NetworkRow?) {
        self.id = id
        self.measurement = measurement
        self.launches = launches
        self.network = network
    }
}
