import GnomonLearn
import Synchronization

/// What the last new device left of the weights, where the next one starts with it: a fault of the published code that
/// can be had on purpose.
final class CarriedWeights: Sendable {
    private let weights: Mutex<Weights>

    init(_ weights: Weights) { self.weights = Mutex(weights) }

    /// The weights of now.
    var current: Weights { weights.withLock { $0 } }

    /// Keeps other weights.
    func keep(_ new: Weights) { weights.withLock { $0 = new } }
}
