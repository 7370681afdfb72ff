import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonStatistics

/// How kernels of each kind in networks differ from the same alone, learned from the latencies of whole networks.
///
/// Alone, a kernel changes layouts on both sides, finds its operands in a cache or does not, and starts after another of
/// its own: convolutions and element-wise operators differ in that, and small kernels from large ones. A linear regression
/// of the latency on the sums over groups of kernels, robust by Huber weights, each factor drawn to the common one.
struct KindScales: Hashable, Sendable, Codable {
    /// Kernels that share a factor: a kind, and whether it is small, moves memory or computes.
    struct Group: Hashable, Sendable, Codable {
        var kind: KernelKind
        var size: Size
    }

    /// What limits a kernel.
    enum Size: String, Hashable, Sendable, Codable {
        /// It takes less than ten microseconds.
        case small
        /// The roofline says that it moves memory.
        case memory
        /// The roofline says that it computes.
        case compute
    }

    /// What every kernel of a group never seen is multiplied with.
    private(set) var common: Double
    private(set) var groups: [Group] = []
    /// The factor of each group.
    private(set) var factors: [Double] = []

    /// Networks below which one factor is all that is learned.
    static let fewest = 12
    /// Nanoseconds below which a kernel is small.
    private static let small = 10_000.0
    /// The residual from which on a network counts less.
    private static let bend = 0.1
    /// Factors stay above this share of the common one: no kernel is free.
    private static let least = 0.05
    /// How strongly factors are drawn to the common one; that which predicts best is taken.
    private static let penalties = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

    /// Learns the factors.
    ///
    /// - Parameters:
    ///   - sums: Networks with the estimates of their kernels alone.
    ///   - wholes: Nanoseconds that each takes.
    ///   - roofline: What tells computing from moving memory.
    /// - Complexity: O(networks · groups² + groups³) for each penalty.
    init(_ sums: [SumOfKernels], _ wholes: [Double], roofline: Roofline) {
        let ratios = zip(sums, wholes).map { sum, whole in
            max(0.05 * whole, whole - sum.fixed) / max(1, sum.sum)
        }
        let common = Quantile.median(ratios) ?? 1
        self.common = common
        guard sums.count >= Self.fewest else { return }
        let parts = sums.map { Self.parts($0, roofline) }
        var places: [Group: Int] = [:]
        var groups: [Group] = []
        for group in parts.flatMap(\.keys).sorted(by: {
            ($0.kind.rawValue, $0.size.rawValue) < ($1.kind.rawValue, $1.size.rawValue)
        })
        where places[group] == nil {
            places[group] = groups.count
            groups.append(group)
        }
        var rows: [[Double]] = []
        var targets: [Double] = []
        for ((part, sum), whole) in zip(zip(parts, sums), wholes) {
            var row = [Double](repeating: 0, count: groups.count)
            for (group, time) in part { row[places[group] ?? 0] = time / whole }
            rows.append(row)
            targets.append(max(0.05, 1 - sum.fixed / whole))
        }
        let scored = Self.penalties.map { penalty -> (penalty: Double, error: Double) in
            let errors = (0..<5).flatMap { fold -> [Double] in
                let others = rows.indices.filter { $0 % 5 != fold }
                let factors = Self.solve(
                    others.map { rows[$0] }, others.map { targets[$0] }, common: common, penalty: penalty)
                return rows.indices.filter { $0 % 5 == fold }.map { index in
                    abs(log(max(0.01, Self.product(rows[index], factors)) / targets[index]))
                }
            }
            return (penalty, errors.reduce(0) { $0 + min($1, 0.5) })
        }
        let best = scored.min { $0.error < $1.error }?.penalty ?? 1
        self.groups = groups
        factors = Self.solve(rows, targets, common: common, penalty: best)
    }

    /// Whether every group has a factor, as it has unless a file was damaged.
    var isConsistent: Bool { groups.count == factors.count && (factors + [common]).allSatisfy { $0 > 0 } }

    /// Multiplies the estimates of a sum.
    func apply(to sum: inout SumOfKernels, roofline: Roofline) {
        var table: [Group: Double] = [:]
        for (group, factor) in zip(groups, factors) { table[group] = factor }
        for index in sum.estimates.indices {
            let group = Self.group(sum.vectors[index], sum.estimates[index], roofline)
            sum.estimates[index].nanoseconds *= table[group] ?? common
        }
    }

    private static func group(
        _ vector: KernelVector, _ estimate: KernelEstimate, _ roofline: Roofline
    ) -> Group {
        if estimate.nanoseconds < small { return Group(kind: vector.kind, size: .small) }
        let moves =
            vector.bytes / roofline.bytesPerNanosecond > vector.flops / roofline.flopsPerNanosecond
        return Group(kind: vector.kind, size: moves ? .memory : .compute)
    }

    /// The nanoseconds of each group.
    private static func parts(_ sum: SumOfKernels, _ roofline: Roofline) -> [Group: Double] {
        var parts: [Group: Double] = [:]
        for (vector, estimate) in zip(sum.vectors, sum.estimates) {
            parts[group(vector, estimate, roofline), default: 0] += estimate.nanoseconds
        }
        return parts
    }

    private static func product(_ row: [Double], _ factors: [Double]) -> Double {
        zip(row, factors).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Minimises Σ w (y − x·a)² + penalty · Σ (a / common − 1)², a bounded below, by coordinate descent.
    private static func solve(
        _ rows: [[Double]], _ targets: [Double], common: Double, penalty: Double
    ) -> [Double] {
        let count = rows.first?.count ?? 0
        // In units of the common factor.
        var factors = [Double](repeating: 1, count: count)
        var residuals = zip(rows, targets).map { row, target in
            target - common * row.reduce(0, +)
        }
        var weights = [Double](repeating: 1, count: rows.count)
        for _ in 0..<8 {
            for _ in 0..<60 {
                var moved = 0.0
                for column in 0..<count {
                    var (gram, moment) = (penalty, penalty)
                    for index in rows.indices where rows[index][column] != 0 {
                        let x = common * rows[index][column]
                        gram += weights[index] * x * x
                        moment += weights[index] * x * (residuals[index] + x * factors[column])
                    }
                    let next = max(least, moment / gram)
                    let step = next - factors[column]
                    guard step != 0 else { continue }
                    for index in rows.indices where rows[index][column] != 0 {
                        residuals[index] -= common * rows[index][column] * step
                    }
                    factors[column] = next
                    moved = max(moved, abs(step))
                }
                if moved < 1e-4 { break }
            }
            for index in rows.indices {
                weights[index] = min(1, bend / max(abs(residuals[index]), 1e-9))
            }
        }
        return factors.map { common * $0 }
    }
}
