import Foundation

/// What ONNX and ONNX Runtime say about the tensors of a model, as Scripts/export_shapes.py wrote it.
struct Oracle: Decodable, Sendable {
    /// One computed tensor.
    struct Tensor: Decodable, Sendable {
        var name: String
        /// The element type, numbered as in ONNX.
        var type: Int32
        /// The shape by ONNX's inference, with nil for free axes; nil if not even the rank is known.
        var inferred: [Int?]?
        /// The shape when the model ran, or as stored with the test.
        var seen: [Int]?
        /// The values, of small tensors in models that depend on constants alone.
        var values: [Double]?
    }

    /// The model, below the corpus folder.
    var file: String
    /// Where the model is from: `corpus`, `node`, `simple` and so on.
    var source: String
    /// The shapes it was run with.
    var inputs: [String: [Int]]
    var tensors: [Tensor]
    /// What ONNX's inference refused the model for.
    var inference: String?
    /// What ONNX Runtime refused the model for.
    var runtime: String?

    /// The parent of the folder of corpus networks.
    static let folder: String = {
        let models = ProcessInfo.processInfo.environment["GNOMON_CORPUS"]
        guard let models else { return FileManager.default.currentDirectoryPath + "/.corpus" }
        return URL(fileURLWithPath: models).deletingLastPathComponent().path
    }()

    /// All records, in the order of the files.
    static let records: [Oracle] = {
        var records: [Oracle] = []
        let decoder = JSONDecoder()
        for file in ["models", "tests"] {
            guard let data = FileManager.default.contents(atPath: "\(folder)/shapes/\(file).jsonl") else {
                print("DifferentialTests: no shapes in \(folder); run Scripts/corpus, or set GNOMON_CORPUS")
                return []
            }
            for line in data.split(separator: UInt8(ascii: "\n")) {
                guard let record = try? decoder.decode(Oracle.self, from: line) else {
                    print("DifferentialTests: a line of \(file).jsonl is not understood; run Scripts/corpus")
                    return []
                }
                records.append(record)
            }
        }
        return records
    }()

    /// Where the models come from, each once.
    static let sources = Set(records.map(\.source)).sorted()
}
