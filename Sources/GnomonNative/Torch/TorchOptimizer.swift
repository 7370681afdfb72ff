/// Steps of optimisers over many parameters in one call; the lists hold one entry a parameter.
extension TorchLibrary {
    /// The numbers of an AdamW step.
    public struct AdamWNumbers: Hashable, Sendable {
        /// The learning rate.
        public var rate: Double
        /// How slowly the mean of the gradients changes.
        public var beta1: Double
        /// How slowly the mean of their squares changes.
        public var beta2: Double
        /// What is added to the root of the latter.
        public var epsilon: Double
        /// The share of each parameter that is taken off, times the rate.
        public var decay: Double
        /// The largest norm of all gradients together; 0 for no bound.
        public var clip: Double

        /// The numbers of a step.
        public init(
            rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double, clip: Double
        ) {
            self.rate = rate
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.decay = decay
            self.clip = clip
        }
    }

    /// One step of AdamW (arXiv:1711.05101), in place; a parameter without gradient stays as it is.
    ///
    /// Steps count from 1.
    ///
    /// - Throws: `NativeError` (failed) where shapes differ.
    public func adamW(
        _ parameters: [TorchTensor], gradients: [TorchTensor?], first: [TorchTensor], second: [TorchTensor],
        step: Int, _ numbers: AdamWNumbers
    ) throws(NativeError) {
        let count = parameters.count
        guard gradients.count == count, first.count == count, second.count == count else {
            throw NativeError(.failed, "AdamW needs a gradient and two moments for each parameter")
        }
        let status = withExtendedLifetime((parameters, gradients, first, second)) {
            functions.adamW(
                parameters.map { $0.handle }, gradients.map { $0?.handle }, first.map { $0.handle },
                second.map { $0.handle }, Int32(clamping: count), Int64(step), numbers.rate, numbers.beta1,
                numbers.beta2, numbers.epsilon, numbers.decay, numbers.clip)
        }
        try check(status, "take a step of AdamW")
    }

    /// The derivatives of a scalar and a step of AdamW in one call; the norm is not bounded.
    ///
    /// Derivatives of layers with few rows are never written to memory.
    ///
    /// - Throws: `NativeError` (failed) where the scalar was not recorded.
    public func minimize(
        _ scalar: TorchTensor, _ parameters: [TorchTensor], first: [TorchTensor], second: [TorchTensor],
        step: Int, _ numbers: AdamWNumbers
    ) throws(NativeError) {
        let count = parameters.count
        guard first.count == count, second.count == count else {
            throw NativeError(.failed, "AdamW needs two moments for each parameter")
        }
        let status = withExtendedLifetime((scalar, parameters, first, second)) {
            functions.minimize(
                scalar.handle, parameters.map { $0.handle }, first.map { $0.handle },
                second.map { $0.handle }, Int32(clamping: count), Int64(step), numbers.rate, numbers.beta1,
                numbers.beta2, numbers.epsilon, numbers.decay)
        }
        try check(status, "differentiate and take a step of AdamW")
    }

    /// One step of gradient descent with momentum, in place.
    ///
    /// - Throws: `NativeError` (failed) where shapes differ.
    public func descend(
        _ parameters: [TorchTensor], gradients: [TorchTensor?], velocities: [TorchTensor], rate: Double,
        momentum: Double, decay: Double
    ) throws(NativeError) {
        let count = parameters.count
        guard gradients.count == count, velocities.count == count else {
            throw NativeError(.failed, "a step needs a gradient and a velocity for each parameter")
        }
        let status = withExtendedLifetime((parameters, gradients, velocities)) {
            functions.descend(
                parameters.map { $0.handle }, gradients.map { $0?.handle }, velocities.map { $0.handle },
                Int32(clamping: count), rate, momentum, decay)
        }
        try check(status, "take a step of gradient descent")
    }
}
