import GnomonFeatures
import GnomonLearn
import GnomonSpaces

extension CanonicalPredictor {
    /// The `canonical.json` of a predictor folder.
    private struct Kept: Codable {
        struct Block: Codable {
            var name: String
            var means: [Double]
            var deviations: [Double]
        }

        var parts: Parts
        var blocks: [Block]
        var form: FeatureBlocks.Form
        var blockSchema: String
        var process: GaussianProcess
        var ridge: RidgePredictor.Parts
        var ridgeManifest: ArchitectureManifest
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            let kept = Kept(
                parts: parts,
                blocks: zip(blocks.names, blocks.scalings).map {
                    .init(name: $0, means: $1.means, deviations: $1.deviations)
                }, form: blocks.form, blockSchema: blocks.schema, process: process, ridge: ridge.parts,
                ridgeManifest: ridge.manifest)
            try PredictorFolder.json(kept, to: folder + "/canonical.json")
            try PredictorFolder.write(trees, of: "gbdt", to: folder)
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let place = folder + "/canonical.json"
        let manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        let extractor = try ArchitectureMatrix.extractor(of: manifest, place: folder)
        let kept = try Manifest.decode(Kept.self, from: place, largest: 64 << 20)
        let blocks: FeatureBlocks
        do throws(PredictError) {
            blocks = try FeatureBlocks(
                FeatureBlocks.Candidate(names: kept.blocks.map(\.name), form: kept.form),
                space: try manifest.searchSpace(place: folder),
                scalings: kept.blocks.map { ColumnScaling(means: $0.means, deviations: $0.deviations) })
        } catch { throw PredictError(.invalid, error.message, place: place) }
        let numbers = kept.parts.shares + [kept.parts.mean, kept.parts.deviation, kept.parts.bound ?? 0]
        guard kept.blockSchema == blocks.schema, numbers.allSatisfy(\.isFinite),
            kept.parts.shares.count == 3, kept.parts.shares.allSatisfy((0...1).contains),
            kept.ridgeManifest.space == manifest.space, kept.parts.deviation > 0, kept.parts.bound ?? 0 >= 0,
            kept.process.kernel == blocks.kernel
        else { throw PredictError(.invalid, "numbers do not fit the features", place: place) }
        self.init(
            manifest: manifest, extractor: extractor,
            trees: try PredictorFolder.trees(folder, "gbdt", columns: extractor.columns.count),
            blocks: blocks, process: kept.process,
            ridge: try RidgePredictor(manifest: kept.ridgeManifest, parts: kept.ridge, place: place),
            parts: kept.parts)
    }
}
