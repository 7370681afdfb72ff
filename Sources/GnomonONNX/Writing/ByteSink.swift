import Foundation

/// Where the bytes of a written model go.
public protocol ByteSink {
    /// Takes the next bytes.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ONNXError)
}

/// Collects the bytes in memory.
public struct MemorySink: ByteSink {
    /// All bytes so far.
    public private(set) var bytes: [UInt8] = []

    /// An empty sink.
    public init() {}

    /// Appends the bytes.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ONNXError) {
        self.bytes.append(contentsOf: bytes)
    }
}

/// Writes the bytes to an open file descriptor, which stays open.
public struct DescriptorSink: ByteSink {
    private let descriptor: Int32

    /// A sink for the descriptor.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes all bytes, however many calls it takes.
    ///
    /// - Throws: `onnx.unwritable` with what the system says.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ONNXError) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let count = Foundation.write(descriptor, base + done, bytes.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw ONNXError(.unwritable, "cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }
}
