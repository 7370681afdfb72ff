import Foundation
import GnomonLearn

/// What turns a sum of kernels measured alone into the latency of a network: a factor for each kind of kernel, then one for
/// the network as a whole.
struct WholeCorrection: Hashable, Sendable, Codable {
    /// How kernels of each kind differ in networks.
    var kinds: KindScales
    /// How networks differ from the sum of their kernels.
    var network: SumCorrection

    /// Learns from sums of kernels alone and the nanoseconds of the networks.
    ///
    /// - Throws: `LearnError` where a number is not finite.
    init(_ sums: [SumOfKernels], _ wholes: [Double], roofline: Roofline) throws(LearnError) {
        let kinds = KindScales(sums, wholes, roofline: roofline)
        self.kinds = kinds
        var facts: [[Double]] = []
        var targets: [Double] = []
        for (sum, whole) in zip(sums, wholes) {
            var scaled = sum
            kinds.apply(to: &scaled, roofline: roofline)
            facts.append(SumCorrection.facts(scaled, roofline: roofline))
            targets.append(log(max(0.05 * whole, whole - sum.fixed) / max(1, scaled.sum)))
        }
        network = try SumCorrection(facts, targets)
    }

    /// Multiplies the time of each kernel.
    func apply(to sum: inout SumOfKernels, roofline: Roofline) {
        kinds.apply(to: &sum, roofline: roofline)
        let factor = network.factor(SumCorrection.facts(sum, roofline: roofline))
        for index in sum.estimates.indices { sum.estimates[index].nanoseconds *= factor }
    }
}
