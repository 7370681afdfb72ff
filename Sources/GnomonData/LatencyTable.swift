/// Latencies of architectures of one search space on several devices: the form of the public data sets.
public struct LatencyTable: Hashable, Sendable {
    /// The name of the data set, such as `latbench`.
    public var name: String
    /// The name of the search space in the catalogue of spaces.
    public var space: String
    /// What identifies each row in the data set: the architecture's index in its space or list.
    public var indices: [Int]
    /// Each row's architecture in the text form of its space.
    public var architectures: [String]
    /// The names of the devices.
    public var devices: [String]
    /// Milliseconds by device, then by row; nil where nothing was measured.
    public var milliseconds: [[Double?]]

    /// A table; every device has as many cells as there are rows.
    public init(
        name: String, space: String, indices: [Int], architectures: [String], devices: [String],
        milliseconds: [[Double?]]
    ) {
        self.name = name
        self.space = space
        self.indices = indices
        self.architectures = architectures
        self.devices = devices
        self.milliseconds = milliseconds
    }

    /// The column of a device; nil for a name that is not there.
    public func column(_ device: String) -> [Double?]? {
        devices.firstIndex(of: device).map { milliseconds[$0] }
    }
}
