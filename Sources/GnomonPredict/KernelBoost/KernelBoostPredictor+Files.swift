import Foundation
import GnomonData
import GnomonFeatures
import GnomonKernels
import GnomonLearn

extension KernelBoostPredictor {
    /// The `kernel-boost.json` of a predictor folder.
    private struct Parts: Codable {
        var rules: FusionRules
        var roofline: Roofline
        var runCost: RunCost
        var scale: Double
        var intervalFactor: Double
        var level: Double
        var models: [String: KernelModel.Facts]
        /// How many predictors of other platforms lie beside it, in `prior-0` and so on.
        var priors: Int?
        /// The one for kinds that were not measured.
        var general: General?
        /// Kernels of named networks.
        var memory: KernelMemory?
    }

    private struct General: Codable {
        var source: Int
        var offset: Double
        var distance: Double
    }

    /// A predictor may start from one that started from another, so often.
    private static let deepest = 4

    /// The largest file of trees that is read, in bytes.
    private static let largestTrees = 64 << 20

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let files = FileManager.default
        let scratch = "\(folder).partial-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try? files.removeItem(atPath: scratch)
            try files.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            defer { try? files.removeItem(atPath: scratch) }
            let manifest = Manifest(
                system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
                platformID: platformID, training: training)
            var facts: [String: KernelModel.Facts] = [:]
            for (kind, model) in models {
                facts[kind.rawValue] = model.facts
                guard let trees = model.trees else { continue }
                try Data(trees.text.utf8).write(
                    to: URL(fileURLWithPath: "\(scratch)/\(kind.rawValue).lightgbm.txt"))
            }
            let parts = Parts(
                rules: rules, roofline: roofline, runCost: runCost, scale: scale,
                intervalFactor: intervalFactor,
                level: level, models: facts, priors: prior.sources.count,
                general: prior.general.map {
                    General(source: $0.source, offset: $0.offset, distance: $0.distance)
                },
                memory: memory)
            for (index, source) in prior.sources.enumerated() {
                try source.save(to: "\(scratch)/prior-\(index)")
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try encoder.encode(manifest).write(to: URL(fileURLWithPath: scratch + "/manifest.json"))
            try encoder.encode(parts).write(to: URL(fileURLWithPath: scratch + "/kernel-boost.json"))
            try Self.replace(folder, by: scratch)
        } catch {
            throw PredictError(
                .unwritable, "cannot be written: \(error.localizedDescription)", place: folder,
                hint: "check that the folder is writable and the disk has space")
        }
    }

    /// Puts a complete folder in the place of an older one, which is moved aside first.
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

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) { try self.init(folder: folder, depth: 0) }

    private init(folder: String, depth: Int) throws(PredictError) {
        let manifest = try Manifest(folder: folder)
        guard manifest.featureSchema == FeatureSchema.hash else {
            throw PredictError(
                .invalid, "it was trained on other features", place: folder,
                hint: "train it again with 'gnomon learn'; measurements are kept")
        }
        let parts = try Manifest.decode(Parts.self, from: folder + "/kernel-boost.json")
        platform = manifest.platform
        platformID = manifest.platformID
        training = manifest.training
        rules = parts.rules
        roofline = parts.roofline
        runCost = parts.runCost
        scale = parts.scale
        intervalFactor = parts.intervalFactor
        level = parts.level
        models = [:]
        prior = try Self.prior(parts, folder: folder, depth: depth)
        memory = parts.memory ?? KernelMemory()
        let columns = KernelFeature.allCases.count + 1
        for (name, facts) in parts.models {
            guard let kind = KernelKind(rawValue: name), facts.featureLow.count == columns,
                facts.featureHigh.count == columns,
                facts.source.map({ prior.sources.indices.contains($0) }) ?? true
            else { throw PredictError(.invalid, "facts of '\(name)' do not fit", place: folder) }
            models[kind] = KernelModel(facts: facts, trees: nil)
            if facts.hasTrees { models[kind]?.trees = try Self.trees(folder, name, columns: columns) }
        }
    }

    private static func prior(_ parts: Parts, folder: String, depth: Int) throws(PredictError) -> KernelPrior
    {
        let count = parts.priors ?? 0
        guard (0...KernelPrior.mostSources).contains(count), count == 0 || depth < deepest else {
            throw PredictError(.invalid, "too many predictors inside", place: folder)
        }
        var sources: [KernelBoostPredictor] = []
        for index in 0..<count {
            sources.append(try KernelBoostPredictor(folder: "\(folder)/prior-\(index)", depth: depth + 1))
        }
        let general = parts.general.map {
            KernelPrior.Match(source: $0.source, offset: $0.offset, distance: $0.distance)
        }
        return KernelPrior(sources, general: general)
    }

    private static func trees(_ folder: String, _ kind: String, columns: Int) throws(PredictError)
        -> TreeEnsemble
    {
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
}
