import Foundation

/// Runs a short command to its end.
enum ChildCommand {
    /// What a command left behind.
    struct Result {
        var status: Int32
        var output: Data
        /// The last line of what it wrote to its error stream.
        var complaint: String
    }

    /// Runs `words` through the search path, with output and errors collected in files of `folder`.
    ///
    /// Files, not pipes: a full pipe would block a child that writes much.
    static func run(_ words: [String], in folder: String) throws(NativeError) -> Result {
        let stem = "\(folder)/command-\(UUID().uuidString)"
        let outputPath = stem + ".out"
        let errorPath = stem + ".err"
        for path in [outputPath, errorPath] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        defer { for path in [outputPath, errorPath] { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        do {
            try process.run()
        } catch {
            throw NativeError(.fetch, "'\(words.first ?? "")' could not be started: \(error)")
        }
        process.waitUntilExit()
        let output = FileManager.default.contents(atPath: outputPath) ?? Data()
        let errors = FileManager.default.contents(atPath: errorPath) ?? Data()
        let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n")
        return Result(
            status: process.terminationStatus, output: output, complaint: lines.last.map(String.init) ?? "")
    }
}
