import Foundation
import GnomonApp
import GnomonGraph
import GnomonONNX

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
