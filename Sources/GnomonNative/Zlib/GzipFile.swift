#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads files that gzip compressed, with the system's zlib.
///
/// zlib (RFC 1952) is on every Linux; it is opened the first time a compressed file is read.
public enum GzipFile {
    private typealias Handle = UnsafeMutableRawPointer
    private typealias Open = @convention(c) (UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Handle?
    private typealias Read = @convention(c) (Handle, UnsafeMutableRawPointer?, UInt32) -> Int32
    private typealias Close = @convention(c) (Handle) -> Int32

    /// Where distributions keep the library.
    private static let places = [
        "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        "/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib",
    ]

    /// The content of a file, uncompressed; a file that is not compressed is read as it is.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes that are accepted, so that a small file cannot fill the memory.
    /// - Returns: The bytes.
    /// - Throws: `NativeError`: missing for zlib or the file, failed for a damaged, cut off or too large one.
    public static func contents(of path: String, limit: Int = 512 << 20) throws(NativeError) -> [UInt8] {
        let library = try zlib()
        let open = try library.function("gzopen", as: Open.self)
        let read = try library.function("gzread", as: Read.self)
        let close = try library.function("gzclose", as: Close.self)
        guard let file = open(path, "rb") else {
            throw NativeError(.missing, "\(path) cannot be opened")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var count: Int32 = 0
        repeat {
            count = read(file, &chunk, UInt32(chunk.count))
            if count > 0 { bytes.append(contentsOf: chunk[..<Int(count)]) }
        } while count > 0 && bytes.count <= limit
        // A stream that ends too early shows only here.
        let status = close(file)
        if count < 0 || (count == 0 && status != 0) {
            throw NativeError(.failed, "\(path) is damaged or cut off (zlib \(count < 0 ? count : status))")
        }
        guard bytes.count <= limit else {
            throw NativeError(.failed, "\(path) has more than \(limit) bytes")
        }
        return bytes
    }

    private static func zlib() throws(NativeError) -> NativeLibrary {
        for place in places {
            let path = place + "/libz.so.1"
            if access(path, R_OK) == 0 { return try NativeLibrary.open(name: "zlib", path: path) }
        }
        throw NativeError(
            .missing, "zlib is not on this machine", hint: "install the system package zlib1g, or gunzip")
    }
}
