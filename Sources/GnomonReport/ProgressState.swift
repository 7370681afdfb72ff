/// How far some long work is.
public struct ProgressState: Hashable, Sendable {
    /// What is being done, in a word or two.
    public var phase: String
    /// The share that is done, from 0 to 1.
    public var fraction: Double
    /// Seconds since the work began.
    public var elapsed: Double
    /// Seconds still to go; nil to let them follow from fraction and elapsed time.
    public var remaining: Double?
    /// What the result looks like so far, such as `error 4.2 %`; may be empty.
    public var detail: String

    /// A state of progress.
    public init(
        phase: String, fraction: Double, elapsed: Double, remaining: Double? = nil, detail: String = ""
    ) {
        self.phase = phase
        self.fraction = fraction
        self.elapsed = elapsed
        self.remaining = remaining
        self.detail = detail
    }

    /// The fraction, kept between 0 and 1 whatever was given.
    var share: Double { fraction.isFinite ? min(max(fraction, 0), 1) : 0 }

    /// The event that stands for the bar where another program listens: `gnomon.progress/1`.
    public var json: JSONObject {
        [
            "schema": "gnomon.progress/1", "phase": .string(phase), "fraction": .number(share),
            "elapsed_seconds": .number(elapsed), "remaining_seconds": JSONValue(remaining),
            "detail": JSONValue(detail.isEmpty ? nil : detail),
        ]
    }
}
