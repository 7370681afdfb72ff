import GnomonData

extension DatasetColumn {
    /// The columns, in the order in which they are written.
    public static let all: [DatasetColumn] = subject + value + evidence + rules + origin

    /// What was measured where, and how far it can be trusted.
    private static let subject: [DatasetColumn] = [
        .init(.id, "integer", unit: "", isOptional: false, "The number of the measurement in the store.") {
            row in .int(row.id)
        },
        .init(.networkHash, "text", unit: "", isOptional: false, "The canonical hash of the network.") {
            row in .string(row.networkHash)
        },
        .init(
            .networkName, "text", unit: "", isOptional: true,
            "The name under which the network was first seen."
        ) { row in JSONValue(row.networkName) },
        .init(.nodes, "integer", unit: "", isOptional: true, "Nodes that are executed.") { row in
            JSONValue(row.nodes)
        },
        .init(
            .macs, "integer", unit: "", isOptional: true, "Multiply-accumulate operations of one inference."
        ) { row in JSONValue(row.macs) },
        .init(.parameters, "integer", unit: "", isOptional: true, "Parameters of the network.") { row in
            JSONValue(row.parameters)
        },
        .init(
            .batch, "integer", unit: "", isOptional: true, "The size of the first axis that its inputs share."
        ) { row in JSONValue(row.batch) },
        .init(.platform, "text", unit: "", isOptional: false, "The name of the platform.") { row in
            .string(row.platform)
        },
        .init(.platformID, "text", unit: "", isOptional: false, "The identity of platform and machine.") {
            row in .string(row.platformID)
        },
        .init(
            .epoch, "text", unit: "", isOptional: false,
            "The state of the machine: measurements of one epoch may be compared."
        ) { row in .string(row.epoch) },
        .init(.runtime, "text", unit: "", isOptional: true, "The runtime.") { row in JSONValue(row.runtime) },
        .init(.runtimeVersion, "text", unit: "", isOptional: true, "The version of the runtime.") { row in
            JSONValue(row.runtimeVersion)
        },
        .init(
            .measurementProtocol, "text", unit: "", isOptional: false,
            "The version of the rules by which it was measured."
        ) { row in .string(row.measurementProtocol) },
        .init(.grade, "text", unit: "", isOptional: false, "How far it can be trusted: A, B, C or F.") {
            row in .string(row.grade.rawValue)
        },
        .init(.reasons, "list of texts", unit: "", isOptional: false, "Why the grade is not better.") { row in
            JSONValue(row.reasons)
        },
        .init(.flags, "list of texts", unit: "", isOptional: true, "What is remarkable.") { row in
            optional(row.flags) { JSONValue($0) }
        },
    ]

