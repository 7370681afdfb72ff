import Foundation
import GnomonData
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonStatistics

/// The estimated time of one kernel.
struct KernelEstimate: Hashable, Sendable {
    var nanoseconds: Double
    /// The expected relative error, as a standard deviation of the logarithm.
    var error: Double
    var isKnown: Bool
    var isExtrapolated: Bool
}

/// A prediction as the sum of its kernels and one fixed cost.
struct SumOfKernels {
    let network: Network
    let kernels: [Kernel]
    let vectors: [KernelVector]
    var estimates: [KernelEstimate]
    /// Nanoseconds of a run beside its kernels.
    var fixed: Double

    /// Nanoseconds of all kernels.
    var sum: Double { estimates.reduce(0) { $0 + $1.nanoseconds } }

    /// The answer; `factor` is what half an interval is in units of the estimated error.
    func prediction(factor: Double, level: Double) -> Prediction {
        let sum = sum
        let total = fixed + sum
        let width = exp(factor * relativeError)
        let known = estimates.reduce(0) { $0 + ($1.isKnown ? $1.nanoseconds : 0) }
        return Prediction(
            latency: Latency(nanoseconds: total),
            interval: LatencyInterval(
                lower: Latency(nanoseconds: total / width), upper: Latency(nanoseconds: total * width),
                level: level),
            coverage: sum > 0 ? (known + fixed) / total : 1,
            kernels: kernels.indices.map { index in
                Prediction.Kernel(
                    name: name(index), kind: kernels[index].kind.rawValue,
                    nodes: kernels[index].members.map(\.index),
                    latency: Latency(nanoseconds: estimates[index].nanoseconds),
                    isKnown: estimates[index].isKnown)
            },
            warnings: warnings)
    }

    /// The expected relative error of the whole.
    var relativeError: Double { Self.relativeError(estimates, of: vectors, total: max(1, fixed + sum)) }

    /// The expected relative error of a sum: kernels of one kind are off together, as their model is, those of different kinds
    /// partly cancel, and a part is common to all.
    ///
    /// A network repeats its kernels, so that errors that would cancel among random ones do not.
    ///
    /// - Complexity: O(kernels · kinds).
    static func relativeError(
        _ estimates: [KernelEstimate], of vectors: [KernelVector], total: Double
    ) -> Double {
        guard total > 0 else { return 1 }
        var kinds: [(kind: KernelKind, part: Double)] = []
        var common = 0.0
        for index in vectors.indices {
            let kind = vectors[index].kind
            let part = estimates[index].nanoseconds / total * estimates[index].error
            if let place = kinds.firstIndex(where: { $0.kind == kind }) {
                kinds[place].part += part
            } else {
                kinds.append((kind, part))
            }
            common += part
        }
        let independent = kinds.reduce(0) { $0 + $1.part * $1.part }
        return (independent + 0.09 * common * common + 0.02 * 0.02).squareRoot()
    }

    /// What half an interval is in units of the estimated error, from errors of unseen networks in such units.
    ///
    /// Of few networks the conformal quantile is the largest score or infinite, whatever a single one of them was: where
    /// normal errors of the scores' mean square ask for less (Student's t), that is taken. Below three networks, nothing
    /// is known: three, or half as much again as the largest.
    static func intervalFactor(_ scores: [Double], level: Double) -> Double {
        guard scores.count >= 3 else { return max(3, 1.5 * (scores.max() ?? 3)) }
        let conformal = Quantile.conformal(scores, level: level) ?? .infinity
        guard scores.count < manyNetworks else { return max(0.5, conformal) }
        let count = Double(scores.count)
        let square = scores.reduce(0) { $0 + $1 * $1 } / count
        let normal = StudentT.quantile((1 + level) / 2, degrees: count) ?? 3
        return max(0.5, min(conformal, normal * square.squareRoot()))
    }

    /// Networks from which on the conformal quantile speaks alone.
    private static let manyNetworks = 40

    /// A unique name: the position and what the kernel does.
    private func name(_ index: Int) -> String {
        var name = "k"
        name += String(index)
        var separator = ":"
        for member in kernels[index].members {
            name += separator
            name += network[member].op.typeName
            separator = "+"
        }
        return kernels[index].members.isEmpty ? name + ":" + kernels[index].kind.rawValue : name
    }

    private var warnings: [String] {
        var warnings = network.warnings
        var names: Set<String> = []
        for index in kernels.indices where !estimates[index].isKnown {
            let types = kernels[index].members.map { network[$0].op.typeName }
            names.formUnion(types.isEmpty ? [kernels[index].kind.rawValue] : types)
        }
        if !names.isEmpty {
            let list = names.sorted().joined(separator: ", ")
            warnings.append("not learned on this platform, estimated from amounts alone: \(list)")
        }
        let far = estimates.filter { $0.isExtrapolated }.reduce(0) { $0 + $1.nanoseconds }
        let total = sum
        if far > 0.1 * total {
            warnings.append(
                "\(Int((100 * far / total).rounded())) % of the time is in kernels larger or smaller than any learned"
            )
        }
        return warnings
    }
}
