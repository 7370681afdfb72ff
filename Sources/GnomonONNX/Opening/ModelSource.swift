import Foundation
import GnomonDigest
import GnomonGraph

/// The bytes a network was read from: a file kept open, or memory.
///
/// The reader never touches the weights of a large file. The writer takes them from here, by position, so that a
/// file that is shortened meanwhile causes an error and nothing worse. One descriptor serves from the first
/// byte to the last question.
public final class ModelSource: Sendable {
    enum Storage: Sendable {
        case memory([UInt8])
        case file(Int32)
    }

    /// The path it was opened with; `-` for standard input, empty for memory.
    public let path: String
    /// The number of bytes.
    public let size: Int
    let storage: Storage
    private let modified: FileTime

    /// Opens a regular file without ever blocking, or reads standard input for the path `-`.
    ///
    /// - Throws: `onnx.unreadable`, `onnx.empty`, `onnx.tooBig` or `onnx.changed`.
    public init(path: String) throws(ONNXError) {
        self.path = path
        if path == "-" {
            let bytes = try ModelSource.drainStandardInput()
            storage = .memory(bytes)
            size = bytes.count
            modified = FileTime()
        } else {
            let opened = try ModelSource.openRegularFile(path)
            size = opened.size
            modified = opened.modified
            if opened.size <= ONNXLimits.memoryBytes {
                defer { close(opened.descriptor) }
                storage = .memory(try ModelSource.contents(opened.descriptor, size: opened.size, path: path))
                let after = try ModelSource.status(opened.descriptor, path: path)
                try ModelSource.requireSame(after, size: opened.size, modified: opened.modified, path: path)
            } else {
                storage = .file(opened.descriptor)
            }
        }
        if size == 0 { throw ModelSource.emptyError(path) }
    }

    /// A model in memory.
    ///
    /// - Throws: `onnx.empty` or `onnx.tooBig`.
    public init(bytes: [UInt8]) throws(ONNXError) {
        path = ""
        size = bytes.count
        storage = .memory(bytes)
        modified = FileTime()
        if bytes.isEmpty { throw ModelSource.emptyError("") }
        if bytes.count > ONNXLimits.fileBytes { throw ModelSource.tooBigError(path, size: bytes.count) }
    }

    deinit {
        if case .file(let descriptor) = storage { close(descriptor) }
    }

    /// Copies `target.count` bytes from `offset` on into `target`.
    ///
    /// - Throws: `onnx.changed` if the file has become shorter.
    public func copyBytes(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(ONNXError) {
        let (end, overflow) = offset.addingReportingOverflow(target.count)
        guard offset >= 0, !overflow, end <= size else {
            throw ONNXError(.changed, "bytes beyond the end of the model are wanted", at: path)
        }
        switch storage {
        case .memory(let bytes):
            bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<end])) }
        case .file(let descriptor):
            try ModelSource.readFully(descriptor, at: offset, into: target, path: path)
        }
    }

    /// Makes sure that the file still has the size and time of modification it had when it was opened.
    ///
    /// - Throws: `onnx.changed`.
    public func checkUnchanged() throws(ONNXError) {
        guard case .file(let descriptor) = storage else { return }
        let now = try ModelSource.status(descriptor, path: path)
        try ModelSource.requireSame(now, size: size, modified: modified, path: path)
    }

    /// The SHA-256 of all bytes, as 64 hexadecimal digits.
    ///
    /// Reads the whole file.
    ///
    /// - Complexity: O(size) in time, constant in memory.
    public func sha256() throws(ONNXError) -> String {
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: min(size, 1 << 20))
        var offset = 0
        while offset < size {
            let count = min(buffer.count, size - offset)
            var failure: ONNXError?
            buffer.withUnsafeMutableBytes { target in
                do throws(ONNXError) {
                    try copyBytes(at: offset, into: .init(rebasing: target[..<count]))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            buffer.withUnsafeBytes { digest.update(.init(rebasing: $0[..<count])) }
            offset += count
        }
        return digest.finish()
    }

    private static func requireSame(
        _ now: FileStatus, size: Int, modified: FileTime, path: String
    ) throws(ONNXError) {
        guard now.size == size, now.modified == modified else { throw changedError(path) }
    }
}
