/// A tensor of LibTorch.
///
/// Element types are numbered as in ONNX. Not for use from two threads at once.
public final class TorchTensor {
    let library: TorchLibrary
    let handle: OpaquePointer

    init(_ library: TorchLibrary, handle: OpaquePointer) {
        self.library = library
        self.handle = handle
    }

    /// A copy of packed values in row-major order.
    ///
    /// - Throws: `NativeError` (failed) when the bytes do not fit, or the type is not known to LibTorch.
    public convenience init(
        _ library: TorchLibrary, bytes: UnsafeRawBufferPointer, elementType: Int32, sizes: [Int]
    ) throws(NativeError) {
        let axes = sizes.map { Int64($0) }
        let made = library.functions.tensorMake(
            bytes.baseAddress, Int64(bytes.count), elementType, axes, Int32(clamping: axes.count))
        self.init(library, handle: try library.check(made, "make a tensor of type \(elementType)"))
    }

    /// A tensor of one repeated value.
    ///
    /// - Throws: `NativeError` (failed) when the type is not known to LibTorch.
    public convenience init(
        _ library: TorchLibrary, filledWith value: Double, elementType: Int32, sizes: [Int]
    ) throws(NativeError) {
        let axes = sizes.map { Int64($0) }
        let made = library.functions.tensorFull(value, elementType, axes, Int32(clamping: axes.count))
        self.init(library, handle: try library.check(made, "make a tensor of type \(elementType)"))
    }

    /// The same numbers in another type.
    ///
    /// - Throws: `NativeError` (failed) when the type is not known to LibTorch.
    public func converted(to elementType: Int32) throws(NativeError) -> TorchTensor {
        let made = library.functions.tensorConvert(handle, elementType)
        return TorchTensor(library, handle: try library.check(made, "convert to type \(elementType)"))
    }

    /// The element type, numbered as in ONNX; 0 if ONNX has no such type.
    public var elementType: Int32 { library.functions.tensorType(handle) }

    /// The sizes of the axes.
    public var sizes: [Int] {
        var sizes = [Int64](repeating: 0, count: Int(max(0, library.functions.tensorRank(handle))))
        if !sizes.isEmpty { _ = library.functions.tensorSizes(handle, &sizes) }
        return sizes.map { Int($0) }
    }

    /// The values, packed in row-major order.
    ///
    /// - Throws: `NativeError` (failed) with what LibTorch says.
    public func bytes() throws(NativeError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(library.functions.tensorBytes(handle)))
        let status = library.functions.tensorRead(handle, &bytes, Int64(bytes.count))
        try library.check(status, "read a tensor")
        return bytes
    }

    deinit { library.functions.tensorFree(handle) }
}
