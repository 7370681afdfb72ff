import Foundation

/// Chooses what to measure so that the variance that remains over all candidates is least: greedy A-optimal design
/// (Chaloner, Verdinelli 1995, doi:10.1214/ss/1177009939).
enum AOptimalDesign {
    /// Places of candidates in the order in which they should be measured; fewer are a prefix of more.
    ///
    /// - Parameters:
    ///   - covariance: of the candidates, count × count in row-major order.
    ///   - count: the number of candidates.
    ///   - noise: the variance of one measurement.
    ///   - wanted: how many.
    /// - Returns: `wanted` places, or all if there are fewer.
    /// - Complexity: O(wanted · count²).
    static func choose(covariance: [Double], count: Int, noise: Double, wanted: Int) -> [Int] {
        var chosen: [Int] = []
        var rest = covariance
        var gains = [Double](repeating: 0, count: count)
        rest.withUnsafeMutableBufferPointer { rest in
            for row in 0..<count {
                for column in 0..<count {
                    gains[column] += rest[row * count + column] * rest[row * count + column]
                }
            }
            var taken = [Bool](repeating: false, count: count)
            while chosen.count < min(wanted, count) {
                var best: (gain: Double, place: Int)?
                for place in 0..<count where !taken[place] {
                    let gain = gains[place] / (rest[place * count + place] + noise)
                    if gain > best?.gain ?? -.infinity { best = (gain, place) }
                }
                guard let next = best?.place else { break }
                chosen.append(next)
                taken[next] = true
                remove(next, noise, rest, count, &gains)
            }
        }
        return chosen
    }

    /// Takes off what measuring one candidate explains, and sums the squares of what is left by column.
    private static func remove(
        _ place: Int, _ noise: Double, _ rest: UnsafeMutableBufferPointer<Double>, _ count: Int,
        _ gains: inout [Double]
    ) {
        let scale = 1 / (rest[place * count + place] + noise)
        let column = Array(rest[place * count..<(place + 1) * count])
        column.withUnsafeBufferPointer { column in
            gains.withUnsafeMutableBufferPointer { gains in
                for index in 0..<count { gains[index] = 0 }
                for row in 0..<count {
                    let factor = scale * column[row]
                    let start = row * count
                    for index in 0..<count {
                        let value = rest[start + index] - factor * column[index]
                        rest[start + index] = value
                        gains[index] += value * value
                    }
                }
            }
        }
    }
}
