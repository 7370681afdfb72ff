import Foundation
import GnomonGraph
import GnomonONNX

/// The networks that Scripts/corpus makes, in $GNOMON_CORPUS or .corpus/models.
enum Corpus {
    /// What corpus.json says about one network.
    struct Entry: Decodable {
        /// Parameters as PyTorch counts them, batch normalisation folded where the exporter does.
        var parameters: UInt64?
        /// FLOPs of convolutions and matrix products as torch.utils.flop_counter counts them.
        var flops: UInt64?
        /// Sizes of the free axes.
        var dims: [String: Int]?
    }

    static let folder =
        ProcessInfo.processInfo.environment["GNOMON_CORPUS"] ?? FileManager.default.currentDirectoryPath
        + "/.corpus/models"

    /// The entries of corpus.json whose files are there.
    static let entries: [String: Entry] = {
        guard let data = FileManager.default.contents(atPath: folder + "/corpus.json"),
            let entries = try? JSONDecoder().decode([String: Entry].self, from: data)
        else {
            print("CorpusTests: no networks in \(folder); run Scripts/corpus, or set GNOMON_CORPUS")
            return [:]
        }
        return entries.filter { FileManager.default.fileExists(atPath: path(of: $0.key)) }
    }()

    static let names = entries.keys.sorted()

    /// The networks that PyTorch counted.
    static let counted = names.filter { entries[$0]?.flops != nil }

    static func path(of name: String) -> String { "\(folder)/\(name).onnx" }

    /// A network as it is counted: its free axes bound to what PyTorch was given.
    static func prepared(_ name: String) throws -> Network {
        try ONNXReader.read(path: path(of: name)).network
            .prepared(BindingOptions(dims: entries[name]?.dims ?? [:]))
    }
}
