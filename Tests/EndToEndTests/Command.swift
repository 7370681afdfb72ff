import Foundation
import GnomonNative

/// The built command: `$GNOMON_COMMAND`, else the release or debug build beside these tests.
struct Command {
    /// How a run ended and what it wrote.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The lines of standard error, progress left out.
        var sentences: [String] { errors.split(separator: "\n").map(String.init) }

        /// Standard output as one JSON object; nil if it is anything else.
        var json: [String: Any]? {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
        }

        /// The `results` of the JSON object.
        var results: [[String: Any]] { json?["results"] as? [[String: Any]] ?? [] }
    }

    static let path: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
            .standardizedFileURL.path
        var candidates = ["\(root)/.build/release/gnomon", "\(root)/.build/debug/gnomon"]
        if let given = ProcessInfo.processInfo.environment["GNOMON_COMMAND"], !given.isEmpty {
            candidates = [given]
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    static var isBuilt: Bool { path != nil }
    static let notBuilt = "there is no built command; run 'swift build' or set GNOMON_COMMAND"

    /// The folder everything is kept in; a fresh one unless given.
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/gnomon-command-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the command to its end, which has to come within `seconds`; `during` gets its process meanwhile.
    func run(
        _ arguments: [String], input: String = "", seconds: Double = 60, during: (Int32) -> Void = { _ in }
    ) throws -> Outcome {
        let id = UUID().uuidString
        let paths = ["in", "out", "err"].map { "\(folder)/\(id).\($0)" }
        try Data(input.utf8).write(to: URL(fileURLWithPath: paths[0]))
        for path in paths.dropFirst() { try Data().write(to: URL(fileURLWithPath: path)) }
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path ?? "/nonexistent")
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle(forReadingAtPath: paths[0])
        process.standardOutput = FileHandle(forWritingAtPath: paths[1])
        process.standardError = FileHandle(forWritingAtPath: paths[2])
        try process.run()
        let watch = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watch)
        during(process.processIdentifier)
        process.waitUntilExit()
        watch.cancel()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOfFile: paths[1], encoding: .utf8),
            errors: try String(contentsOfFile: paths[2], encoding: .utf8))
    }

    /// Data in the folder, libraries where they are on this machine.
    private var environment: [String: String] {
        var environment = ["HOME": folder, "XDG_DATA_HOME": folder + "/data", "PATH": "/usr/bin:/bin"]
        for pin in LibraryPin.all where NativeLocations.current.hasLibrary(pin) {
            environment[pin.environmentVariable] = NativeLocations.current.path(of: pin)
        }
        return environment
    }

    /// Writes a file into the folder and returns its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
