import Foundation
import GnomonStatistics

/// How errors on held-out kernels go from round to round of sampling, and when to stop.
public struct SamplingRounds: Hashable, Sendable, Codable {
    /// The median relative error on held-out kernels after each round.
    public private(set) var errors: [Double] = []
    /// What two readings of one kernel differ by: no predictor can be better.
    public var floor: Double?

    /// No round yet.
    public init() {}

    /// The label-noise floor: median |log(a/b)| / √2 over kernels that were measured twice, far apart in time.
    ///
    /// Nil for fewer than three pairs.
    public static func floor(_ pairs: [(first: Double, second: Double)]) -> Double? {
        let distances = pairs.filter { $0.first > 0 && $0.second > 0 }.map { abs(log($0.first / $0.second)) }
        guard distances.count >= 3 else { return nil }
        return (Quantile.median(distances) ?? 0) / 2.0.squareRoot()
    }

    /// Notes the error after a round.
    public mutating func add(_ error: Double) { errors.append(error) }

    /// Whether more kernels would teach nothing: the error is within 1.2 floors, or two rounds in a row gained
    /// less than 2 % of it each.
    public var isOver: Bool {
        guard let last = errors.last else { return false }
        if let floor, last <= 1.2 * floor { return true }
        guard errors.count >= 3 else { return false }
        let recent = errors.suffix(3)
        return zip(recent, recent.dropFirst()).allSatisfy { before, after in
            before <= 0 || (before - after) / before < 0.02
        }
    }
}
