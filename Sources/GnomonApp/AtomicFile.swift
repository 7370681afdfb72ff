import Foundation

/// A file that is written piece by piece and takes its name when it is complete.
struct AtomicFile {
    private let path: String
    private let partial: String
    private let handle: FileHandle

    /// Begins a file beside the one of that name.
    ///
    /// - Throws: `AppError` with exit 65 if its folder cannot be written.
    init(path: String) throws(AppError) {
        self.path = path
        partial = "\(path).partial-\(ProcessInfo.processInfo.processIdentifier)"
        guard FileManager.default.createFile(atPath: partial, contents: nil),
            let handle = FileHandle(forWritingAtPath: partial)
        else { throw Self.error(path) }
        self.handle = handle
    }

    /// Adds text.
    func write(_ text: String) throws(AppError) {
        do { try handle.write(contentsOf: Data(text.utf8)) } catch { throw Self.error(path) }
    }

    /// Gives the file its name once it has reached the disk; a file of that name is replaced.
    func finish() throws(AppError) {
        do {
            try handle.synchronize()
            try handle.close()
        } catch { throw Self.error(path) }
        guard rename(partial, path) == 0 else { throw Self.error(path) }
    }

    /// Removes what was written.
    func discard() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: partial)
    }

    private static func error(_ path: String) -> AppError {
        AppError(
            code: "dataset.unwritable", message: "the file cannot be written", place: path,
            hint: "name a file in a folder that exists and has room", exit: .badData)
    }
}
