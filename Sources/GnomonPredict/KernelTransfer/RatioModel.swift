import Foundation
import GnomonLearn
import GnomonStatistics

/// How a new platform's latencies relate to what a known one would take: one ratio, and a correction for each class
/// of kernel.
///
/// measured / predicted = c · (1 + Σ share · δ + ε), δ ~ N(0, τ²), ε ~ N(0, σ²): Bayesian linear regression
/// (Bishop 2006, "Pattern Recognition and Machine Learning", section 3.3) on relative errors, c by maximum likelihood.
/// With one measurement δ stays at 0 and only the ratio is learned; each further one frees the classes it tells about.
struct RatioModel: Hashable, Sendable, Codable {
    /// How far platforms may differ, and how exactly sums of kernels hold.
    struct Spread: Hashable, Sendable, Codable {
        /// The deviation of a class's correction.
        var classes: Double
        /// The deviation of what shares do not explain.
        var rest: Double

        /// The spreads that are weighed against each other.
        static let grid: [Spread] = [0.04, 0.08, 0.16, 0.32, 0.64].flatMap { classes in
            [0.015, 0.03, 0.06, 0.12, 0.24].map { Spread(classes: classes, rest: $0) }
        }

        /// The logarithm of the prior density up to a constant: classes differ by a quarter, sums hold to 5 %, give or
        /// take a factor of two and a half.
        var logPrior: Double {
            let (a, b) = (log(classes / 0.25) / 0.9, log(rest / 0.05) / 0.9)
            return -0.5 * (a * a + b * b)
        }
    }

    /// Up to here the known platform's expected error is part of what ``Spread/rest`` says: twice the usual one.
    private(set) var toleratedError: Double
    /// The ratio where no class is corrected.
    private(set) var ratio: Double
    /// The correction of each class.
    private(set) var corrections: [Double]
    /// The covariance of corrections and, in the last row and column, of the logarithm of the ratio; row-major.
    private(set) var covariance: [Double]
    /// The spread it was fitted with.
    private(set) var spread: Spread
    /// The logarithm of the evidence.
    private(set) var logEvidence: Double

    /// The model of some networks; nil where there are none or their times are no positive numbers.
    ///
    /// A network whose kernels are far less known than those of the others says little: what its expected error exceeds
    /// twice theirs by is noise.
    /// - Complexity: O(n³), n being the number of networks.
    init?(_ networks: [KernelShares], nanoseconds: [Double], spread: Spread) {
        let count = networks.count
        let columns = KernelShares.columnCount
        let shares = networks.map(\.values)
        let ratios = zip(nanoseconds, networks).map { $0 / $1.total }
        guard count > 0, nanoseconds.count == count, ratios.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        let (prior, noise) = (spread.classes * spread.classes, spread.rest * spread.rest)
        let toleratedError = 2 * (Quantile.median(networks.map(\.error)) ?? 0)
        let extra = networks.map { max(0, $0.error * $0.error - toleratedError * toleratedError) }
        var kernel = [Double](repeating: 0, count: count * count)
        for i in 0..<count {
            for j in 0..<count {
                kernel[i * count + j] =
                    prior * Self.dot(shares[i], shares[j])
                    + (i == j ? noise + extra[i] : 0)
            }
        }
        guard let factor = CholeskyFactor(kernel, count: count) else { return nil }
        let ones = factor.solve([Double](repeating: 1, count: count))
        let weight = ones.reduce(0, +)
        // Where relative errors are small, the mean by generalised least squares is the most likely ratio.
        let ratio = zip(ones, ratios).reduce(0) { $0 + $1.0 * $1.1 } / weight
        guard ratio > 0, ratio.isFinite else { return nil }
        let rest = ratios.map { $0 / ratio - 1 }
        let solved = factor.solve(rest)
        corrections = (0..<columns).map { column in
            prior * (0..<count).reduce(0) { $0 + shares[$1][column] * solved[$1] }
        }
        self.toleratedError = toleratedError
        self.ratio = ratio
        self.spread = spread
        let fit = zip(rest, solved).reduce(0) { $0 + $1.0 * $1.1 }
        logEvidence =
            -0.5 * (fit + factor.logDeterminant + log(weight)) - Double(count) * log(ratio)
            + spread.logPrior
        covariance = Self.covariance(shares, factor, ones: ones, weight: weight, prior: prior)
    }

    /// The posterior covariance of (δ, log c): the prior's, less what was measured, plus what the ratio leaves open.
    private static func covariance(
        _ shares: [[Double]], _ factor: CholeskyFactor, ones: [Double], weight: Double, prior: Double
    ) -> [Double] {
        let columns = KernelShares.columnCount
        let width = columns + 1
        var covariance = [Double](repeating: 0, count: width * width)
        let byColumn = (0..<columns).map { column in shares.map { $0[column] } }
        let solved = byColumn.map { factor.solve($0) }
        // How corrections answer to the ratio: what it takes more, they give back.
        let answers = byColumn.map { prior * dot($0, ones) }
        for a in 0..<columns {
            for b in 0..<columns {
                let explained = prior * prior * dot(byColumn[a], solved[b])
                covariance[a * width + b] =
                    (a == b ? prior : 0) - explained + answers[a] * answers[b] / weight
            }
            covariance[a * width + columns] = -answers[a] / weight
            covariance[columns * width + a] = -answers[a] / weight
        }
        covariance[width * width - 1] = 1 / weight
        return covariance
    }

    /// The ratio of a network, and its relative deviation.
    func predict(_ network: KernelShares) -> (ratio: Double, deviation: Double) {
        let width = KernelShares.columnCount + 1
        let correction = correction(network.values)
        let row = network.values.map { $0 / (1 + correction) } + [1]
        var variance = spread.rest * spread.rest
        variance += max(0, network.error * network.error - toleratedError * toleratedError)
        for a in 0..<width {
            for b in 0..<width { variance += row[a] * covariance[a * width + b] * row[b] }
        }
        return (ratio * (1 + correction), max(1e-12, variance).squareRoot())
    }

    /// The ratio of kernels with these shares.
    func ratio(_ shares: [Double]) -> Double { ratio * (1 + correction(shares)) }

    /// A class may get ten times faster, not negative.
    private func correction(_ shares: [Double]) -> Double { max(-0.9, Self.dot(shares, corrections)) }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