    /// What came out.
    private static let value: [DatasetColumn] = [
        .init(.latency, "number", unit: "ms", isOptional: false, "The latency.") { row in .number(row.latency)
        },
        .init(.lower, "number", unit: "ms", isOptional: false, "The lower end of its interval.") { row in
            .number(row.lower)
        },
        .init(.upper, "number", unit: "ms", isOptional: false, "The upper end of its interval.") { row in
            .number(row.upper)
        },
        .init(
            .level, "number", unit: "share", isOptional: false,
            "How often the interval claims to hold the truth."
        ) { row in .number(row.level) },
        .init(
            .uncorrected, "number", unit: "ms", isOptional: true,
            "The median of the launches before correction."
        ) { row in JSONValue(row.uncorrected) },
        .init(.minimum, "number", unit: "ms", isOptional: true, "The fastest clean inference.") { row in
            JSONValue(row.minimum)
        },
        .init(
            .p10, "number", unit: "ms", isOptional: true,
            "The time a tenth of the clean inferences stay below."
        ) { row in JSONValue(row.p10) },
        .init(.p25, "number", unit: "ms", isOptional: true, "The time a quarter of them stay below.") { row in
            JSONValue(row.p25)
        },
        .init(.p90, "number", unit: "ms", isOptional: true, "A bound nine tenths of them stay below.") {
            row in JSONValue(row.p90)
        },
        .init(
            .isP90Conservative, "true or false", unit: "", isOptional: true,
            "Whether that bound lies above the plain percentile."
        ) { row in optional(row.isP90Conservative) { .bool($0) } },
        .init(.p99, "number", unit: "ms", isOptional: true, "A bound 99 of 100 stay below.") { row in
            JSONValue(row.p99)
        },
        .init(
            .isP99Conservative, "true or false", unit: "", isOptional: true,
            "Whether that bound lies above the plain percentile."
        ) { row in optional(row.isP99Conservative) { .bool($0) } },
        .init(
            .regimes, "list of numbers", unit: "ms", isOptional: true,
            "The medians of both regimes where a launch had two."
        ) { row in optional(row.regimes) { .array($0.map(JSONValue.number)) } },
        .init(.first, "number", unit: "ms", isOptional: true, "The median of the first inferences.") { row in
            JSONValue(row.first)
        },
        .init(.load, "number", unit: "ms", isOptional: true, "The median time to open the network.") { row in
            JSONValue(row.load)
        },
        .init(
            .peakBytes, "integer", unit: "bytes", isOptional: true, "The largest resident size of a process."
        ) { row in JSONValue(row.peakBytes) },
        .init(.processes, "integer", unit: "", isOptional: false, "Launches that are kept in the store.") {
            row in .int(row.processes)
        },
        .init(.launches, "integer", unit: "", isOptional: true, "Launches with a value.") { row in
            JSONValue(row.launches)
        },
        .init(.rounds, "integer", unit: "", isOptional: true, "Rounds that were used.") { row in
            JSONValue(row.rounds)
        },
        .init(.samples, "integer", unit: "", isOptional: true, "Clean samples in them.") { row in
            JSONValue(row.samples)
        },
    ]

    /// What the grade follows from.
    private static let evidence: [DatasetColumn] = [
        .init(.cleanShare, "number", unit: "share", isOptional: false, "Samples that nothing disturbed.") {
            row in .number(row.cleanShare)
        },
        .init(.pressure, "number", unit: "share", isOptional: true, "Stalled time over elapsed time.") {
            row in JSONValue(row.pressure)
        },
        .init(
            .steal, "number", unit: "share", isOptional: true, "Time the hypervisor took over elapsed time."
        ) { row in JSONValue(row.steal) },
        .init(
            .halfWidth, "number", unit: "share", isOptional: false,
            "Half the width of the interval over the latency, before it is widened downwards."
        ) { row in .number(row.halfWidth) },
        .init(
            .isSteady, "true or false", unit: "", isOptional: false,
            "Whether each launch ended its warm-up in a steady state."
        ) { row in .bool(row.isSteady) },
        .init(
            .isUnimodal, "true or false", unit: "", isOptional: false,
            "Whether each launch ran in one regime."
        ) { row in .bool(row.isUnimodal) },
        .init(
            .hasStableOutput, "true or false", unit: "", isOptional: false,
            "Whether the outputs stayed the same."
        ) { row in .bool(row.hasStableOutput) },
        .init(
            .inflation, "number", unit: "share", isOptional: true,
            "By how much the slowest reference kernel exceeds its floor after correction."
        ) { row in JSONValue(row.inflation) },
        .init(.impossibility, "text", unit: "", isOptional: true, "Why the number cannot be true.") { row in
            JSONValue(row.impossibility)
        },
        .init(
            .referenceInflation, "object", unit: "share", isOptional: true,
            "By how much each reference kernel exceeded its floor, before correction."
        ) { row in optional(row.referenceInflation) { object($0) { .number($0) } } },
    ]

