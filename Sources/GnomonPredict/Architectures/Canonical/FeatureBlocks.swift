import GnomonFeatures
import GnomonLearn
import GnomonSpaces

/// Features in blocks, each with a common scale, as a Gaussian process needs them.
///
/// One-hot columns stay as they are; others get mean 0 and deviation 1 by the training rows, and together the
/// length that three columns have, so that a length of about 1 fits every block.
struct FeatureBlocks: Sendable {
    /// What the process believes of blocks.
    enum Form: String, Hashable, Sendable, Codable {
        /// A latency is a sum: of each block a smooth and a linear part.
        case additive
        /// Whatever differs in any block may cost something else: two smooth parts and a linear one of all columns.
        case joint
    }

    /// Blocks and what is believed of them.
    struct Candidate: Hashable, Sendable {
        /// The names of the extractors, one a block.
        var names: [String]
        /// What is believed of them.
        var form = Form.additive
    }

    /// The names of the extractors, one a block.
    let names: [String]
    /// What is believed of the blocks.
    let form: Form
    private let extractors: [any ArchitectureExtractor]
    /// The scaling of each block.
    let scalings: [ColumnScaling]

    /// The blocks to try for a space, the best guess first.
    static func candidates(of space: any SearchSpace) -> [Candidate] {
        if space is NASBench201 {
            let graph = ["cell-edges-v1", "cell-graph-v1", "cell-schedule-v1"]
            return [
                Candidate(names: graph), Candidate(names: ["one-hot"] + graph),
                Candidate(names: ["cell-edges-v1", "cell-v1"], form: .joint),
                Candidate(names: graph, form: .joint), Candidate(names: ["one-hot"] + graph, form: .joint),
            ]
        }
        if space is NetworkSpace {
            return [Candidate(names: ["network-v1"]), Candidate(names: ["network-v1"], form: .joint)]
        }
        if space is any MobileSpace { return [Candidate(names: ["one-hot", "mobile-v1"])] }
        return [Candidate(names: ["one-hot", "network-v1"])]
    }

    /// Blocks whose scaling is that of architectures.
    ///
    /// - Throws: `PredictError` for a name the space does not have, or an architecture of another space.
    init(
        _ candidate: Candidate, space: any SearchSpace, fitting architectures: [Architecture]
    ) throws(PredictError) {
        let extractors = try Self.extractors(candidate.names, space)
        var scalings: [ColumnScaling] = []
        for extractor in extractors {
            if Self.isBinary(extractor) {
                let columns = extractor.columns.count
                scalings.append(
                    ColumnScaling(
                        means: [Double](repeating: 0, count: columns),
                        deviations: [Double](repeating: 1, count: columns)))
            } else {
                var scaling = ColumnScaling(try ArchitectureMatrix.of(architectures, extractor))
                let factor = (Double(max(1, scaling.means.count)) / 3).squareRoot()
                for column in scaling.deviations.indices { scaling.deviations[column] *= factor }
                scalings.append(scaling)
            }
        }
        (names, form) = (candidate.names, candidate.form)
        self.extractors = extractors
        self.scalings = scalings
    }

    /// Blocks with a known scaling.
    ///
    /// - Throws: `PredictError` (invalid) where the numbers do not fit the features.
    init(
        _ candidate: Candidate, space: any SearchSpace, scalings: [ColumnScaling]
    ) throws(PredictError) {
        extractors = try Self.extractors(candidate.names, space)
        guard scalings.count == extractors.count,
            zip(scalings, extractors).allSatisfy({ scaling, extractor in
                let count = extractor.columns.count
                return scaling.means.count == count && scaling.deviations.count == count
                    && scaling.means.allSatisfy(\.isFinite)
                    && scaling.deviations.allSatisfy { $0 > 0 && $0.isFinite }
            })
        else { throw PredictError(.invalid, "numbers do not fit the features") }
        (names, form) = (candidate.names, candidate.form)
        self.scalings = scalings
    }

    /// The checksum of all blocks.
    var schema: String { FeatureSchema.checksum(extractors.map(\.schema).joined(separator: ";")) }

    /// What the process believes of the columns.
    var kernel: GaussianProcessKernel {
        typealias Number = GaussianProcessKernel.Hyperparameter
        let noise = Number(0.03, 1e-6...1)
        if form == .joint {
            let all = 0..<extractors.reduce(0) { $0 + $1.columns.count }
            return GaussianProcessKernel(
                parts: [
                    .rbf(all, variance: Number(1, 1e-4...100), length: Number(5, 0.5...60)),
                    .rbf(all, variance: Number(0.1, 1e-4...100), length: Number(1.5, 0.2...60)),
                    .linear(all, variance: Number(0.05, 1e-6...100)),
                ], noise: noise)
        }
        var parts: [GaussianProcessKernel.Part] = []
        var start = 0
        for extractor in extractors {
            let columns = start..<(start + extractor.columns.count)
            start = columns.upperBound
            let isBinary = Self.isBinary(extractor)
            parts.append(
                .rbf(
                    columns, variance: Number(isBinary ? 0.05 : 0.2, 1e-4...100),
                    length: Number(isBinary ? 4 : 2.5, 0.2...60)))
            parts.append(.linear(columns, variance: Number(isBinary ? 0.001 : 0.07, 1e-6...100)))
        }
        return GaussianProcessKernel(parts: parts, noise: noise)
    }

    /// The features of architectures, block after block.
    ///
    /// - Throws: `PredictError` for an architecture of another space.
    func matrix(_ architectures: [Architecture]) throws(PredictError) -> Matrix {
        var rows = [[Double]](repeating: [], count: architectures.count)
        for (extractor, scaling) in zip(extractors, scalings) {
            let block = scaling.applied(to: try ArchitectureMatrix.of(architectures, extractor))
            for row in rows.indices { rows[row] += block.row(row) }
        }
        do { return try Matrix(rows) } catch { throw PredictError(.training, error.message) }
    }

    private static func isBinary(_ extractor: any ArchitectureExtractor) -> Bool {
        extractor is OneHotFeatures || extractor is CellEdgeFeatures
    }

    private static func extractors(
        _ names: [String], _ space: any SearchSpace
    ) throws(PredictError) -> [any ArchitectureExtractor] {
        var found: [any ArchitectureExtractor] = []
        for name in names {
            guard let extractor = ArchitectureFeatureCatalog.extractor(named: name, of: space) else {
                throw PredictError(.invalid, "no features '\(name)' of \(space.name)")
            }
            found.append(extractor)
        }
        return found
    }
}
