import Foundation
import GnomonPredict

/// What a predictor of architectures was trained for: `subject.json` in its folder.
struct TrainedSubject: Hashable, Codable {
    var dataset: String
    var device: String

    /// Writes it into the folder of a predictor.
    ///
    /// - Throws: `PredictError` where the file cannot be written.
    func write(to folder: String) throws(PredictError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try encoder.encode(self).write(to: URL(fileURLWithPath: folder + "/subject.json"))
        } catch { throw PredictError(.unwritable, "cannot be written", place: folder) }
    }

    /// Reads it; nil where there is none.
    init?(folder: String) {
        guard let data = FileManager.default.contents(atPath: folder + "/subject.json"),
            data.count < 1 << 16, let found = try? JSONDecoder().decode(Self.self, from: data)
        else { return nil }
        self = found
    }

    init(dataset: String, device: String) {
        self.dataset = dataset
        self.device = device
    }
}
