/// The facts a grade follows from.
public struct Evidence: Hashable, Sendable, Codable {
    /// The share of samples that nothing disturbed.
    public var cleanShare: Double
    /// Stalled time over elapsed time as the kernel's pressure counters show it; nil where there are none.
    public var pressure: Double?
    /// Time stolen by the hypervisor over elapsed time; nil where it is not shown.
    public var steal: Double?
    /// Half the width of the interval over the latency, before it is widened downwards.
    public var halfWidth: Double
    /// Whether each launch ended its warm-up in a steady state.
    public var isSteady: Bool
    /// Whether each launch ran in one regime.
    public var isUnimodal: Bool
    /// Whether the outputs stayed the same.
    public var hasStableOutput: Bool
    /// By how much the slowest reference kernel still exceeds its floor after correction; nil if unknown.
    public var inflation: Double?
    /// Why the number cannot be true, such as being faster than the hardware; nil if nothing speaks against it.
    public var impossibility: String?

    /// The facts.
    public init(
        cleanShare: Double, pressure: Double?, steal: Double?, halfWidth: Double, isSteady: Bool,
        isUnimodal: Bool, hasStableOutput: Bool, inflation: Double? = 0, impossibility: String? = nil
    ) {
        self.cleanShare = cleanShare
        self.pressure = pressure
        self.steal = steal
        self.halfWidth = halfWidth
        self.isSteady = isSteady
        self.isUnimodal = isUnimodal
        self.hasStableOutput = hasStableOutput
        self.inflation = inflation
        self.impossibility = impossibility
    }
}
