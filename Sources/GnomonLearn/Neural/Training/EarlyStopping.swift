/// Remembers the best weights of a training, as a copy that later steps do not touch, and says when to end.
public struct EarlyStopping {
    /// The smallest validation loss.
    public private(set) var best = Double.infinity
    /// The epoch it was reached in, from 0.
    public private(set) var bestEpoch = 0
    /// The weights at the end of that epoch.
    public private(set) var weights: Weights?
    private let patience: Int
    private let from: Int

    /// Ends after `patience` epochs without a smaller loss; epochs before `from` are neither kept nor counted.
    public init(patience: Int, from: Int = 0) {
        self.patience = patience
        self.from = from
    }

    /// Takes note of an epoch, counted from 0; returns whether to go on.
    ///
    /// - Throws: `LearnError` (tensor) where weights cannot be read.
    public mutating func goesOn(
        after epoch: Int, loss: Double, _ model: any Module
    ) throws(LearnError) -> Bool {
        guard epoch >= from else { return true }
        if loss < best {
            best = loss
            bestEpoch = epoch
            weights = try model.weights()
        }
        return epoch - max(bestEpoch, from) < patience
    }
}
