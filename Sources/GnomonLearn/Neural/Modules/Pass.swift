import GnomonStatistics

/// One way through a model: whether it is for training, and what is drawn on the way.
public final class Pass {
    /// Whether dropout drops.
    public let isTraining: Bool
    private var generator: SeededGenerator

    /// A pass for training, with a seed for what is dropped.
    public init(trainingWith seed: UInt64) {
        isTraining = true
        generator = SeededGenerator(seed: seed)
    }

    /// A pass for prediction: nothing is dropped.
    public init() {
        isTraining = false
        generator = SeededGenerator(seed: 0)
    }

    /// The seed of the next draw.
    public func seed() -> UInt64 { generator.next() }
}
