/// An input or output of a session.
public struct ONNXRuntimeTensorInfo: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its element type, numbered as in ONNX; 0 when it is not a tensor.
    public var elementType: Int32
    /// Its sizes; -1 where free.
    public var sizes: [Int64]

    /// The bytes of one element, or nil for types that cannot be filled.
    public var elementBytes: Int? {
        switch elementType {
        case 1, 6, 12: 4
        case 2, 3, 9: 1
        case 4, 5, 10, 16: 2
        case 7, 11, 13: 8
        default: nil
        }
    }

    /// The number of elements, with 1 for free sizes; nil on overflow.
    public var elements: Int? {
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: Int(size < 0 ? 1 : size))
            guard !overflow, next <= 1 << 33 else { return nil }
            product = next
        }
        return product
    }
}

/// Memory of one input with the value that lets ONNX Runtime read it.
final class ONNXRuntimeInput {
    let memory: UnsafeMutableRawBufferPointer
    let value: OpaquePointer
    private let release: ONNXRuntimeLibrary.Release

    init(
        library: ONNXRuntimeLibrary, info: ONNXRuntimeTensorInfo, memoryInfo: OpaquePointer,
        fill: (UnsafeMutableRawBufferPointer, Int32) -> Void
    ) throws(NativeError) {
        guard let elements = info.elements, let width = info.elementBytes else {
            throw NativeError(
                .unsupported, "input '\(info.name)' has element type \(info.elementType) or is too large")
        }
        memory = .allocate(byteCount: max(64, elements * width), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        fill(UnsafeMutableRawBufferPointer(rebasing: memory.prefix(elements * width)), info.elementType)
        typealias Create =
            @convention(c) (
                OpaquePointer, UnsafeMutableRawPointer?, Int, UnsafePointer<Int64>?, Int, Int32,
                UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        var created: OpaquePointer?
        let sizes = info.sizes.map { $0 < 0 ? 1 : $0 }
        let status = library.function(49, as: Create.self)(
            memoryInfo, memory.baseAddress, elements * width, sizes, sizes.count, info.elementType, &created)
        release = library.function(96, as: ONNXRuntimeLibrary.Release.self)
        do throws(NativeError) { try library.check(status, "bind input '\(info.name)'") } catch {
            memory.deallocate()
            throw error
        }
        guard let created else {
            memory.deallocate()
            throw NativeError(.failed, "ONNX Runtime made no value for input '\(info.name)'")
        }
        value = created
    }

    deinit {
        release(value)
        memory.deallocate()
    }
}
