import Foundation

/// How the learning rate changes from epoch to epoch.
public enum Schedule: Hashable, Sendable, Codable {
    /// It stays.
    case constant
    /// Half a cosine from the first rate to 0 (Loshchilov, Hutter 2017, arXiv:1608.03983).
    case cosine
    /// The same, to `least` instead of 0.
    case cosineTo(least: Double)
    /// Times `factor` after more than `patience` epochs whose validation loss was not below the best times
    /// 1 - threshold; epochs before `from` do not count.
    case plateau(factor: Double, patience: Int, threshold: Double, from: Int)
}

/// The learning rate through a training.
public struct RateKeeper {
    private let schedule: Schedule
    private let initial: Double
    private let epochs: Int
    private var best = Double.infinity
    private var waited = 0
    /// The rate of the coming epoch.
    public private(set) var rate: Double

    /// A keeper for a number of epochs.
    public init(_ schedule: Schedule, rate: Double, epochs: Int) {
        self.schedule = schedule
        self.rate = rate
        self.epochs = epochs
        initial = rate
    }

    /// Says how an epoch went, counted from 0.
    public mutating func finish(epoch: Int, validationLoss: Double) {
        switch schedule {
        case .constant: break
        case .cosine:
            rate = fallen(to: 0, after: epoch)
        case .cosineTo(let least):
            rate = fallen(to: least, after: epoch)
        case .plateau(let factor, let patience, let threshold, let from):
            guard epoch >= from else { return }
            if validationLoss < best * (1 - threshold) {
                best = validationLoss
                waited = 0
            } else {
                waited += 1
            }
            if waited > patience {
                rate *= factor
                waited = 0
            }
        }
    }

    private func fallen(to least: Double, after epoch: Int) -> Double {
        least + (initial - least) * (1 + cos(.pi * Double(epoch + 1) / Double(max(1, epochs)))) / 2
    }
}
