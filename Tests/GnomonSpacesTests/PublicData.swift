import Foundation
import GnomonGraph

/// Published tables, where they are at hand: in the folder `GNOMON_DATA`, or beside the repository.
enum PublicData {
    static let folder: String = {
        if let given = ProcessInfo.processInfo.environment["GNOMON_DATA"] { return given }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appending(path: "../shared/data").standardizedFileURL.path
    }()

    static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/" + name)
    }

    /// The rows of a table as dictionaries by column.
    static func rows(_ name: String) throws -> [[String: String]] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name.hasSuffix(".gz") ? "zcat" : "cat", folder + "/" + name]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard let header = lines.first?.split(separator: ",").map(String.init) else { return [] }
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(zip(header, cells)) { first, _ in first }
        }
    }
}

extension Network {
    /// The parameters a training framework counts: means and variances of normalisations are none.
    var trainedParameters: Int {
        var count = 0
        for node in nodes {
            for (slot, input) in node.inputs.enumerated() {
                guard let input, self[input].payload == .absent else { continue }
                if node.op.kind == .batchNormalization, slot > 2 { continue }
                count += self[input].shape?.elements ?? 0
            }
        }
        return count
    }
}
