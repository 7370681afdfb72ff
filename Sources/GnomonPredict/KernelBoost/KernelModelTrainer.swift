import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonLearn
import GnomonStatistics

/// Trains the model of one kind of kernel.
struct KernelModelTrainer {
    /// One kernel to learn from.
    struct Row {
        var vector: KernelVector
        /// The logarithm of the time over the base.
        var target: Double
        var weight: Double
        /// What the roofline, or another platform's predictor, says, in nanoseconds.
        var base: Double
        var network: Int
        var isValidation: Bool
    }

    /// Rows from which trees are grown; fewer get a median.
    static let treeRows = 60

    var parameters: BoostedTreesParameters = {
        var parameters = BoostedTreesParameters(objective: .l1, iterations: 100)
        parameters.leaves = 31
        // A walk takes as many steps as a tree is deep.
        parameters.maxDepth = 6
        parameters.learningRate = 0.2
        parameters.minLeaf = 15
        parameters.earlyStoppingRounds = 40
        parameters.lambdaL2 = 1
        return parameters
    }()

    /// Enough trees to see what is left over.
    static let quick: BoostedTreesParameters = {
        var parameters = KernelModelTrainer().parameters
        parameters.iterations = 60
        return parameters
    }()

    /// Fewer, smaller trees: what corrects another platform's predictor is not to forget it.
    static let shrunken: BoostedTreesParameters = {
        var parameters = KernelModelTrainer().parameters
        parameters.leaves = 7
        parameters.learningRate = 0.05
        parameters.iterations = 150
        parameters.lambdaL2 = 10
        return parameters
    }()

    /// The model of these rows, or nil if there are none.
    ///
    /// - Throws: `LearnError` when the trees cannot be grown.
    func train(_ rows: [Row]) throws(LearnError) -> KernelModel? {
        var training = rows.filter { !$0.isValidation }
        guard !training.isEmpty else { return nil }
        let median = Quantile.median(training.map(\.target)) ?? 0
        let usual = Self.offsets(training, median)
        training = training.map { Self.relative($0, usual, median) }
        let targets = training.map(\.target)
        let columns = KernelFeature.allCases.count + 1
        var low = [Double](repeating: .infinity, count: columns)
        var high = [Double](repeating: -.infinity, count: columns)
        for row in training {
            for (column, value) in Self.values(row).enumerated() {
                low[column] = min(low[column], value)
                high[column] = max(high[column], value)
            }
        }
        let operators = usual.keys.sorted()
        var facts = KernelModel.Facts(
            rows: training.count, networks: Set(training.map(\.network)).count, median: median,
            lowest: Quantile.of(targets, at: 0.005) ?? 0, highest: Quantile.of(targets, at: 0.995) ?? 0,
            featureLow: low, featureHigh: high, operators: operators,
            offsets: operators.map { usual[$0] ?? median },
            elementBits: Set(training.map { $0.vector[.elementBits] }).sorted(), spread: 0, hasTrees: false)
        // A view is nearly free or copies everything, and nothing in it says which: what is usual is answered.
        guard training.count >= Self.treeRows, training[0].vector.kind != .view else {
            facts.spread = max(0.3, Self.spread(targets))
            return KernelModel(facts: facts, trees: nil)
        }
        let validation = rows.filter(\.isValidation).map { Self.relative($0, usual, median) }
        let trees = try BoostedTrees.train(
            features: try Self.matrix(training), labels: targets, weights: training.map(\.weight),
            validation: validation.count < 10
                ? nil
                : .init(
                    features: try Self.matrix(validation), labels: validation.map(\.target),
                    weights: validation.map(\.weight)),
            parameters: validation.count < 10 && parameters.earlyStoppingRounds != nil ? short : parameters)
        facts.hasTrees = true
        var model = KernelModel(facts: facts, trees: trees)
        let checked = validation.count < 10 ? training : validation
        let answers = trees.predict(rows: try Self.matrix(checked))
        let residuals = zip(checked, answers).map { $0.target - model.bounded($1) }
        // What trees were grown on flatters them.
        let isChecked = validation.count >= 10
        model.facts.spread =
            isChecked ? max(0.02, Self.spread(residuals)) : max(0.1, 2 * Self.spread(residuals))
        if isChecked {
            let weight = checked.reduce(0) { $0 + $1.weight }
            model.facts.loss =
                zip(checked, residuals).reduce(0) { $0 + $1.0.weight * abs($1.1) } / max(1e-12, weight)
        }
        return model
    }

    /// The same model grown on the rows of validation networks too, with as many trees as did best on them; what is known
    /// of its errors stays.
    ///
    /// - Throws: `LearnError` when the trees cannot be grown.
    func regrown(_ model: KernelModel, _ rows: [Row]) throws(LearnError) -> KernelModel {
        guard let trees = model.trees, rows.contains(where: \.isValidation) else { return model }
        var trainer = self
        trainer.parameters.iterations = max(1, trees.treeCount)
        trainer.parameters.earlyStoppingRounds = nil
        let all = rows.map { row in
            var row = row
            row.isValidation = false
            return row
        }
        guard var grown = try trainer.train(all) else { return model }
        (grown.facts.spread, grown.facts.loss) = (model.facts.spread, model.facts.loss)
        grown.facts.source = model.facts.source
        return grown
    }

    /// As many rows as the median of all operators counts beside those of one.
    private static let trust = 5.0
    /// As many rows as an operator counts beside those with one function.
    private static let trustOfOperator = 30.0

    /// What is usual for each operator, and for each with its function: the median of its targets, drawn towards that of all, and
    /// of the operator, where it has few.
    private static func offsets(_ rows: [Row], _ median: Double) -> [Double: Double] {
        var offsets: [Double: Double] = [:]
        for (code, own) in Dictionary(grouping: rows, by: { $0.vector[.operatorCode] }) {
            let usual = drawn(own, to: median, trust)
            offsets[KernelModel.anyFunction(of: code)] = usual
            for (variant, some) in Dictionary(grouping: own, by: { KernelModel.variant($0.vector) }) {
                offsets[variant] = drawn(some, to: usual, trustOfOperator)
            }
        }
        return offsets
    }

    private static func drawn(_ rows: [Row], to usual: Double, _ trust: Double) -> Double {
        let count = Double(rows.count)
        return (count * (Quantile.median(rows.map(\.target)) ?? usual) + trust * usual) / (count + trust)
    }

    /// A row over what is usual for its operator.
    private static func relative(_ row: Row, _ usual: [Double: Double], _ median: Double) -> Row {
        let offset = usual[KernelModel.variant(row.vector)] ?? median
        var row = row
        row.target -= offset
        row.base *= exp(offset)
        return row
    }

    /// Without validation rows, few trees.
    private var short: BoostedTreesParameters {
        var short = parameters
        short.iterations = min(100, short.iterations)
        return short
    }

    private static func values(_ row: Row) -> [Double] { row.vector.values + [log(row.base)] }

    private static func matrix(_ rows: [Row]) throws(LearnError) -> Matrix { try Matrix(rows.map(values)) }

    /// Half the distance between the 16 % and the 84 % quantile.
    private static func spread(_ residuals: [Double]) -> Double {
        ((Quantile.of(residuals, at: 0.84) ?? 0) - (Quantile.of(residuals, at: 0.16) ?? 0)) / 2
    }
}
