import GnomonGraph
import GnomonNative

/// Constants of a network as tensors of LibTorch.
enum TorchConstants {
    /// Whether a tensor is a constant whose values are there.
    static func isStored(_ tensor: Tensor) -> Bool {
        guard tensor.role == .constant, let payload = tensor.payload else { return false }
        switch payload {
        case .fileRange, .integers, .floats, .fill: return true
        case .external, .absent: return false
        }
    }

    /// The values as numbers, in order; nil for what is not stored, or is large.
    static func numbers(_ tensor: Tensor, in model: UnsafeRawBufferPointer) -> [Double]? {
        switch tensor.payload {
        case .integers(let values)?: return values.map { Double($0) }
        case .floats(let values)?: return values
        case .fill(let value)?:
            guard let count = tensor.shape?.elements, count <= 1 << 20 else { return nil }
            return [Double](repeating: value, count: count)
        case .fileRange(let offset, let count)?:
            guard count <= 8 << 20, let bytes = range(offset, count, of: model) else { return nil }
            return decoded(bytes, tensor.elementType)
        default: return nil
        }
    }

    private static func decoded(_ bytes: UnsafeRawBufferPointer, _ type: ElementType) -> [Double]? {
        func each<Value: BitwiseCopyable>(_ type: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            let width = MemoryLayout<Value>.size
            return (0..<bytes.count / width).map {
                convert(bytes.loadUnaligned(fromByteOffset: $0 * width, as: type))
            }
        }
        switch type {
        case .int64: return each(Int64.self) { Double($0) }
        case .int32: return each(Int32.self) { Double($0) }
        case .float32: return each(Float.self) { Double($0) }
        case .float64: return each(Double.self) { $0 }
        default: return nil
        }
    }

    private static func range(
        _ offset: Int, _ count: Int, of model: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        let (end, overflow) = offset.addingReportingOverflow(count)
        guard offset >= 0, count >= 0, !overflow, end <= model.count else { return nil }
        return UnsafeRawBufferPointer(rebasing: model[offset..<end])
    }

    /// The tensor of a stored constant; nil where there is none.
    ///
    /// - Throws: `NativeError` (failed) when LibTorch has no such type.
    static func tensor(
        _ tensor: Tensor, in model: UnsafeRawBufferPointer, _ library: TorchLibrary
    ) throws(NativeError) -> TorchTensor? {
        guard let sizes = tensor.shape?.sizes, let payload = tensor.payload else { return nil }
        let type = tensor.elementType.rawValue
        switch payload {
        case .fileRange(let offset, let count):
            guard let bytes = range(offset, count, of: model) else { return nil }
            return try TorchTensor(library, bytes: bytes, elementType: type, sizes: sizes)
        case .integers(let values):
            return try made(values, 7, sizes, library).converted(to: type)
        case .floats(let values):
            return try made(values, 11, sizes, library).converted(to: type)
        case .fill(let value):
            return try TorchTensor(library, filledWith: value, elementType: type, sizes: sizes)
        case .external, .absent: return nil
        }
    }

    /// A tensor of integers along one axis.
    static func tensor(_ integers: [Int], _ library: TorchLibrary) throws(NativeError) -> TorchTensor {
        try made(integers.map { Int64($0) }, 7, [integers.count], library)
    }

    private static func made<Value: BitwiseCopyable>(
        _ values: [Value], _ type: Int32, _ sizes: [Int], _ library: TorchLibrary
    ) throws(NativeError) -> TorchTensor {
        let made: Result<TorchTensor, NativeError> = values.withUnsafeBytes { bytes in
            Result { () throws(NativeError) in
                try TorchTensor(library, bytes: bytes, elementType: type, sizes: sizes)
            }
        }
        return try made.get()
    }
}
