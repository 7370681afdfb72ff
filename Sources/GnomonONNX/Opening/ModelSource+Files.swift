import Foundation
import GnomonGraph

/// A time of modification, to the nanosecond.
struct FileTime: Hashable, Sendable {
    var seconds = 0
    var nanoseconds = 0
}

/// What is compared before and after reading.
struct FileStatus {
    var size: Int
    var modified: FileTime
    var mode: mode_t
}

// The system calls. Each retries when interrupted and turns failure into a sentence.
extension ModelSource {
    static func openRegularFile(
        _ path: String
    ) throws(ONNXError) -> (descriptor: Int32, size: Int, modified: FileTime) {
        // A path with a NUL would be cut there by the system and name another file.
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw ONNXError(.unreadable, "is not a path", at: path)
        }
        // Without O_NONBLOCK, opening a FIFO would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw ONNXError(.unreadable, "cannot be opened: \(String(cString: strerror(errno)))", at: path)
        }
        do throws(ONNXError) {
            let status = try status(descriptor, path: path)
            guard status.mode & S_IFMT == S_IFREG else {
                throw ONNXError(
                    .unreadable, "is \(kindName(status.mode)), not a regular file", at: path,
                    hint: "name an .onnx file, or `-` for standard input")
            }
            if status.size > ONNXLimits.fileBytes { throw tooBigError(path, size: status.size) }
            if status.size == 0 { throw emptyError(path) }
            return (descriptor, status.size, status.modified)
        } catch {
            close(descriptor)
            throw error
        }
    }

    static func status(_ descriptor: Int32, path: String) throws(ONNXError) -> FileStatus {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else {
            throw ONNXError(.unreadable, "cannot be read: \(String(cString: strerror(errno)))", at: path)
        }
        #if canImport(Darwin)
            let time = info.st_mtimespec
        #else
            let time = info.st_mtim
        #endif
        return FileStatus(
            size: Int(info.st_size), modified: FileTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec),
            mode: info.st_mode)
    }

    static func contents(_ descriptor: Int32, size: Int, path: String) throws(ONNXError) -> [UInt8] {
        var failure: ONNXError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            do throws(ONNXError) {
                try readFully(descriptor, at: 0, into: UnsafeMutableRawBufferPointer(buffer), path: path)
                count = size
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills the target from the file or throws; a short file has changed.
    static func readFully(
        _ descriptor: Int32, at offset: Int, into target: UnsafeMutableRawBufferPointer, path: String
    ) throws(ONNXError) {
        guard let base = target.baseAddress else { return }
        var done = 0
        while done < target.count {
            let count = pread(descriptor, base + done, target.count - done, off_t(offset + done))
            if count > 0 {
                done += count
            } else if count == 0 {
                throw changedError(path)
            } else if errno != EINTR {
                throw ONNXError(
                    .unreadable, "cannot be read: \(String(cString: strerror(errno)))", at: path)
            }
        }
    }

    static func drainStandardInput() throws(ONNXError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 {
                bytes.append(contentsOf: chunk[..<count])
                if bytes.count > ONNXLimits.fileBytes { throw tooBigError("-", size: bytes.count) }
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw ONNXError(
                    .unreadable, "cannot be read: \(String(cString: strerror(errno)))", at: "standard input")
            }
        }
    }

    static func changedError(_ path: String) -> ONNXError {
        ONNXError(
            .changed, "changed while it was read", at: path, hint: "try again when nothing writes to it")
    }

    static func emptyError(_ path: String) -> ONNXError {
        ONNXError(.empty, "the file is empty", at: path, hint: "export the model again")
    }

    static func tooBigError(_ path: String, size: Int) -> ONNXError {
        ONNXError(
            .tooBig, "\(size) bytes are more than the \(ONNXLimits.fileBytes) an ONNX file can have",
            at: path,
            hint: "save the weights as external data; they are not needed here")
    }

    private static func kindName(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a directory"
        case S_IFIFO: "a pipe"
        case S_IFCHR: "a character device"
        case S_IFBLK: "a block device"
        case S_IFSOCK: "a socket"
        default: "something else"
        }
    }
}
