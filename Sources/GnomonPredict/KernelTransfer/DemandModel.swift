import GnomonFeatures
import GnomonLearn
import GnomonStatistics

/// What kernels would take on a machine where launches, arithmetic and memory cost something else than on a known one.
///
/// A time is a sum of what networks demand, none of it negative: a run, launches, the known platform's own time, and for
/// several intensities β the roofline max(operations / β, bytes) (Williams, Waterman, Patterson 2009,
/// doi:10.1145/1498765.1498785): a machine whose ridge point lies between two of them is a mixture of both.
struct DemandModel: Hashable, Sendable, Codable {
    /// Floating-point operations a byte.
    static let intensities = [2.0, 8, 32, 128, 512]
    /// A run, launches, the known platform, and a roofline for each intensity.
    static let columnCount = 3 + intensities.count
    /// Measurements without which nothing is fitted.
    static let fewest = 4
    /// How strongly coefficients are drawn to 0, so that alike columns share.
    private static let ridge = 0.003

    /// What each column is multiplied by; the first two are microseconds.
    private(set) var coefficients: [Double]

    /// The model with the least relative errors; nil for too few measurements, or numbers that cannot be fitted.
    ///
    /// - Parameters:
    ///   - sums: What the known platform says of each network.
    ///   - nanoseconds: What each took on the new one.
    /// - Complexity: O(kernels), and O(n · columns²).
    init?(_ sums: [SumOfKernels], nanoseconds: [Double]) {
        guard sums.count >= Self.fewest, sums.count == nanoseconds.count, nanoseconds.allSatisfy({ $0 > 0 })
        else { return nil }
        var rows = zip(sums, nanoseconds).map { sum, time in Self.columns(of: sum).map { $0 / time } }
        let scales = (0..<Self.columnCount).map { column in
            rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
        }
        for row in rows.indices {
            for column in scales.indices {
                rows[row][column] = scales[column] > 0 ? rows[row][column] / scales[column] : 0
            }
        }
        var targets = [Double](repeating: 1, count: rows.count)
        let pull = (Self.ridge * Double(rows.count)).squareRoot()
        for column in scales.indices {
            var row = [Double](repeating: 0, count: Self.columnCount)
            row[column] = pull
            rows.append(row)
            targets.append(0)
        }
        guard let matrix = try? Matrix(rows) else { return nil }
        // What the known platform is not sure of says little, and neither does what nothing explains.
        let errors = sums.map(\.relativeError)
        let usual = 2 * (Quantile.median(errors) ?? 0)
        let known = errors.map { 1 / (1 + max(0, $0 * $0 - usual * usual) / (Self.noise * Self.noise)) }
        let pulls = [Double](repeating: 1, count: Self.columnCount)
        var (weights, found) = (known, [Double]())
        for _ in 0..<Self.rounds {
            guard
                let solution = try? NonNegativeLeastSquares.solve(matrix, targets, weights: weights + pulls)
            else { return nil }
            found = solution
            let misses = (0..<sums.count).map { row in
                abs(1 - (0..<Self.columnCount).reduce(0) { $0 + matrix[row, $1] * found[$1] })
            }
            let miss = max(Self.noise, 1.4826 * (Quantile.median(misses) ?? 0))
            weights = zip(known, misses).map { $0 * min(1, 1.5 * miss / max(1e-9, $1)) }
        }
        coefficients = zip(found, scales).map { $1 > 0 ? $0 / $1 : 0 }
        guard isSound, coefficients.contains(where: { $0 > 0 }) else { return nil }
    }

    /// The relative error of a measurement.
    private static let noise = 0.05
    /// Rounds of Huber's weights.
    private static let rounds = 6

    /// Whether every number is there, finite and not negative.
    var isSound: Bool {
        coefficients.count == Self.columnCount && coefficients.allSatisfy { $0 >= 0 && $0.isFinite }
    }

    /// What a network demands.
    static func columns(of sum: SumOfKernels) -> [Double] {
        var columns = [1000, 0, sum.fixed] + [Double](repeating: 0, count: intensities.count)
        for (vector, estimate) in zip(sum.vectors, sum.estimates) {
            for (column, value) in self.columns(of: vector, estimate).enumerated() {
                columns[1 + column] += value
            }
        }
        return columns
    }

    /// What a kernel demands, without the run.
    private static func columns(of vector: KernelVector, _ estimate: KernelEstimate) -> [Double] {
        // What a platform does not execute is launched nowhere.
        guard estimate.nanoseconds > 0 else { return [Double](repeating: 0, count: columnCount - 1) }
        return [1000, estimate.nanoseconds] + intensities.map { max(vector.flops / $0, vector.bytes) }
    }

    /// The kernels as the new machine would time them.
    func moved(_ sum: SumOfKernels) -> SumOfKernels {
        var moved = sum
        for index in sum.estimates.indices {
            let columns = Self.columns(of: sum.vectors[index], sum.estimates[index])
            moved.estimates[index].nanoseconds = zip(columns, coefficients.dropFirst()).reduce(0) {
                $0 + $1.0 * $1.1
            }
        }
        moved.fixed = 1000 * coefficients[0] + sum.fixed * coefficients[2]
        return moved
    }
}
