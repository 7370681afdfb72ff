import Foundation
import GnomonData
import GnomonMeasure

/// What is known about the noise of this machine, one small file for each platform and epoch.
struct NoiseFile {
    private let path: String

    /// The file of an epoch.
    init(settings: Settings, epoch: String) {
        path = "\(settings.dataFolder)/noise/\(epoch).json"
    }

    /// What is known; nil if nothing is, or the file cannot be read.
    func read() -> NoiseCalibration? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(NoiseCalibration.self, from: data)
    }

    /// Keeps what is known; a file that cannot be written costs a second the next time, nothing else.
    func write(_ calibration: NoiseCalibration) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let data = try? encoder.encode(calibration) else { return }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
