import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonLearn
import GnomonStatistics

/// What was learned about one kind of kernel: a random forest on milliseconds.
struct KernelForest: Sendable {
    /// The facts beside the trees, as the folder keeps them.
    struct Facts: Hashable, Sendable, Codable {
        /// Kernels it was trained on.
        var rows: Int
        /// Kernels held out.
        var heldOut: Int
        /// The median relative error on the kernels held out; in cross-validation where there are too few.
        var error: Double
        /// The operators seen, by their codes.
        var operators: [Double]
        /// The range of each feature.
        var low: [Double]
        /// The range of each feature.
        var high: [Double]
    }

    /// Kernels from which a forest is grown; a kind with fewer has none.
    static let fewestRows = 12

    var facts: Facts
    var trees: TreeEnsemble

    /// Whether kernels with this operator were seen.
    func knows(_ vector: KernelVector) -> Bool { facts.operators.contains(vector[.operatorCode]) }

    /// How many features lie well outside what was seen: a forest answers with its nearest leaf there.
    func outside(_ row: [Double]) -> Int {
        var count = 0
        for (column, value) in row.enumerated() {
            // Half a step of a doubled amount; of remainders and codes all values are as good.
            if value > facts.high[column] + 0.5 || value < facts.low[column] - 0.5 { count += 1 }
        }
        return count
    }

    /// Nanoseconds of the kernels with these rows.
    func nanoseconds(_ rows: [[Double]]) -> [Double] {
        trees.predict(rows: rows.flatMap { $0 }, stride: trees.featureCount).map { max(30, $0 * 1e6) }
    }
}

/// Grows the forest of one kind.
struct KernelForestTrainer {
    var features: ForestFeatures
    var trees = 120

    /// The forest of these samples of one kind, or nil if there are too few.
    ///
    /// - Throws: `LearnError` when the trees cannot be grown.
    func train(_ samples: [KernelSample]) throws(LearnError) -> KernelForest? {
        let training = samples.filter { !$0.isHeldOut }
        guard training.count >= KernelForest.fewestRows else { return nil }
        let rows = training.map { features.row($0.vector) }
        var low = rows[0]
        var high = rows[0]
        for row in rows {
            for (column, value) in row.enumerated() {
                low[column] = min(low[column], value)
                high[column] = max(high[column], value)
            }
        }
        var forest = KernelForest(
            facts: .init(
                rows: training.count, heldOut: 0, error: 0,
                operators: Set(training.map { $0.vector[.operatorCode] }).sorted(), low: low, high: high),
            trees: try grow(rows, training))
        let held = samples.filter(\.isHeldOut)
        forest.facts.heldOut = held.count
        let errors =
            held.count >= 5
            ? Self.errors(held, forest.nanoseconds(held.map { features.row($0.vector) }))
            : try crossValidated(training).map { abs($0) }
        forest.facts.error = max(0.01, Quantile.median(errors.map { abs($0) }) ?? 1)
        return forest
    }

    /// The relative error of each sample when the forest does not know it, in three parts.
    ///
    /// - Throws: `LearnError` when trees cannot be grown.
    func crossValidated(_ samples: [KernelSample]) throws(LearnError) -> [Double] {
        var errors = [Double](repeating: 0, count: samples.count)
        for part in 0..<3 {
            let isOut = samples.map { Int($0.signature.hash.high % 3) == part }
            let training = samples.indices.filter { !isOut[$0] }.map { samples[$0] }
            let held = samples.indices.filter { isOut[$0] }
            guard training.count >= 6, !held.isEmpty else { continue }
            let trees = try grow(training.map { features.row($0.vector) }, training, count: 40)
            let answers = trees.predict(
                rows: held.flatMap { features.row(samples[$0].vector) }, stride: trees.featureCount)
            for (index, answer) in zip(held, answers) {
                errors[index] = answer * 1e6 / samples[index].nanoseconds - 1
            }
        }
        return errors
    }

    private func grow(
        _ rows: [[Double]], _ samples: [KernelSample], count: Int? = nil
    ) throws(LearnError) -> TreeEnsemble {
        var parameters = BoostedTreesParameters.forest(trees: count ?? trees)
        // As the original: deep trees, leaves of one row.
        parameters.maxDepth = 60
        parameters.minLeaf = 1
        return try BoostedTrees.train(
            features: try Matrix(rows), labels: samples.map { $0.nanoseconds / 1e6 }, parameters: parameters)
    }

    static func errors(_ samples: [KernelSample], _ nanoseconds: [Double]) -> [Double] {
        zip(samples, nanoseconds).map { $1 / $0.nanoseconds - 1 }
    }
}
