import GnomonStatistics

/// A training: how long, in which batches, at which rates, and which epoch's weights are kept.
public struct Fitting: Hashable, Sendable, Codable {
    /// The most epochs.
    public var epochs: Int
    /// Rows a step.
    public var batch: Int
    /// How the learning rate changes.
    public var schedule: Schedule
    /// Ends after so many epochs without a smaller validation loss.
    public var patience: Int
    /// The first epoch that may be kept, counted from 0.
    public var keepsFrom: Int

    /// A training.
    public init(
        epochs: Int, batch: Int, schedule: Schedule = .constant, patience: Int = .max, keepsFrom: Int = 0
    ) {
        self.epochs = epochs
        self.batch = batch
        self.schedule = schedule
        self.patience = patience
        self.keepsFrom = keepsFrom
    }

    /// How a training went.
    public struct History: Hashable, Sendable, Codable {
        /// The validation loss of each epoch.
        public var losses: [Double] = []
        /// The epoch whose weights the model has, from 0.
        public var bestEpoch = 0
        /// Its validation loss.
        public var best = Double.infinity
    }

    /// Trains a model and leaves it with the weights of its best epoch.
    ///
    /// Rows are shuffled before every epoch; the seed decides how, and what dropout drops. `loss` is the loss of some
    /// rows, `validation` that of the model as it is; without it the last epoch is kept.
    ///
    /// - Returns: the validation losses and which epoch was kept.
    /// - Throws: `LearnError` where a loss is not finite or an operator refuses its tensors.
    public func run(
        _ model: any Module, _ optimizer: any Optimizer, rows: Int, seed: UInt64,
        loss: ([Int], Pass) throws(LearnError) -> Tensor, validation: (() throws(LearnError) -> Double)?
    ) throws(LearnError) -> History {
        guard rows > 0, batch > 0, epochs > 0 else {
            throw LearnError(.parameter, "a training needs rows, a batch and epochs")
        }
        var generator = SeededGenerator(seed: seed)
        var keeper = RateKeeper(schedule, rate: optimizer.rate, epochs: epochs)
        var stopping = EarlyStopping(patience: patience, from: min(keepsFrom, epochs - 1))
        let pass = Pass(trainingWith: generator.next())
        var history = History()
        for epoch in 0..<epochs {
            optimizer.rate = keeper.rate
            let order = (0..<rows).shuffled(using: &generator)
            for start in stride(from: 0, to: rows, by: batch) {
                try optimizer.minimize(loss(Array(order[start..<min(rows, start + batch)]), pass))
            }
            guard let validation else {
                keeper.finish(epoch: epoch, validationLoss: .infinity)
                continue
            }
            let value = try validation()
            guard value.isFinite else {
                throw LearnError(.data, "the validation loss is \(value) after epoch \(epoch)")
            }
            history.losses.append(value)
            keeper.finish(epoch: epoch, validationLoss: value)
            guard try stopping.goesOn(after: epoch, loss: value, model) else { break }
        }
        if let weights = stopping.weights { try model.load(weights) }
        history.bestEpoch = stopping.bestEpoch
        history.best = stopping.best
        return history
    }
}
