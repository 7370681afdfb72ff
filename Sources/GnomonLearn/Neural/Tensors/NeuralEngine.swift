import GnomonNative

/// Where tensors live and how precise they are: LibTorch, one device, one kind of floating point numbers.
public struct NeuralEngine: Sendable {
    /// The kind of floating point numbers.
    public enum Precision: String, Hashable, Sendable, Codable {
        /// 24 bits of fraction, half the memory.
        case float32
        /// 53 bits of fraction.
        case float64

        /// ONNX's number of the type.
        var elementType: Int32 { self == .float32 ? 1 : 11 }
    }

    /// ONNX's number of 64-bit integers.
    static let integerType: Int32 = 7

    /// The kind of numbers tensors are made of.
    public let precision: Precision
    /// `cpu`, `cuda` or `cuda:1`.
    public let device: String
    let library: TorchLibrary

    /// Whether LibTorch is installed.
    public static var isReady: Bool { TorchLibrary.isReady() }

    /// Opens LibTorch; threads are set for the whole process.
    ///
    /// The same seed gives the same bytes on the same machine with one thread. Whether oneDNN is used, which is
    /// several times faster at convolutions, is for the whole process too: the engine made last decides.
    ///
    /// - Throws: `LearnError` (library) when LibTorch is not installed or has no such device.
    public init(
        precision: Precision = .float64, device: String = "cpu", threads: Int = 1, oneDNN: Bool = false
    ) throws(LearnError) {
        self.precision = precision
        self.device = device
        do throws(NativeError) {
            library = try TorchLibrary.open()
            try library.configure(threads: threads, oneDNN: oneDNN)
            library.keepMemory()
        } catch {
            throw LearnError(error)
        }
        guard library.hasDevice(device) else {
            throw LearnError(
                .library, "LibTorch has no device '\(device)'; known: cpu, cuda, cuda:0, cuda:1, …")
        }
    }

    /// A tensor of numbers in row-major order.
    ///
    /// - Throws: `LearnError` (tensor) when the numbers do not fit the sizes.
    public func tensor(_ values: [Double], _ sizes: [Int]) throws(LearnError) -> Tensor {
        switch precision {
        case .float64: try packed(values, sizes, precision.elementType)
        case .float32: try packed(values.map { Float($0) }, sizes, precision.elementType)
        }
    }

    /// A tensor of Float32 numbers in row-major order, in the engine's precision.
    ///
    /// - Throws: `LearnError` (tensor) when the numbers do not fit the sizes.
    public func tensor(_ values: [Float], _ sizes: [Int]) throws(LearnError) -> Tensor {
        switch precision {
        case .float64: try packed(values.map { Double($0) }, sizes, precision.elementType)
        case .float32: try packed(values, sizes, precision.elementType)
        }
    }

    /// A tensor of integers, such as row numbers.
    ///
    /// - Throws: `LearnError` (tensor) when the numbers do not fit the sizes.
    public func indices(_ values: [Int], _ sizes: [Int]) throws(LearnError) -> Tensor {
        try packed(values.map { Int64($0) }, sizes, Self.integerType)
    }

    /// A tensor of one repeated value.
    ///
    /// - Throws: `LearnError` (tensor) for a negative size.
    public func full(_ value: Double, _ sizes: [Int]) throws(LearnError) -> Tensor {
        let made = try attempt { () throws(NativeError) in
            let tensor = try TorchTensor(
                library, filledWith: value, elementType: precision.elementType, sizes: sizes)
            return device == "cpu" ? tensor : try tensor.moved(to: device)
        }
        return Tensor(engine: self, torch: made)
    }

    /// Runs a block whose operators are not recorded: nothing in it can be differentiated.
    ///
    /// - Throws: what the block throws.
    public func withoutRecording<Result>(
        _ body: () throws(LearnError) -> Result
    ) throws(LearnError) -> Result {
        let before = library.record(false)
        defer { _ = library.record(before) }
        return try body()
    }

    /// The derivatives of a scalar in each input; nil where it does not depend on one.
    ///
    /// With `again` the derivatives are recorded, so that they can be differentiated themselves; with `keeping` what
    /// was recorded of the scalar stays for another derivative.
    ///
    /// - Throws: `LearnError` (tensor) when the scalar is none or was not recorded.
    public func gradients(
        of scalar: Tensor, in inputs: [Tensor], again: Bool = false, keeping: Bool = false
    ) throws(LearnError) -> [Tensor?] {
        let found = try attempt { () throws(NativeError) in
            try library.gradients(of: scalar.torch, in: inputs.map(\.torch), again: again, keeping: keeping)
        }
        return found.map { $0.map { Tensor(engine: self, torch: $0) } }
    }

    /// Applies an operator of the shim's table.
    func apply(
        _ name: String, _ inputs: [Tensor?], lists: [[Int]] = [], numbers: [Double] = []
    ) throws(LearnError) -> Tensor {
        let made = try applyAll(name, inputs, lists: lists, numbers: numbers, outputs: 1)
        guard let first = made[0] else { throw LearnError(.tensor, "\(name) gave no result") }
        return first
    }

    /// Applies an operator with several results.
    func applyAll(
        _ name: String, _ inputs: [Tensor?], lists: [[Int]] = [], numbers: [Double] = [], outputs: Int
    ) throws(LearnError) -> [Tensor?] {
        let made = try attempt { () throws(NativeError) in
            try library.apply(
                name, inputs.map { $0?.torch }, lists: lists, numbers: numbers, outputs: outputs)
        }
        return made.map { $0.map { Tensor(engine: self, torch: $0) } }
    }

    private func packed<Element>(
        _ values: [Element], _ sizes: [Int], _ type: Int32
    ) throws(LearnError) -> Tensor {
        let made = try attempt { () throws(NativeError) in
            let result: Result<TorchTensor, NativeError> = values.withUnsafeBytes { bytes in
                Result { () throws(NativeError) in
                    try TorchTensor(library, bytes: bytes, elementType: type, sizes: sizes)
                }
            }
            let tensor = try result.get()
            return device == "cpu" ? tensor : try tensor.moved(to: device)
        }
        return Tensor(engine: self, torch: made)
    }

    /// Turns what LibTorch refuses into an error of this room.
    func attempt<Result>(_ body: () throws(NativeError) -> Result) throws(LearnError) -> Result {
        do throws(NativeError) { return try body() } catch {
            throw LearnError(.tensor, error.message, native: error)
        }
    }
}
