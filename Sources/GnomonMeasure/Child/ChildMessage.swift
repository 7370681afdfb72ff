import GnomonData

/// What the parent asks: one JSON object a line, exactly one field of which is set.
struct ChildRequest: Codable {
    struct Open: Codable {
        var platform: Platform
        var seed: UInt64
        /// The CPU to pin to; nil pins nothing.
        var cpu: Int?
    }
    struct Warm: Codable {
        var minimumNanoseconds: Int64
        var maximumNanoseconds: Int64
    }
    struct Block: Codable {
        var discard: Int
        var timed: Int
        /// Inferences in one sample.
        var repeats: Int
    }
    struct Profile: Codable {
        var folder: String
        var minimumRuns: Int
        var maximumNanoseconds: Int64
        var wantsGraph: Bool
    }
    struct Close: Codable {}

    var open: Open?
    var warm: Warm?
    var block: Block?
    var profile: Profile?
    var close: Close?
}

/// What the child answers: one JSON object a line, exactly one field of which is set.
struct ChildReply: Codable {
    struct Opened: Codable {
        var loadNanoseconds: Int64
        var version: String
    }
    struct Warmed: Codable {
        var samples: SampleColumns
        var isSteady: Bool
    }
    struct Block: Codable {
        var samples: SampleColumns
        var checksum: UInt64
    }
    struct Profiled: Codable {
        var bare: SampleColumns
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
    var warmed: Warmed?
    var block: Block?
    var profiled: Profiled?
    var closed: Closed?
    var error: Failure?
}

/// Samples as columns.
struct SampleColumns: Codable {
    var wall: [Int64] = []
    var cpu: [Int64] = []
    var clean: [Bool] = []

    func samples(isWarmup: Bool) -> [Launch.Sample] {
        let count = min(wall.count, cpu.count, clean.count)
        return (0..<count).map {
            Launch.Sample(wall: wall[$0], cpu: cpu[$0], isClean: clean[$0], isWarmup: isWarmup)
        }
    }
}
