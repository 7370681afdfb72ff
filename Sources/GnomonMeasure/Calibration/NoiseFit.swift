import Foundation
public import GnomonData
import GnomonStatistics

/// From measurements under known load to how the noise of a machine is corrected: pure functions.
public enum NoiseFit {
    /// One subject under one load.
    public struct Point: Hashable, Sendable {
        /// The subject's time, over its time without load.
        public var slowdown: Double
        /// The same for the subject's lower quartile times its quiet ratio of median to lower quartile.
        public var quartileSlowdown: Double
        /// By how much each reference kernel exceeded its floor.
        public var inflation: [String: Double]

        /// A point.
        public init(slowdown: Double, quartileSlowdown: Double, inflation: [String: Double]) {
            self.slowdown = slowdown
            self.quartileSlowdown = quartileSlowdown
            self.inflation = inflation
        }
    }

    /// The floors that launches on a quiet machine show: the tenth percentile of the references' block medians, the
    /// median over launches.
    public static func floors(of launches: [Launch]) -> [String: Double] {
        let facts = launches.map { LaunchFacts($0) }
        let names = Set(facts.flatMap { $0.referenceFloors.keys })
        return names.reduce(into: [:]) { floors, name in
            floors[name] = Quantile.median(facts.compactMap { $0.referenceFloors[name] })
        }
    }

    /// A point from launches under load, given what the subject takes without; nil without clean launches.
    public static func point(
        _ launches: [Launch], quiet: Double, quartileRatio: Double, floors: [String: Double]
    ) -> Point? {
        let facts = launches.map { LaunchFacts($0) }
        let quartiles = launches.map { LaunchFacts($0, quartileRatio: quartileRatio) }
        guard quiet > 0, let value = Quantile.median(facts.compactMap(\.value)),
            let quartile = Quantile.median(quartiles.compactMap(\.value))
        else { return nil }
        var inflation: [String: Double] = [:]
        for (name, floor) in floors where floor > 0 {
            inflation[name] = Quantile.median(facts.compactMap { $0.references[name] }).map { $0 / floor - 1 }
        }
        return Point(slowdown: value / quiet, quartileSlowdown: quartile / quiet, inflation: inflation)
    }

    /// The quiet value of launches, and the ratio of their median to their lower quartile.
    public static func quiet(_ launches: [Launch]) -> (value: Double, quartileRatio: Double)? {
        let value = Quantile.median(launches.compactMap { LaunchFacts($0).value })
        let quartile = Quantile.median(launches.compactMap { LaunchFacts($0, quartileRatio: 1).value })
        guard let value, let quartile, quartile > 0 else { return nil }
        return (value, value / quartile)
    }

    /// Fits exponents β ≥ 0, Σβ ≤ 1, of ln(slowdown) = Σ β·ln(1 + ρ), and from what remains the widening κ.
    ///
    /// The lower quartile is chosen where it leaves a smaller residual than the median.
    public static func calibration(
        _ points: [Point], floors: [String: Double], quartileRatio: Double, epoch: String, takenAt: Double
    ) -> NoiseCalibration {
        let names = floors.keys.sorted()
        let rows = points.map { point in names.map { log1p(max(0, point.inflation[$0] ?? 0)) } }
        func fitted(_ targets: [Double]) -> (beta: [Double], residuals: [Double]) {
            let beta = NonNegativeLeastSquares.solve(rows, targets, maximumSum: 1)
            let residuals = zip(rows, targets).map { row, target in
                target - zip(row, beta).reduce(0) { $0 + $1.0 * $1.1 }
            }
            return (beta, residuals)
        }
        let medians = fitted(points.map { log(max(1e-6, $0.slowdown)) })
        let quartiles = fitted(points.map { log(max(1e-6, $0.quartileSlowdown)) })
        func size(_ residuals: [Double]) -> Double { Quantile.median(residuals.map(abs)) ?? 0 }
        let usesQuartile = size(quartiles.residuals) < 0.8 * size(medians.residuals)
        let (beta, residuals) = usesQuartile ? quartiles : medians
        var result = NoiseCalibration(
            epoch: epoch, floors: floors, quartileRatio: usesQuartile ? quartileRatio : nil,
            points: points.count, takenAt: takenAt)
        for (name, exponent) in zip(names, beta) { result.exponents[name] = exponent }
        // What is not corrected, for each unit of inflation that is left.
        let shares = zip(rows, residuals).compactMap { row, residual -> Double? in
            let correction = exp(zip(row, beta).reduce(0) { $0 + $1.0 * $1.1 })
            let rest = (row.max().map(exp) ?? 1) / correction - 1
            return rest > 0.003 ? max(0, residual) / rest : nil
        }
        result.widening = min(3, Quantile.of(shares, at: 0.95) ?? 1)
        return result
    }
}
