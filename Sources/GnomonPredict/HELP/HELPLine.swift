/// From what a network says to milliseconds.
struct HELPLine: Hashable, Sendable {
    var slope: Double
    var intercept: Double

    /// Milliseconds.
    func value(_ answer: Double) -> Double { intercept + slope * answer }

    /// The line that takes least and largest answer to least and largest latency.
    init(ends answers: [Double], _ milliseconds: [Double]) {
        let (low, high) = (answers.min() ?? 0, answers.max() ?? 0)
        let (least, most) = (milliseconds.min() ?? 0, milliseconds.max() ?? 0)
        slope = high > low ? (most - least) / (high - low) : 0
        intercept =
            high > low ? least - slope * low : milliseconds.reduce(0, +) / Double(max(1, milliseconds.count))
    }

    /// The line that undoes a scale.
    init(_ scale: HELPScale) {
        slope = scale.width / 0.9
        intercept = scale.low - 0.05 * slope
    }

    /// The line of least squares.
    init(squares answers: [Double], _ milliseconds: [Double]) {
        let line = StraightLine(answers, milliseconds)
        (slope, intercept) = (line.slope, line.intercept)
    }
}

extension HELPSettings {
    /// The line of a device's samples.
    func line(_ answers: [Double], _ milliseconds: [Double], _ scale: HELPScale) -> HELPLine {
        switch line {
        case .ends: HELPLine(ends: answers, milliseconds)
        case .squares: HELPLine(squares: answers, milliseconds)
        case .scale: HELPLine(scale)
        }
    }
}
