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
        /// The number of the subject.
        public var subject: Int

        /// A point.
        public init(
            slowdown: Double, quartileSlowdown: Double, inflation: [String: Double], subject: Int = 0
        ) {
            self.subject = subject
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

    /// By how much the references' means lie above these floors in launches on a quiet machine, at most 3 %: more would
    /// be noise of a machine that was not quiet.
    public static func tolerances(of launches: [Launch], floors: [String: Double]) -> [String: Double] {
        let facts = launches.map { LaunchFacts($0) }
        return floors.reduce(into: [:]) { tolerances, item in
            guard let mean = Quantile.median(facts.compactMap { $0.references[item.key] }), item.value > 0
            else { return }
            tolerances[item.key] = min(0.03, max(0, mean / item.value - 1))
        }
    }

    /// A point from launches under load, given what the subject takes without; nil without clean launches.
    public static func point(
        _ launches: [Launch], quiet: Double, quartileRatio: Double, noise: NoiseCalibration,
        subject: Int = 0
    ) -> Point? {
        let facts = launches.map { LaunchFacts($0) }
        let quartiles = launches.map { LaunchFacts($0, quartileRatio: quartileRatio) }
        guard quiet > 0, let value = Quantile.median(facts.compactMap(\.value)),
            let quartile = Quantile.median(quartiles.compactMap(\.value))
        else { return nil }
        var inflation: [String: Double] = [:]
        for name in noise.floors.keys {
            let means = facts.compactMap { $0.references[name] }
            inflation[name] = Quantile.median(means).flatMap { noise.inflation(of: name, at: $0) }
        }
        return Point(
            slowdown: value / quiet, quartileSlowdown: quartile / quiet, inflation: inflation,
            subject: subject)
    }

    /// The quiet value of launches, and the ratio of their median to their lower quartile.
    public static func quiet(_ launches: [Launch]) -> (value: Double, quartileRatio: Double)? {
        let value = Quantile.median(launches.compactMap { LaunchFacts($0).value })
        let quartile = Quantile.median(launches.compactMap { LaunchFacts($0, quartileRatio: 1).value })
        guard let value, let quartile, quartile > 0 else { return nil }
        return (value, value / quartile)
    }

    /// From so many points on, what a subject takes on a quiet machine is fitted too.
    static let fewestOfSubject = 6

    /// Correction is never believed to leave less than this share of the inflation.
    static let leastWidening = 0.25

    /// Fits exponents β ≥ 0, Σβ ≤ 1, of ln(slowdown) = Σ β·ln(1 + ρ), and the widening κ from what they leave.
    ///
    /// κ is the 95th percentile of the error over the largest inflation, each subject predicted by exponents that
    /// were fitted without it: exponents that suit the subjects of a calibration need not suit others. The lower
    /// quartile is chosen where it leaves clearly less than the median.
    public static func calibration(
        _ points: [Point], quiet noise: NoiseCalibration, quartileRatio: Double
    ) -> NoiseCalibration {
        let names = noise.floors.keys.sorted()
        let medians = Fit(points, names: names) { $0.slowdown }
        let quartiles = Fit(points, names: names) { $0.quartileSlowdown }
        let usesQuartile = quartiles.size < 0.8 * medians.size
        let fit = usesQuartile ? quartiles : medians
        var result = noise
        result.quartileRatio = usesQuartile ? quartileRatio : nil
        result.points = points.count
        for (name, exponent) in zip(names, fit.exponents) { result.exponents[name] = exponent }
        result.widening = min(2, max(leastWidening, Quantile.of(fit.shares, at: 0.95) ?? 1))
        return result
    }

    /// Exponents for one statistic of the subjects, and what they leave of subjects they do not know.
    private struct Fit {
        var exponents: [Double]
        /// The median error.
        var size: Double
        /// Errors over the largest inflation of their point.
        var shares: [Double]

        init(_ points: [Point], names: [String], slowdown: (Point) -> Double) {
            let rows = points.map { point in names.map { log1p(max(0, point.inflation[$0] ?? 0)) } }
            let targets = points.map { log(max(1e-6, slowdown($0))) }
            let subjects = points.map(\.subject)
            exponents = Self.solve(rows, targets, subjects)
            var errors: [Double] = []
            shares = []
            for subject in Set(subjects).sorted() {
                let others = points.indices.filter { subjects[$0] != subject }
                let known = others.isEmpty ? Array(points.indices) : others
                let beta = Self.solve(
                    known.map { rows[$0] }, known.map { targets[$0] }, known.map { subjects[$0] })
                let own = points.indices.filter { subjects[$0] == subject }
                let left = own.map { place in
                    targets[place] - zip(rows[place], beta).reduce(0) { $0 + $1.0 * $1.1 }
                }
                // What it takes on a quiet machine is itself an estimate.
                let level = own.count >= NoiseFit.fewestOfSubject ? Quantile.median(left) ?? 0 : 0
                for (place, rest) in zip(own, left) {
                    let error = abs(rest - level)
                    let inflation = exp(rows[place].max() ?? 0) - 1
                    errors.append(error)
                    // Small inflations would only show the noise of measuring, which half-widths tell.
                    if inflation > 0.05 { shares.append(error / inflation) }
                }
            }
            size = Quantile.median(errors) ?? 0
        }

        /// Least squares with a level for each subject that has points enough.
        private static func solve(
            _ rows: [[Double]], _ targets: [Double], _ subjects: [Int]
        ) -> [Double] {
            var (rows, targets) = (rows, targets)
            for subject in Set(subjects) {
                let own = rows.indices.filter { subjects[$0] == subject }
                guard own.count >= NoiseFit.fewestOfSubject, let width = rows.first?.count else { continue }
                let share = 1 / Double(own.count)
                let middle = (0..<width).map { column in own.reduce(0) { $0 + rows[$1][column] * share } }
                let level = own.reduce(0) { $0 + targets[$1] * share }
                for place in own {
                    for column in 0..<width { rows[place][column] -= middle[column] }
                    targets[place] -= level
                }
            }
            return NonNegativeLeastSquares.solve(rows, targets, maximumSum: 1)
        }
    }
}
