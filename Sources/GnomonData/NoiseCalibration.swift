/// What the reference kernels of a machine say about the noise around a subject.
///
/// Floors belong to an epoch of the machine. Exponents, widening and the choice of the statistic come from
/// measuring under self-made load; without that, they are neutral.
public struct NoiseCalibration: Hashable, Sendable, Codable {
    /// The epoch it was taken in, as 16 hexadecimal digits.
    public var epoch: String
    /// The time of each reference kernel on the quiet machine, in nanoseconds.
    public var floors: [String: Double]
    /// By how much the mean of each reference kernel lies above its floor on the quiet machine: no inflation.
    public var tolerances: [String: Double]
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
    /// The pressure while the floors were taken; nil if the machine shows none.
    ///
    /// Under pressure they are too high.
    public var pressure: Double?

    /// A calibration; neutral unless said otherwise.
    public init(
        epoch: String = "", floors: [String: Double] = [:], tolerances: [String: Double] = [:],
        exponents: [String: Double] = [:], widening: Double = 1,
        quartileRatio: Double? = nil, points: Int = 0, takenAt: Double = 0, pressure: Double? = nil
    ) {
        self.epoch = epoch
        self.floors = floors
        self.tolerances = tolerances
        self.exponents = exponents
        self.widening = widening
        self.quartileRatio = quartileRatio
        self.points = points
        self.takenAt = takenAt
        self.pressure = pressure
    }

    /// By how much a reference kernel that takes so many nanoseconds exceeds what it takes on the quiet machine; nil
    /// without a floor.
    public func inflation(of name: String, at nanoseconds: Double) -> Double? {
        guard let floor = floors[name], floor > 0 else { return nil }
        return nanoseconds / floor / (1 + max(0, tolerances[name] ?? 0)) - 1
    }
}