    /// By what rules it was taken and judged.
    private static let rules: [DatasetColumn] = [
        .init(.references, "list of texts", unit: "", isOptional: true, "The reference kernels that ran.") {
            row in optional(row.references) { JSONValue($0) }
        },
        .init(.threads, "integer", unit: "", isOptional: true, "Worker threads of the subject.") { row in
            JSONValue(row.threads)
        },
        .init(
            .lowerBound, "number", unit: "ns", isOptional: true,
            "The time below which no hardware of this kind can be."
        ) { row in JSONValue(row.lowerBound) },
        .init(
            .bootstrapSeed, "text", unit: "", isOptional: true,
            "The seed of plan and bootstrap, as decimal digits."
        ) { row in JSONValue(row.bootstrapSeed) },
        .init(.bootstrapDraws, "integer", unit: "", isOptional: true, "How often the bootstrap draws.") {
            row in JSONValue(row.bootstrapDraws)
        },
        .init(.noiseEpoch, "text", unit: "", isOptional: true, "The epoch in which noise was calibrated.") {
            row in JSONValue(row.noiseEpoch)
        },
        .init(
            .noiseFloors, "object", unit: "ns", isOptional: true,
            "The time of each reference kernel on the quiet machine."
        ) { row in optional(row.noiseFloors) { object($0) { .number($0) } } },
        .init(
            .noiseTolerances, "object", unit: "share", isOptional: true,
            "By how much their means lie above that on the quiet machine."
        ) { row in optional(row.noiseTolerances) { object($0) { .number($0) } } },
        .init(
            .noiseExponents, "object", unit: "", isOptional: true,
            "How much of their slowdown a subject shares."
        ) { row in optional(row.noiseExponents) { object($0) { .number($0) } } },
        .init(
            .noiseWidening, "number", unit: "share", isOptional: true,
            "The share of the largest inflation by which intervals are widened."
        ) { row in JSONValue(row.noiseWidening) },
        .init(
            .noiseQuartileRatio, "number", unit: "", isOptional: true,
            "The quiet ratio of median to lower quartile, where that is used."
        ) { row in JSONValue(row.noiseQuartileRatio) },
        .init(
            .noisePoints, "integer", unit: "", isOptional: true, "Measurements the exponents were fitted to."
        ) { row in JSONValue(row.noisePoints) },
        .init(.noiseTakenAt, "number", unit: "s", isOptional: true, "When noise was calibrated, since 1970.")
        { row in JSONValue(row.noiseTakenAt) },
        .init(.plan, "text", unit: "", isOptional: true, "The plan.") { row in JSONValue(row.plan) },
        .init(.attempt, "integer", unit: "", isOptional: true, "The attempt, from 0.") { row in
            JSONValue(row.attempt)
        },
        .init(.attempts, "integer", unit: "", isOptional: true, "Attempts made.") { row in
            JSONValue(row.attempts)
        },
    ]

    /// When and from what it came.
    private static let origin: [DatasetColumn] = [
        .init(
            .seed, "text", unit: "", isOptional: false, "The seed of weights and inputs, as decimal digits."
        ) { row in .string(row.seed) },
        .init(.startedAt, "number", unit: "s", isOptional: false, "When it began, since 1970.") { row in
            .number(row.startedAt)
        },
        .init(.seconds, "number", unit: "s", isOptional: false, "How long it took.") { row in
            .number(row.seconds)
        },
        .init(
            .modelDigest, "text", unit: "", isOptional: false,
            "SHA-256 of the model bytes that the runtime opened."
        ) { row in .string(row.modelDigest) },
        .init(
            .kernels, "list of objects", unit: "", isOptional: false,
            "In-situ times of the runtime's kernels, if they were asked for."
        ) { row in .array(row.kernels.map(\.json)) },
        .init(
            .identity, "object", unit: "", isOptional: false,
            "Facts that make another platform when they differ."
        ) { row in object(row.identity) { .string($0) } },
        .init(
            .epochFacts, "object", unit: "", isOptional: false,
            "Facts that start a new epoch when they differ."
        ) { row in object(row.epochFacts) { .string($0) } },
        .init(.context, "object", unit: "", isOptional: false, "Facts that are kept and not compared.") {
            row in object(row.context) { .string($0) }
        },
    ]

    private static func optional<T>(_ value: T?, _ json: (T) -> JSONValue) -> JSONValue {
        value.map(json) ?? .null
    }

    /// An object with its keys in alphabetical order, so that equal values are equal texts.
    private static func object<T>(_ values: [String: T], _ json: (T) -> JSONValue) -> JSONValue {
        var object = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) { object[key] = json(value) }
        return .object(object)
    }
}
