import Foundation

/// The networks that Scripts/corpus makes, in $GNOMON_CORPUS or .corpus/models.
enum Corpus {
    /// What corpus.json says about one network.
    struct Entry: Decodable {
        var parameters: UInt64?
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

    /// The networks whose parameters PyTorch counted.
    static let counted = names.filter { entries[$0]?.parameters != nil }

    static func path(of name: String) -> String { "\(folder)/\(name).onnx" }
}
