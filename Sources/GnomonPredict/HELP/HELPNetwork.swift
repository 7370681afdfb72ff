import GnomonLearn

/// All that meta-training changes: the network that devices adapt, the rates they adapt at, and the modulator.
struct HELPNetwork: Module {
    let learner: HELPLearner
    /// The rate of each number of the learner (Meta-SGD, Li and others 2017, arXiv:1707.09835).
    let rates: [Parameter]
    let modulator: HELPModulator

    init(
        _ settings: HELPSettings, _ encoding: HELPEncoding, references: Int, _ source: inout WeightSource
    ) throws(LearnError) {
        learner = try HELPLearner(settings, encoding, references: references, &source)
        var rates: [Parameter] = []
        for weight in learner.weights {
            rates.append(try source.constant(settings.innerRate, weight.tensor.sizes))
        }
        self.rates = rates
        modulator = try HELPModulator(references: references, width: settings.width, &source)
    }

    /// The weights of some devices before they adapt, each modulated for its own: sets x inputs x outputs.
    ///
    /// - Parameters:
    ///   - sets: How many devices.
    ///   - z: The modulations, sets x numbers; nil for none.
    ///   - strength: What they are multiplied by.
    /// - Returns: the learner's weights in order.
    /// - Throws: `LearnError` where modulations are of another size.
    func weights(_ sets: Int, z: Tensor?, strength: Double) throws(LearnError) -> [Tensor] {
        var result: [Tensor] = []
        for weight in learner.weights {
            let sizes = weight.tensor.sizes
            result.append(try weight.tensor.reshaped([1] + sizes).expanded([sets] + sizes))
        }
        guard let z else { return result }
        let factors = try z * strength
        let (width, first) = (learner.width, learner.trunkLayers * 2 + 4)
        // The parts of the first layer's weights that read the trunk and the device; then that layer's offset, and
        // weights and offsets of the two others.
        let weights = [first, first + 1, first + 3, first + 5]
        let ranges = [0..<width, width..<2 * width, 2 * width..<4 * width, 4 * width..<6 * width]
        for (place, range) in zip(weights, ranges) {
            let factor = try factors.sliced(range, axis: 1).reshaped([sets, range.count, 1])
            result[place] = try result[place] * (factor + 1)
        }
        for (number, place) in [first + 2, first + 4, first + 6].enumerated() {
            let at = 6 * width + number
            result[place] = try result[place] + factors.sliced(at..<at + 1, axis: 1).reshaped([sets, 1, 1])
        }
        return result
    }

    /// The weights after steps of gradient descent on the squared error of each device's samples.
    ///
    /// - Parameters:
    ///   - weights: Those before.
    ///   - batch: The samples' architectures.
    ///   - targets: Sets x samples x 1.
    ///   - hardware: Sets x 1 x references.
    ///   - steps: How many.
    ///   - again: Whether the steps can be differentiated themselves.
    /// - Returns: the weights of each device in order.
    /// - Throws: `LearnError` where an operator refuses its tensors.
    func adapted(
        _ weights: [Tensor], _ batch: HELPBatch, targets: Tensor, hardware: Tensor, steps: Int, again: Bool
    ) throws(LearnError) -> [Tensor] {
        var weights = weights
        for _ in 0..<steps {
            let error = try learner(weights, batch, hardware: hardware) - targets
            // Devices share no weight, so the derivative of the sum is that of each.
            let loss = try (error * error).sum() / Double(max(1, batch.rows))
            let gradients = try loss.engine.gradients(of: loss, in: weights, again: again)
            for place in weights.indices {
                guard let gradient = gradients[place] else { continue }
                weights[place] = try weights[place] - rates[place].tensor * gradient
            }
        }
        return weights
    }
}
