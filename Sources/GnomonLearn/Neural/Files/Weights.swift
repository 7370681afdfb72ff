import GnomonNative

/// The values of a model's parameters by their paths: a copy that training does not touch.
public struct Weights: Hashable, Sendable {
    /// One tensor's values.
    public struct Entry: Hashable, Sendable {
        /// The kind of numbers.
        public var precision: NeuralEngine.Precision
        /// The sizes of the axes.
        public var sizes: [Int]
        /// The numbers, packed in row-major order, the least significant byte first.
        public var bytes: [UInt8]

        /// Values that are read from elsewhere; as many bytes as the sizes ask for.
        public init(precision: NeuralEngine.Precision, sizes: [Int], bytes: [UInt8]) {
            self.precision = precision
            self.sizes = sizes
            self.bytes = bytes
        }

        /// A copy of a tensor's values.
        ///
        /// - Throws: `LearnError` (tensor) for integers.
        public init(_ tensor: Tensor) throws(LearnError) {
            switch tensor.torch.elementType {
            case 1: precision = .float32
            case 11: precision = .float64
            default: throw LearnError(.tensor, "only floating point numbers are kept")
            }
            sizes = tensor.sizes
            bytes = try tensor.engine.attempt { () throws(NativeError) in try tensor.torch.bytes() }
        }

        /// The numbers.
        public var values: [Double] {
            bytes.withUnsafeBytes { bytes in
                precision == .float32
                    ? bytes.bindMemory(to: Float.self).map { Double($0) }
                    : bytes.bindMemory(to: Double.self).map { $0 }
            }
        }
    }

    /// The tensors by path.
    public var entries: [String: Entry] = [:]

    /// No weights.
    public init() {}

    /// The tensor of a path.
    public subscript(path: String) -> Entry? {
        get { entries[path] }
        set { entries[path] = newValue }
    }
}

extension Module {
    /// A copy of all parameters.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public func weights() throws(LearnError) -> Weights {
        var weights = Weights()
        for (name, parameter) in parameters { weights[name] = try Weights.Entry(parameter.tensor) }
        return weights
    }

    /// Gives all parameters the values of weights, which may be of another precision.
    ///
    /// - Throws: `LearnError` (model) where a path is missing, too much, or of other sizes, or a value is not
    ///   finite.
    public func load(_ weights: Weights) throws(LearnError) {
        let parameters = parameters
        let known = Set(parameters.map(\.name))
        if let extra = weights.entries.keys.sorted().first(where: { !known.contains($0) }) {
            throw LearnError(.model, "the model has no parameter '\(extra)'")
        }
        for (name, parameter) in parameters {
            guard let entry = weights[name] else {
                throw LearnError(.model, "there are no values for the parameter '\(name)'")
            }
            guard entry.sizes == parameter.tensor.sizes else {
                throw LearnError(
                    .model, "'\(name)' has sizes \(entry.sizes), expected \(parameter.tensor.sizes)")
            }
            let values = entry.values
            guard values.allSatisfy(\.isFinite) else {
                throw LearnError(.model, "'\(name)' holds a number that is not finite")
            }
            let engine = parameter.tensor.engine
            let from = try engine.tensor(values, entry.sizes)
            try engine.attempt { () throws(NativeError) in try parameter.tensor.torch.copy(from: from.torch) }
        }
    }
}
