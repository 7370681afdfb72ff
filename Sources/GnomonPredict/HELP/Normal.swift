import Foundation
import GnomonStatistics

/// Numbers of the standard normal distribution.
enum Normal {
    /// Draws numbers, two at a time (Box, Muller 1958, doi:10.1214/aoms/1177706645).
    static func draws(_ count: Int, using generator: inout SeededGenerator) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(count + 1)
        while result.count < count {
            let radius = (-2 * log(1 - generator.uniform())).squareRoot()
            let angle = 2 * .pi * generator.uniform()
            result.append(radius * cos(angle))
            result.append(radius * sin(angle))
        }
        return Array(result.prefix(count))
    }
}
