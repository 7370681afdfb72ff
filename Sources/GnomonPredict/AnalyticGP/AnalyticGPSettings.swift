/// How `analytic-gp` learns from other devices and adapts.
public struct AnalyticGPSettings: Hashable, Sendable, Codable {
    /// Which model turns samples into a prediction.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// The Gaussian process alone.
        case process
        /// Non-negative sums of source predictions and totals.
        case sums
        /// Such a sum, and the process on what it leaves.
        case both
    }

    /// Rows of each source that are learned from.
    public var sourceRows = 512
    /// Sources that in turn take the place of a new device.
    public var leftOut = 6
    /// The share of the other sources, the most alike first, that are left out with it: a new device may be of a kind that
    /// no source is.
    public var kinShare = 0.7
    /// Rows of each such source that the prior is fitted on.
    public var priorRows = 120
    /// Steps of the prior's fit.
    public var priorSteps = 40
    /// The least log variance of a component before there are samples: a handful of devices cannot show that a part is of
    /// no use on another.
    public var least = -4.0
    /// Random candidates that samples are chosen from.
    public var candidates = 1200
    /// Numbers of samples at which the models are compared on sources left out.
    public var budgets = [5, 10, 20]
    /// The model; nil for one that is clearly better than ``Mode/both`` on sources left out, which chooses badly where new
    /// devices are of another kind.
    public var mode: Mode? = .both

    /// What the published tables are made with.
    public init() {}
}
