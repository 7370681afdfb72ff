/// Samples as columns, one number of each a sample: how they travel and how they are exported.
public struct SampleColumns: Hashable, Sendable, Codable {
    /// Elapsed nanoseconds.
    public var wall: [Int64] = []
    /// Processor nanoseconds.
    public var cpu: [Int64] = []
    /// What disturbed it, as bits; bit 6 stands for a sample that is not clean for another reason, bit 7 for the
    /// warm-up.
    public var flags: [UInt8] = []
    /// Inferences in the sample.
    public var repeats: [Int] = []
    /// The round.
    public var round: [Int] = []
    /// The place in the block.
    public var position: [Int] = []

    /// No samples.
    public init() {}

    /// The columns of samples.
    public init(_ samples: [Launch.Sample]) {
        reserve(samples.count)
        for sample in samples { append(sample) }
    }

    /// The number of samples: that of the shortest column.
    public var count: Int {
        min(wall.count, cpu.count, flags.count, min(repeats.count, round.count, position.count))
    }

    /// Makes room, so that adding does not allocate.
    public mutating func reserve(_ count: Int) {
        wall.reserveCapacity(count)
        cpu.reserveCapacity(count)
        flags.reserveCapacity(count)
        repeats.reserveCapacity(count)
        round.reserveCapacity(count)
        position.reserveCapacity(count)
    }

    /// Adds a sample.
    public mutating func append(_ sample: Launch.Sample) {
        wall.append(sample.wall)
        cpu.append(sample.cpu)
        let unexplained: UInt8 = !sample.isClean && sample.marks.isEmpty ? 0x40 : 0
        flags.append(sample.marks.rawValue & 0x3F | unexplained | (sample.isWarmup ? 0x80 : 0))
        repeats.append(sample.repeats)
        round.append(sample.round)
        position.append(sample.position)
    }

    /// The sample at a place, which must be below `count`.
    public subscript(place: Int) -> Launch.Sample {
        let bits = flags[place]
        return Launch.Sample(
            wall: wall[place], cpu: cpu[place], isClean: bits & 0x7F == 0, isWarmup: bits & 0x80 != 0,
            repeats: repeats[place], round: round[place], position: position[place],
            marks: .init(rawValue: bits & 0x3F))
    }

    /// The samples.
    public var samples: [Launch.Sample] { (0..<count).map { self[$0] } }
}

extension Launch: Codable {
    private enum Key: String, CodingKey {
        case samples, references, rounds, checksum
        case loadNanoseconds = "load_ns"
        case peakBytes = "peak_bytes"
        case hasStableOutput = "stable_output"
        case isSteady = "steady"
        case alternates
        case timerCost = "timer_cost_ns"
        case timerResolution = "timer_resolution_ns"
    }

    /// Reads a launch with its samples as columns.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        self.init(
            samples: try fields.decode(SampleColumns.self, forKey: .samples).samples,
            loadNanoseconds: try fields.decode(Int64.self, forKey: .loadNanoseconds),
            peakBytes: try fields.decode(Int64.self, forKey: .peakBytes),
            checksum: try fields.decode(UInt64.self, forKey: .checksum),
            hasStableOutput: try fields.decode(Bool.self, forKey: .hasStableOutput),
            isSteady: try fields.decode(Bool.self, forKey: .isSteady),
            alternates: try fields.decode(Bool.self, forKey: .alternates),
            timerCost: try fields.decode(Int64.self, forKey: .timerCost),
            timerResolution: try fields.decode(Int64.self, forKey: .timerResolution),
            rounds: try fields.decode([Round].self, forKey: .rounds),
            references: try fields.decode([String: SampleColumns].self, forKey: .references)
                .mapValues(\.samples))
    }

    /// Writes a launch with its samples as columns.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(SampleColumns(samples), forKey: .samples)
        try fields.encode(references.mapValues { SampleColumns($0) }, forKey: .references)
        try fields.encode(rounds, forKey: .rounds)
        try fields.encode(checksum, forKey: .checksum)
        try fields.encode(loadNanoseconds, forKey: .loadNanoseconds)
        try fields.encode(peakBytes, forKey: .peakBytes)
        try fields.encode(hasStableOutput, forKey: .hasStableOutput)
        try fields.encode(isSteady, forKey: .isSteady)
        try fields.encode(alternates, forKey: .alternates)
        try fields.encode(timerCost, forKey: .timerCost)
        try fields.encode(timerResolution, forKey: .timerResolution)
    }
}
