import GnomonData

/// What the parent asks: one JSON object a line, exactly one field of which is set.
struct ChildRequest: Codable {
    struct Open: Codable {
        var platform: Platform
        var seed: UInt64
        /// The CPU to pin to; nil pins nothing.
        var cpu: Int?
        /// Where the model is in the file, as offset and count; nil for all of it.
        var range: [Int]?
    }
    struct Profile: Codable {
        var folder: String
        var minimumRuns: Int
        var maximumNanoseconds: Int64
        var wantsGraph: Bool
    }
    struct Close: Codable {}

    var open: Open?
    var warm: WarmOrder?
    var block: BlockOrder?
    var profile: Profile?
    var close: Close?
}

/// What the child answers: one JSON object a line, exactly one field of which is set.
struct ChildReply: Codable {
    struct Opened: Codable {
        var loadNanoseconds: Int64
        var version: String
    }
    struct Profiled: Codable {
        var bare: SampleColumns
        /// Nanoseconds of reference kernels, by name, once beside each block.
        var references: [String: [Double]]?
        var kernels: [KernelTiming]
        /// Nodes that the runtime lists without executing them.
        var idle: [Int]?
        var runs: Int
        var cleanRuns: Int
        var profiledMedian: Double
        var checksum: UInt64
    }
    struct Closed: Codable { var peakBytes: Int64 }
    struct Failure: Codable {
        var code: String
        var message: String
    }

    var opened: Opened?
    var warmed: WarmResult?
    var block: BlockResult?
    var profiled: Profiled?
    var closed: Closed?
    var error: Failure?
}
