import Foundation
import GnomonLearn

/// Writing and reading the files of a predictor folder.
enum PredictorFolder {
    /// The largest file of trees that is read, in bytes.
    private static let largestTrees = 64 << 20

    /// Writes a folder that appears at once, complete; an older one is moved aside first.
    ///
    /// - Throws: `PredictError` with the folder that could not be written.
    static func write(
        _ folder: String, manifest: some Encodable, files body: (String) throws -> Void
    ) throws(PredictError) {
        let files = FileManager.default
        let scratch = "\(folder).partial-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try? files.removeItem(atPath: scratch)
            try files.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            defer { try? files.removeItem(atPath: scratch) }
            try body(scratch)
            try json(manifest, to: scratch + "/manifest.json")
            try replace(folder, by: scratch)
        } catch {
            throw PredictError(
                .unwritable, "cannot be written: \(error.localizedDescription)", place: folder,
                hint: "check that the folder is writable and the disk has space")
        }
    }

    /// Writes JSON that is the same for the same value.
    static func json(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(value).write(to: URL(fileURLWithPath: path))
    }

    /// Writes the trees of a kind of kernel.
    static func write(_ trees: TreeEnsemble, of kind: String, to folder: String) throws {
        try Data(trees.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(kind).lightgbm.txt"))
    }

    /// Reads the trees of a kind of kernel.
    ///
    /// - Throws: `PredictError` where they are missing, too large, damaged or of other features.
    static func trees(_ folder: String, _ kind: String, columns: Int) throws(PredictError) -> TreeEnsemble {
        let path = "\(folder)/\(kind).lightgbm.txt"
        guard let data = FileManager.default.contents(atPath: path), data.count <= largestTrees,
            let text = String(bytes: data, encoding: .utf8)
        else { throw PredictError(.invalid, "trees are missing or too large", place: path) }
        do throws(LearnError) {
            let trees = try TreeEnsemble(text: text)
            guard trees.featureCount == columns else {
                throw LearnError(.model, "\(trees.featureCount) features, expected \(columns)")
            }
            return trees
        } catch {
            throw PredictError(.invalid, error.message, place: path)
        }
    }

    /// Puts a complete folder in the place of an older one.
    private static func replace(_ folder: String, by scratch: String) throws {
        let files = FileManager.default
        let old = scratch + ".old"
        if files.fileExists(atPath: folder) { try files.moveItem(atPath: folder, toPath: old) }
        do { try files.moveItem(atPath: scratch, toPath: folder) } catch {
            if files.fileExists(atPath: old) { try? files.moveItem(atPath: old, toPath: folder) }
            throw error
        }
        try? files.removeItem(atPath: old)
    }
}
