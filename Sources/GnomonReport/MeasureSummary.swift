/// How the pairs of a batch of measurements ended.
public struct MeasureSummary: Hashable, Sendable {
    /// Pairs that were measured now.
    public var measured = 0
    /// Pairs whose measurement was in the store.
    public var reused = 0
    /// Pairs without a measurement.
    public var failed = 0
    /// Pairs with a measurement of a worse grade than wanted; they are counted as measured or reused too.
    public var untrusted = 0

    /// Nothing has ended yet.
    public init() {}

    /// All pairs.
    public var pairs: Int { measured + reused + failed }

    /// The object under `summary`.
    public var json: JSONObject {
        [
            "pairs": .int(pairs), "measured": .int(measured), "reused": .int(reused),
            "failed": .int(failed), "untrusted": .int(untrusted),
        ]
    }

    /// One line for people, such as `6 pairs: 4 measured, 1 already in the store, 1 failed`.
    public var line: String {
        let parts = [
            (measured, "measured"), (reused, "already in the store"), (failed, "failed"),
            (untrusted, "not to be trusted"),
        ]
        let shown = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(pairs) \(pairs == 1 ? "pair" : "pairs"): \(shown.joined(separator: ", "))"
    }
}
