import GnomonNative

/// Numbers with a shape; operators make new tensors and never change one.
///
/// What does not fit is an error that names the operator and both shapes. Not for use from two threads at once.
public struct Tensor {
    /// Where it lives.
    public let engine: NeuralEngine
    let torch: TorchTensor

    /// The sizes of its axes; none for a scalar.
    public var sizes: [Int] { torch.sizes }

    /// How many numbers it holds.
    public var count: Int { sizes.reduce(1, *) }

    /// Its numbers in row-major order.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public func values() throws(LearnError) -> [Double] {
        let bytes = try engine.attempt { () throws(NativeError) in try torch.bytes() }
        return bytes.withUnsafeBytes { bytes in
            switch torch.elementType {
            case 1: bytes.bindMemory(to: Float.self).map { Double($0) }
            case NeuralEngine.integerType: bytes.bindMemory(to: Int64.self).map { Double($0) }
            default: bytes.bindMemory(to: Double.self).map { $0 }
            }
        }
    }

    /// The only number of a tensor with one.
    ///
    /// - Throws: `LearnError` (tensor) when there are several.
    public func item() throws(LearnError) -> Double {
        let values = try values()
        guard let value = values.first, values.count == 1 else {
            throw LearnError(.tensor, "a tensor of \(sizes) is not one number")
        }
        return value
    }

    /// The same numbers without what was recorded of them.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    public func detached() throws(LearnError) -> Tensor {
        Tensor(engine: engine, torch: try engine.attempt { () throws(NativeError) in try torch.detached() })
    }
}
