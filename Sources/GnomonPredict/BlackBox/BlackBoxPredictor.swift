import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels
import GnomonStatistics

/// Predicts a runtime that shows nothing of its kernels: boosted trees on kernels run alone, added up, and
/// corrected by what whole networks take.
public struct BlackBoxPredictor: Predictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "black-box",
        summary: "boosted trees per kernel kind, learned from kernels measured alone, and corrected on whole "
            + "networks; needs no profile",
        source: "builds on nn-Meter (Zhang et al. 2021, doi:10.1145/3458864.3467882)")

    /// What predicts the kernels.
    var kernels: KernelBoostPredictor
    var correction: WholeCorrection?

    /// The platform it predicts.
    public var platform: Platform { kernels.platform }
    /// The identity of platform and machine it was learned on.
    public var platformID: String { kernels.platformID }
    /// The fusion rules by which networks become kernels.
    public var rules: FusionRules { kernels.rules }
    /// What it was trained on.
    public var training: TrainingSummary { kernels.training }

    /// The latency of each prepared network, in order.
    ///
    /// - Complexity: O(kernels · trees · depth).
    public func predict(_ networks: [Network]) -> [Prediction] {
        networks.map { network in
            var sum = kernels.sum(of: network)
            correction?.apply(to: &sum, roofline: kernels.roofline)
            return sum.prediction(factor: kernels.intervalFactor, level: kernels.level)
        }
    }
}
