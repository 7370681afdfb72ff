/// Milliseconds of one device on the scale its network works on: 0.05 to 0.95 from the least to the largest known.
struct HELPScale: Hashable, Sendable {
    let low: Double
    let width: Double

    /// The scale between two latencies.
    init(_ low: Double, _ high: Double) {
        self.low = low
        width = high > low ? high - low : max(abs(low), 1)
    }

    /// The scale of known latencies.
    init(_ milliseconds: some Collection<Double>) {
        self.init(milliseconds.min() ?? 0, milliseconds.max() ?? 1)
    }

    /// What the network should give.
    func value(of milliseconds: Double) -> Double { (milliseconds - low) / width * 0.9 + 0.05 }
}
