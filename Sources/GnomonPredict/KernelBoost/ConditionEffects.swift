import Foundation
import GnomonFeatures
import GnomonKernels

/// What a busy machine does to each kind of kernel: how much slower it gets for each per cent that a reference kernel gets
/// slower.
///
/// time = quiet time · exp(Σ slope · excess). Slopes are fitted on what trees that know nothing of conditions leave over, by
/// ridge regression towards the usual ones, so that a kind of few kernels takes those.
struct ConditionEffects: Hashable, Sendable, Codable {
    /// One kernel: its features, the logarithm of its time over what trees say, the conditions it was measured in.
    struct Row {
        var vector: KernelVector
        var residual: Double
        var conditions: MachineConditions
    }

    /// The slopes by group, in the order of ``MachineConditions/references``.
    private(set) var slopes: [String: [Double]] = [:]

    /// What is expected before anything was seen: computing slows down everything alike, the shared cache a little.
    static let usual = [1.0, 0.15]
    /// How much the usual slopes count: as much as so large a sum of squared excesses.
    private static let trust = 0.25
    /// The residual from which on a kernel counts less (Huber's weights).
    private static let bend = 0.1

    /// No effects but the usual ones.
    init() {}

    /// The effects that kernels show.
    ///
    /// - Complexity: O(rows).
    init(_ rows: [Row]) {
        for (group, own) in Dictionary(grouping: rows, by: { Self.group(of: $0.vector) }) {
            slopes[group] = Self.fit(own)
        }
    }

    /// Kernels that suffer alike: those of a kind that fit a core's own cache, and those that do not.
    static func group(of vector: KernelVector) -> String {
        vector.kind.rawValue + (vector.bytes > Double(1 << 20) ? " large" : "")
    }

    /// The logarithm of what conditions multiply a kernel's time with.
    func logFactor(_ vector: KernelVector, _ conditions: MachineConditions) -> Double {
        guard conditions != .quiet else { return 0 }
        let own = slopes[Self.group(of: vector)] ?? Self.usual
        return zip(own, conditions.excess).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Two slopes with a constant, in three rounds of Huber's weights.
    private static func fit(_ rows: [Row]) -> [Double] {
        var slopes = usual
        var constant = 0.0
        for round in 0..<3 {
            var (sw, sr) = (0.0, 0.0)
            var (se, see, ser) = ([0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0])
            for row in rows {
                let e = row.conditions.excess
                let error = abs(row.residual - constant - slopes[0] * e[0] - slopes[1] * e[1])
                let weight = round == 0 ? 1 : min(1, bend / max(error, 1e-9))
                sw += weight
                sr += weight * row.residual
                for place in 0..<2 {
                    se[place] += weight * e[place]
                    ser[place] += weight * e[place] * row.residual
                }
                see[0] += weight * e[0] * e[0]
                see[1] += weight * e[0] * e[1]
                see[2] += weight * e[1] * e[1]
            }
            guard sw > 0 else { return usual }
            let (a, b, c) = (
                see[0] - se[0] * se[0] / sw + trust, see[1] - se[0] * se[1] / sw,
                see[2] - se[1] * se[1] / sw + trust
            )
            let right = (0..<2).map { ser[$0] - se[$0] * sr / sw + trust * usual[$0] }
            let determinant = a * c - b * b
            guard determinant > 0 else { return usual }
            slopes = [
                (right[0] * c - right[1] * b) / determinant, (right[1] * a - right[0] * b) / determinant,
            ]
            .map { min(max(0, $0), 2) }
            constant = (sr - slopes[0] * se[0] - slopes[1] * se[1]) / sw
        }
        return slopes
    }
}
