import GnomonLearn

/// A line through samples whose slope is not negative, and how far off it is.
struct StraightLine: Sendable {
    let slope: Double
    let intercept: Double
    /// The deviation of the samples from the line.
    let deviation: Double

    /// The least squares line; a constant where the slope would be negative.
    init(_ x: [Double], _ y: [Double]) {
        let count = Double(max(1, x.count))
        let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
        let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        let slope = spread > 0 ? max(0, product / spread) : 0
        self.slope = slope
        intercept = meanY - slope * meanX
        let squares = zip(x, y).reduce(0) {
            $0 + ($1.1 - meanY - slope * ($1.0 - meanX)) * ($1.1 - meanY - slope * ($1.0 - meanX))
        }
        deviation = (squares / max(1, count - 2)).squareRoot()
    }

    /// Predictions with intervals of nine in ten, for the columns whose samples the line was made from.
    func predictions(_ x: [Double], least: Double) -> [ArchitecturePrediction] {
        x.map { value in
            let middle = max(least, intercept + slope * value)
            let reach = 1.6448536269514722 * deviation
            return ArchitecturePrediction(
                milliseconds: middle, interval: max(0, middle - reach)...(middle + reach))
        }
    }
}
