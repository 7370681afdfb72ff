public import GnomonStatistics

/// Latencies for people: three significant digits with a unit that fits.
public enum LatencyFormat {
    /// A unit of time.
    public enum Unit: String, Sendable, CaseIterable {
        case nanoseconds = "ns"
        case microseconds = "us"
        case milliseconds = "ms"
        case seconds = "s"

        /// Nanoseconds in one unit.
        var nanoseconds: Double {
            switch self {
            case .nanoseconds: 1
            case .microseconds: 1e3
            case .milliseconds: 1e6
            case .seconds: 1e9
            }
        }

        /// The largest unit in which the latency is at least one.
        public static func fitting(_ latency: Latency) -> Unit {
            let size = abs(latency.nanoseconds)
            // 999.6 us would round to 1000 us: take the next unit in time.
            return allCases.last { size >= $0.nanoseconds * 0.9995 } ?? .nanoseconds
        }
    }

    /// A latency with its unit, such as `12.3 ms`.
    public static func text(_ latency: Latency) -> String {
        text(latency, unit: .fitting(latency))
    }

    /// A latency in a given unit, such as `12.3 ms`; `-` if it is not finite.
    public static func text(_ latency: Latency, unit: Unit) -> String {
        guard latency.nanoseconds.isFinite else { return "-" }
        return number(latency, unit: unit) + " " + unit.rawValue
    }

    /// An interval in the unit of `latency`, such as `[11.8, 12.9]`.
    public static func text(_ interval: LatencyInterval, unit: Unit) -> String {
        "[\(number(interval.lower, unit: unit)), \(number(interval.upper, unit: unit))]"
    }

    /// A latency with its interval, such as `12.3 ms [11.8, 12.9]`.
    public static func text(_ latency: Latency, _ interval: LatencyInterval) -> String {
        let unit = Unit.fitting(latency)
        return text(latency, unit: unit) + " " + text(interval, unit: unit)
    }

    private static func number(_ latency: Latency, unit: Unit) -> String {
        NumberFormat.threeDigits(latency.nanoseconds / unit.nanoseconds)
    }
}
