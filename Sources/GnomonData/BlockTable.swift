/// Latencies of the building blocks of a search space on one device, by the text that describes each block.
///
/// The form of the published lookup tables of Once-for-all (arXiv:1908.09791) and ProxylessNAS (arXiv:1812.00332).
public struct BlockTable: Hashable, Sendable, Codable {
    /// What was measured of one block.
    public struct Entry: Hashable, Sendable, Codable {
        /// The mean in milliseconds.
        public var milliseconds: Double
        /// The standard deviation of the measurements in milliseconds; nil where it is not known.
        public var deviation: Double?
        /// How often it was measured.
        public var count: Int

        /// An entry.
        public init(milliseconds: Double, deviation: Double? = nil, count: Int = 1) {
            self.milliseconds = milliseconds
            self.deviation = deviation
            self.count = count
        }
    }

    /// The device.
    public var device: String
    /// Height and width of the image the blocks were measured for.
    public var imageSide: Int
    /// The blocks.
    public var entries: [String: Entry]

    /// A table.
    public init(device: String, imageSide: Int, entries: [String: Entry]) {
        self.device = device
        self.imageSide = imageSide
        self.entries = entries
    }
}
