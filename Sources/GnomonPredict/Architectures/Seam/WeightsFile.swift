import Foundation
import GnomonLearn

/// The `weights.safetensors` of a predictor folder.
enum WeightsFile {
    /// Writes weights.
    static func write(_ weights: Weights, to folder: String, name: String = "weights") throws {
        let path = "\(folder)/\(name).safetensors"
        try Safetensors.data(weights).write(to: URL(fileURLWithPath: path))
    }

    /// Reads weights.
    ///
    /// - Throws: `PredictError` (invalid) where the file is missing, damaged, or holds what is not finite.
    static func read(_ folder: String, name: String = "weights") throws(PredictError) -> Weights {
        let path = "\(folder)/\(name).safetensors"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PredictError(.invalid, "the weights are missing", place: path)
        }
        do throws(LearnError) {
            let weights = try Safetensors.weights(data)
            for (name, entry) in weights.entries where !entry.values.allSatisfy(\.isFinite) {
                throw LearnError(.model, "'\(name)' holds a number that is not finite")
            }
            return weights
        } catch {
            throw PredictError(.invalid, error.message, place: path)
        }
    }

    /// Refuses weights of other paths or sizes.
    ///
    /// - Throws: `PredictError` (invalid) with the first path that differs.
    static func require(
        _ weights: Weights, _ shapes: [String: [Int]], place: String
    ) throws(PredictError) {
        let names = Set(weights.entries.keys).union(shapes.keys).sorted()
        for name in names where weights[name]?.sizes != shapes[name] {
            throw PredictError(.invalid, "the parameter '\(name)' does not fit its settings", place: place)
        }
    }
}
