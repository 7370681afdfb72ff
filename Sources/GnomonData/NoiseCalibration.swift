/// What the reference kernels of a machine say about the noise around a subject.
///
/// Floors belong to an epoch of the machine. Exponents, widening and the choice of the statistic come from
/// measuring under self-made load; without that, they are neutral.
public struct NoiseCalibration: Hashable, Sendable, Codable {
    /// The epoch it was taken in, as 16 hexadecimal digits.
    public var epoch: String
    /// The time of each reference kernel on the quiet machine, in nanoseconds.
    public var floors: [String: Double]
    /// β: how much of a reference kernel's slowdown a subject shares; empty if never fitted.
    public var exponents: [String: Double]
    /// κ: the share of the largest inflation that may be left, by which intervals are widened.
    public var widening: Double
    /// The quiet ratio of median to lower quartile if the lower quartile is the better statistic, else nil.
    public var quartileRatio: Double?
    /// Measurements the exponents were fitted to.
    public var points: Int
    /// When it was taken, in seconds since 1970.
    public var takenAt: Double

    /// A calibration; neutral unless said otherwise.
    public init(
        epoch: String = "", floors: [String: Double] = [:], exponents: [String: Double] = [:],
        widening: Double = 1, quartileRatio: Double? = nil, points: Int = 0, takenAt: Double = 0
    ) {
        self.epoch = epoch
        self.floors = floors
        self.exponents = exponents
        self.widening = widening
        self.quartileRatio = quartileRatio
        self.points = points
        self.takenAt = takenAt
    }
}
