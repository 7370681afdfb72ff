import Foundation
import GnomonApp
import GnomonData
import GnomonGraph
import GnomonONNX
import GnomonRuntimes

/// A temporary folder with models, removed with the value's owner by `remove`.
struct Files {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/gnomon-app-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Settings that keep everything in this folder.
    var settings: Settings { Settings(environment: ["XDG_DATA_HOME": folder, "HOME": folder]) }

    /// Learns the simulated platform from so many networks.
    @discardableResult
    func learnSimulated(_ count: Int) throws -> LearnSession.Outcome {
        var measured = 0
        return try LearnSession(
            platform: Platform(named: "simulated"), settings: settings, executable: ["/nonexistent"]
        ).run(budget: 3600, shouldStop: { measured >= count }) { step in
            if case .profiled = step { measured += 1 }
        }
    }

    func write(_ network: Network, _ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try ONNXWriter.write(network, weights: .synthetic(seed: 1), toPath: path)
        return path
    }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
