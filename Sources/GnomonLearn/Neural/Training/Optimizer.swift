import GnomonNative

/// Changes parameters by the derivatives of a loss.
public protocol Optimizer: AnyObject {
    /// The learning rate of the next step.
    var rate: Double { get set }
    /// What is changed.
    var parameters: [Parameter] { get }
    /// Takes a step; a parameter without derivative stays as it is.
    ///
    /// - Throws: `LearnError` (tensor) where there is not one derivative a parameter.
    func step(_ gradients: [Tensor?]) throws(LearnError)
    /// Differentiates a loss and takes a step.
    ///
    /// - Throws: `LearnError` (tensor) where the loss was not recorded or is not one number.
    func minimize(_ loss: Tensor) throws(LearnError)
}

extension Optimizer {
    /// Differentiates a loss and takes a step.
    ///
    /// - Throws: `LearnError` (tensor) where the loss was not recorded or is not one number.
    public func minimize(_ loss: Tensor) throws(LearnError) {
        try step(loss.engine.gradients(of: loss, in: parameters.map(\.tensor)))
    }
}

/// Adam with decay apart from the derivatives (Loshchilov, Hutter 2019, arXiv:1711.05101).
///
/// One pass over memory for all parameters.
public final class AdamW: Optimizer {
    /// The learning rate of the next step.
    public var rate: Double
    /// What is changed.
    public let parameters: [Parameter]
    /// How slowly the means of derivatives and of their squares change.
    public let beta1: Double, beta2: Double
    /// What is added to the root of the latter.
    public let epsilon: Double
    /// The share of each parameter that is taken off, times the rate; 0 for Adam (arXiv:1412.6980).
    public let decay: Double
    /// The largest norm of all derivatives together; 0 for no bound.
    public let clip: Double
    /// How many steps were taken.
    public private(set) var steps = 0
    private let first: [TorchTensor]
    private let second: [TorchTensor]

    /// An optimizer that has seen nothing yet.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public init(
        _ parameters: [Parameter], rate: Double, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8, decay: Double = 0, clip: Double = 0
    ) throws(LearnError) {
        self.parameters = parameters
        self.rate = rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.decay = decay
        self.clip = clip
        first = try Self.zeros(parameters)
        second = try Self.zeros(parameters)
    }

    /// Takes a step; a parameter without derivative stays as it is.
    ///
    /// - Throws: `LearnError` (tensor) where there is not one derivative a parameter.
    public func step(_ gradients: [Tensor?]) throws(LearnError) {
        guard let engine = parameters.first?.tensor.engine else { return }
        steps += 1
        let numbers = TorchLibrary.AdamWNumbers(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay, clip: clip)
        try engine.attempt { () throws(NativeError) in
            try engine.library.adamW(
                parameters.map(\.tensor.torch), gradients: gradients.map { $0?.torch }, first: first,
                second: second, step: steps, numbers)
        }
    }

    /// Differentiates a loss and takes a step, in one call unless the norm is bounded.
    ///
    /// - Throws: `LearnError` (tensor) where the loss was not recorded or is not one number.
    public func minimize(_ loss: Tensor) throws(LearnError) {
        guard clip == 0 else {
            return try step(loss.engine.gradients(of: loss, in: parameters.map(\.tensor)))
        }
        steps += 1
        let numbers = TorchLibrary.AdamWNumbers(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay, clip: 0)
        try loss.engine.attempt { () throws(NativeError) in
            try loss.engine.library.minimize(
                loss.torch, parameters.map(\.tensor.torch), first: first, second: second, step: steps, numbers
            )
        }
    }

    /// The moments, as they would have to be kept to go on later.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public func state() throws(LearnError) -> Weights {
        guard let engine = parameters.first?.tensor.engine else { return Weights() }
        var weights = Weights()
        for (index, pair) in zip(first, second).enumerated() {
            weights["first.\(index)"] = try Weights.Entry(Tensor(engine: engine, torch: pair.0))
            weights["second.\(index)"] = try Weights.Entry(Tensor(engine: engine, torch: pair.1))
        }
        return weights
    }

    static func zeros(_ parameters: [Parameter]) throws(LearnError) -> [TorchTensor] {
        var made: [TorchTensor] = []
        for parameter in parameters {
            made.append(try parameter.tensor.engine.full(0, parameter.tensor.sizes).torch)
        }
        return made
    }
}

/// Gradient descent with momentum (Polyak 1964, doi:10.1016/0041-5553(64)90137-5): v = momentum v + g + decay p,
/// p = p - rate v.
public final class GradientDescent: Optimizer {
    /// The learning rate of the next step.
    public var rate: Double
    /// What is changed.
    public let parameters: [Parameter]
    /// How much of the last velocity stays.
    public let momentum: Double
    /// What is added of a parameter to its derivative.
    public let decay: Double
    private let velocities: [TorchTensor]

    /// An optimizer at rest.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public init(
        _ parameters: [Parameter], rate: Double, momentum: Double = 0, decay: Double = 0
    ) throws(LearnError) {
        self.parameters = parameters
        self.rate = rate
        self.momentum = momentum
        self.decay = decay
        velocities = try AdamW.zeros(parameters)
    }

    /// Takes a step; a parameter without derivative stays as it is.
    ///
    /// - Throws: `LearnError` (tensor) where there is not one derivative a parameter.
    public func step(_ gradients: [Tensor?]) throws(LearnError) {
        guard let engine = parameters.first?.tensor.engine else { return }
        try engine.attempt { () throws(NativeError) in
            try engine.library.descend(
                parameters.map(\.tensor.torch), gradients: gradients.map { $0?.torch },
                velocities: velocities, rate: rate, momentum: momentum, decay: decay)
        }
    }
}
