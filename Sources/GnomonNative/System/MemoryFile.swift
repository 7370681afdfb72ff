import CGnomonSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An anonymous file that lives in memory and ends with its last descriptor.
public final class MemoryFile: Sendable {
    /// The descriptor; closed when this object ends.
    public let descriptor: Int32

    /// A new empty file.
    ///
    /// The name only shows in listings of open files.
    ///
    /// - Throws: `NativeError` (failed) with the reason the kernel gave.
    public init(name: String) throws(NativeError) {
        let result = gnomon_memory_file(name)
        guard result >= 0 else {
            throw NativeError(.failed, "no memory file: \(String(cString: strerror(-result)))")
        }
        descriptor = result
    }

    deinit { close(descriptor) }

    /// Appends bytes at the descriptor's position.
    ///
    /// - Throws: `NativeError` (failed) when memory runs out.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(NativeError) {
        var offset = 0
        while offset < bytes.count, let base = bytes.baseAddress {
            let count = Glibc.write(descriptor, base + offset, bytes.count - offset)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw NativeError(.failed, "memory file: \(String(cString: strerror(errno)))")
            }
            offset += count
        }
    }
}

/// The whole of an open file, mapped into memory for reading.
public final class MappedFile: Sendable {
    private let address: UInt
    /// The size in bytes.
    public let count: Int

    /// Maps the file behind a descriptor, which may be closed afterwards.
    ///
    /// - Throws: `NativeError` (failed) with the reason the kernel gave.
    public init(descriptor: Int32) throws(NativeError) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw NativeError(.failed, "descriptor \(descriptor): \(String(cString: strerror(errno)))")
        }
        count = Int(facts.st_size)
        guard count > 0 else {
            address = 0
            return
        }
        guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED
        else {
            throw NativeError(.failed, "mapping \(count) bytes: \(String(cString: strerror(errno)))")
        }
        address = UInt(bitPattern: mapped)
    }

    deinit {
        if count > 0 { munmap(UnsafeMutableRawPointer(bitPattern: address), count) }
    }

    /// Hands the bytes to a closure; they must not be kept beyond it.
    public func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
    }
}
