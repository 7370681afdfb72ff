public import GnomonStatistics

extension JSONValue {
    /// The ends of an interval in milliseconds: `[low, high]`.
    public init(_ interval: LatencyInterval) {
        self = .array([.number(interval.lower.milliseconds), .number(interval.upper.milliseconds)])
    }
}
