import GnomonNative

/// How busy the machine is while something is measured.
public struct Gate: Sendable {
    private let pressure: Int64?
    private let steal: Int64?
    private let start: Int64

    /// A gate that begins to watch now.
    public init() {
        pressure = MachineLoad.pressureMicroseconds()
        steal = MachineLoad.stealNanoseconds()
        start = MachineClock.wall()
    }

    /// Stalled and stolen time over elapsed time since the gate began; nil where the system does not show it.
    public func ratios() -> (pressure: Double?, steal: Double?) {
        let elapsed = Double(max(1, MachineClock.wall() - start))
        var ratios: (pressure: Double?, steal: Double?) = (nil, nil)
        if let pressure, let now = MachineLoad.pressureMicroseconds() {
            ratios.pressure = Double(now - pressure) * 1000 / elapsed
        }
        if let steal, let now = MachineLoad.stealNanoseconds() {
            ratios.steal = Double(now - steal) / elapsed
        }
        return ratios
    }

    /// Whether a round with this share of clean samples and this pressure may be used.
    public static func isUsable(cleanShare: Double, pressure: Double?) -> Bool {
        !(cleanShare < 0.1 && (pressure ?? 1) > 0.5)
    }
}
