import GnomonLearn
import GnomonNative
import GnomonStatistics
import Testing

let hasLightGBM = NativeLocations.current.hasLibrary(.lightGBM)

@Suite("Growing trees", .enabled(if: hasLightGBM, "needs 'gnomon setup lightgbm'"))
struct BoostedTreesTests {
    /// Rows with a known dependence: 3a + b·c and some noise.
    func sample(_ count: Int, seed: UInt64) throws -> (Matrix, [Double]) {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<count).map { _ in (0..<4).map { _ in generator.uniform() } }
        let labels = rows.map { 3 * $0[0] + $0[1] * $0[2] + 0.1 * generator.uniform() }
        return (try Matrix(rows), labels)
    }

    func small(_ objective: BoostedTreesParameters.Objective = .l2) -> BoostedTreesParameters {
        BoostedTreesParameters(objective: objective, iterations: 60)
    }

    @Test("Trees learn the dependence")
    func learns() throws {
        let (x, y) = try sample(600, seed: 1)
        let (testX, testY) = try sample(200, seed: 2)
        let trees = try BoostedTrees.train(features: x, labels: y, parameters: small())
        let errors = zip(trees.predict(rows: testX), testY).map { abs($0 - $1) }
        #expect(errors.reduce(0, +) / 200 < 0.15)
    }

    @Test("The order of rows does not change the trees, even with sampling")
    func order() throws {
        let (x, y) = try sample(300, seed: 3)
        var parameters = small()
        parameters.baggingFraction = 0.7
        parameters.featureFraction = 0.5
        var generator = SeededGenerator(seed: 9)
        let shuffled = Array(0..<300).shuffled(using: &generator)
        let first = try BoostedTrees.train(features: x, labels: y, parameters: parameters)
        let second = try BoostedTrees.train(
            features: x.selecting(rows: shuffled), labels: shuffled.map { y[$0] }, parameters: parameters)
        #expect(first.text == second.text)
        #expect(!first.text.contains("num_threads"))
    }

    @Test("Our reader predicts what the library predicts", arguments: [false, true])
    func differential(forest: Bool) throws {
        let (x, y) = try sample(400, seed: 4)
        let words =
            "objective=regression num_leaves=31 min_data_in_leaf=5 num_threads=1 verbosity=-1"
            + (forest ? " boosting=rf bagging_freq=1 bagging_fraction=0.632" : "")
        let rows = try LightGBMDataset(
            LightGBM(), features: x.values, rows: 400, columns: 4, labels: y, parameters: words)
        let booster = try LightGBMBooster(training: rows, columns: 4, parameters: words)
        for _ in 0..<50 { _ = try booster.grow() }
        let (testX, _) = try sample(500, seed: 5)
        let theirs = try booster.predict(features: testX.values, rows: 500)
        let ours = try TreeEnsemble(text: booster.modelText()).predict(rows: testX)
        #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) })
    }

    @Test("Early stopping keeps the trees up to the smallest validation loss")
    func stopping() throws {
        let (x, _) = try sample(100, seed: 6)
        var generator = SeededGenerator(seed: 1)
        // Labels of pure noise: more trees only make it worse.
        let noise = (0..<100).map { _ in generator.uniform() }
        let other = (0..<100).map { _ in generator.uniform() }
        var parameters = BoostedTreesParameters(objective: .l2, iterations: 500)
        parameters.earlyStoppingRounds = 10
        parameters.learningRate = 0.3
        let trees = try BoostedTrees.train(
            features: x, labels: noise, validation: .init(features: x, labels: other),
            parameters: parameters)
        #expect(trees.treeCount < 100)
    }

    @Test("Quantile trees bound about the share they were asked for")
    func quantile() throws {
        let (x, y) = try sample(800, seed: 7)
        let trees = try BoostedTrees.train(features: x, labels: y, parameters: small(.quantile(0.9)))
        let below = zip(trees.predict(rows: x), y).count(where: { $0 >= $1 })
        #expect((640...780).contains(below))
    }

    @Test("A forest, absolute errors, Huber and weights train")
    func others() throws {
        let (x, y) = try sample(200, seed: 8)
        for objective in [BoostedTreesParameters.Objective.l1, .huber(0.5), .mape] {
            let weights = [Double](repeating: 2, count: 200)
            let trees = try BoostedTrees.train(
                features: x, labels: y, weights: weights, parameters: small(objective))
            #expect(trees.treeCount > 1)
        }
        let forest = try BoostedTrees.train(features: x, labels: y, parameters: .forest(trees: 20))
        #expect(forest.treeCount == 20)
        #expect((0...4).contains(forest.predict(row: [0.5, 0.5, 0.5, 0.5])))
    }
}

@Suite("What cannot be learnt from")
struct TrainingErrorsTests {
    func code(
        _ rows: [[Double]], _ labels: [Double], _ weights: [Double]? = nil,
        _ change: (inout BoostedTreesParameters) -> Void = { _ in }
    ) -> LearnError.Code? {
        var parameters = BoostedTreesParameters()
        change(&parameters)
        do throws(LearnError) {
            _ = try BoostedTrees.train(
                features: Matrix(rows), labels: labels, weights: weights, parameters: parameters)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("NaN, wrong counts and useless weights are refused")
    func data() {
        #expect(code([[1], [.nan]], [1, 2]) == .data)
        #expect(code([[1], [2]], [1]) == .data)
        #expect(code([[1], [2]], [1, .infinity]) == .data)
        #expect(code([[1], [2]], [1, 1e300]) == .data)
        #expect(code([[1], [2]], [1, 2], [0, 0]) == .data)
        #expect(code([[1], [2]], [1, 2], [1, -1]) == .data)
        #expect(code([], []) == .data)
    }

    @Test("Parameters out of range are refused")
    func parameters() {
        #expect(code([[1]], [1]) { $0.leaves = 1 } == .parameter)
        #expect(code([[1]], [1]) { $0.iterations = 0 } == .parameter)
        #expect(code([[1]], [1]) { $0.learningRate = .nan } == .parameter)
        #expect(code([[1]], [1]) { $0.objective = .quantile(1) } == .parameter)
        #expect(code([[1]], [1]) { $0.method = .forest } == .parameter)
        #expect(code([[1]], [1]) { $0.monotone = [1, 1] } == .parameter)
    }
}
