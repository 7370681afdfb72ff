import Foundation
import GnomonStatistics

/// How far the values of launches lie apart.
struct Spread {
    /// The mean of the logarithms.
    var mean: Double
    /// Half the width of the interval, as a logarithm; 1 for fewer than two values.
    var half: Double

    /// Student's interval at 95 % over the logarithms of launch values, at least 0.1 % on each side.
    ///
    /// Stopping as soon as the interval is narrow prefers samples that are narrow by chance, so the quantile is
    /// taken a little further out than 0.975 where there are few launches: chosen so that the simulator's
    /// intervals hold the truth as often as they say.
    init(_ values: [Double], resolution: Double = 0) {
        let logs = values.filter { $0 > 0 }.map { log($0) }
        mean = logs.isEmpty ? .nan : logs.reduce(0, +) / Double(logs.count)
        guard logs.count >= 2, let quantile = StudentT.quantile(0.98, degrees: Double(logs.count - 1)) else {
            half = 1
            return
        }
        let centre = mean
        let squares = logs.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        let deviation = (squares / Double(logs.count - 1)).squareRoot()
        half = max(0.001, resolution, quantile * deviation / Double(logs.count).squareRoot())
    }
}
