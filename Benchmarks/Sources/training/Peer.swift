import Foundation

/// A Python process that trains the same network with PyTorch, asked by lines.
final class Peer {
    private let process = Process()
    private let questions = Pipe()
    private let answers = Pipe()

    /// Starts a script beside this file.
    init(python: String, script: String = "peer.py") throws {
        process.executableURL = URL(fileURLWithPath: python)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        process.arguments = [folder + "/" + script]
        process.standardInput = questions
        process.standardOutput = answers
        try process.run()
    }

    /// The words of the answer to a question.
    func ask(_ question: String) throws -> [String] {
        try questions.fileHandleForWriting.write(contentsOf: Data((question + "\n").utf8))
        var line = Data()
        while let byte = try answers.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte[0] != 10 {
            line += byte
        }
        guard !line.isEmpty else { throw PeerError() }
        return String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
    }

    deinit {
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// The peer ended; it said why.
struct PeerError: Error, CustomStringConvertible {
    var description: String { "the PyTorch process gave no answer" }
}
