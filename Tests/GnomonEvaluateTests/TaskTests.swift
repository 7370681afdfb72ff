import GnomonEvaluate
import Testing

@Suite("Splits of tasks")
struct TaskSplitTests {
    private let task = EvaluationTask(
        name: "t/d", dataset: "t", device: "d", rule: .pool(100), budgets: [10, 50])
    private let rows = Array(500..<800)

    private func split(_ budget: Int, seed: UInt64 = 1, measured: [Bool]? = nil) -> TaskSplit? {
        TaskSplit(
            task, budget: budget, seed: seed, rows: rows,
            isMeasured: measured ?? [Bool](repeating: true, count: 300))
    }

    @Test("the parts have no row in common, and the seed decides them")
    func parts() throws {
        let first = try #require(split(50))
        #expect(first.training.count == 50)
        #expect(first.validation.count == 10)
        #expect(first.test.count == 200)
        #expect(first.measurements == 60)
        let all = first.training + first.validation + first.test
        #expect(Set(all).count == all.count)
        #expect(Set(all).isSubset(of: Set(rows)))
        #expect(split(50) == first)
        #expect(split(50, seed: 2) != first)
    }

    @Test("a smaller budget is a part of a larger one, and the test rows stay")
    func budgets() throws {
        let small = try #require(split(10))
        let large = try #require(split(90))
        #expect(Array(large.training.prefix(10)) == small.training)
        #expect(small.test == large.test)
        #expect(split(91) == nil)
        #expect(split(0) == nil)
    }

    @Test("rows that were not measured leave the order of the others as it is")
    func unmeasured() throws {
        var measured = [Bool](repeating: true, count: 300)
        for row in stride(from: 0, to: 300, by: 3) { measured[row] = false }
        let some = try #require(split(20, measured: measured))
        #expect(some.training.allSatisfy { ($0 - 500) % 3 != 0 })
        let full = try #require(split(20))
        let kept = full.training.filter { ($0 - 500) % 3 != 0 }
        #expect(Array(some.training.prefix(kept.count)) == kept)
    }

    @Test("the order in which rows come does not matter")
    func order() throws {
        let reversed = TaskSplit(
            task, budget: 20, seed: 1, rows: rows.reversed(), isMeasured: [Bool](repeating: true, count: 300))
        #expect(reversed == split(20))
    }

    @Test("a published split keeps its test rows")
    func published() throws {
        let task = EvaluationTask(name: "n", dataset: "n", device: "d", rule: .published, budgets: [])
        let parts = (0..<100).map { $0 < 80 ? "train" : "test" }
        let found = try #require(
            TaskSplit(
                task, budget: 40, seed: 3, rows: Array(0..<100),
                isMeasured: [Bool](repeating: true, count: 100),
                published: parts))
        #expect(Set(found.test) == Set(80..<100))
        #expect(Set(found.training + found.validation).isSubset(of: Set(0..<80)))
        #expect(
            TaskSplit(task, budget: 40, seed: 3, rows: [1], isMeasured: [true]) == nil,
            "there is no published split")
        #expect(task.largestBudget(rows: 100, publishedTraining: 80) == 72)
    }

    @Test("no family of tasks is there twice, and tasks begin with its prefix")
    func catalogue() {
        let families = TaskCatalog.all.map { $0.prefix + " " + $0.dataset }
        #expect(Set(families).count == families.count)
        for family in TaskCatalog.all {
            #expect(family.task(device: "x").name == family.prefix + "/x")
            #expect(!family.budgets.isEmpty)
        }
        let nnlqp = TaskCatalog.all.first { $0.prefix == "nnlqp" }
        #expect(nnlqp?.task(device: "gtx1660_trt71_fp32").name == "nnlqp/nb201-gtx1660")
    }
}

@Suite("Metrics of predictions")
struct PredictionMetricsTests {
    @Test("shares count against the measured latency, eagle's against the predicted one")
    func conventions() throws {
        // 111 against 100 is 11 % of the measured, 9.9 % of the predicted latency.
        let metrics = try #require(
            PredictionMetrics(predicted: [111, 100.5, 96], measured: [100, 100, 100]))
        #expect(metrics["within10"] == 2.0 / 3)
        #expect(metrics["eagle_within10"] == 1)
        #expect(metrics["within1"] == 1.0 / 3)
        #expect(metrics["within5"] == 2.0 / 3)
        #expect(abs((metrics["mape"] ?? 0) - (0.11 + 0.005 + 0.04) / 3) < 1e-12)
        #expect(abs((metrics["mae_ms"] ?? 0) - (11 + 0.5 + 4) / 3) < 1e-12)
        #expect(metrics["interval_coverage"] == nil)
        #expect(metrics["spearman"] == nil)
    }

    @Test("intervals are counted, and the widest tenth can be left out")
    func intervals() throws {
        let measured = [Double](repeating: 10, count: 10)
        var predicted = measured
        predicted[3] = 20
        var intervals = [ClosedRange<Double>?](repeating: 9...11, count: 10)
        intervals[3] = 5...40
        intervals[4] = 10.5...10.6
        let metrics = try #require(
            PredictionMetrics(predicted: predicted, measured: measured, intervals: intervals))
        #expect(metrics["interval_coverage"] == 0.9)
        #expect(metrics["within10"] == 0.9)
        #expect(metrics["certain_within10"] == 1)
        intervals[0] = nil
        let without = try #require(
            PredictionMetrics(predicted: predicted, measured: measured, intervals: intervals))
        #expect(without["interval_coverage"] == nil)
    }

    @Test("rows apart from training rows have a share of their own")
    func apart() throws {
        let metrics = try #require(
            PredictionMetrics(predicted: [1, 2, 3], measured: [1, 1, 3], isApart: [true, true, false]))
        #expect(metrics["apart_within10"] == 0.5)
    }

    @Test("nothing, other counts and bad numbers have no metrics")
    func refused() {
        #expect(PredictionMetrics(predicted: [], measured: []) == nil)
        #expect(PredictionMetrics(predicted: [1], measured: [1, 2]) == nil)
        #expect(PredictionMetrics(predicted: [-1], measured: [1]) == nil)
        #expect(PredictionMetrics(predicted: [.nan], measured: [1]) == nil)
        #expect(PredictionMetrics(predicted: [1], measured: [0]) == nil)
    }
}

@Suite("The noise of data")
struct NoiseFloorTests {
    @Test("each measurement is predicted by the others of the same network")
    func floor() throws {
        let floor = try #require(
            NoiseFloor([10, 10.4, 12, 5, nil, 7], keys: ["a", "a", "a", "b", "b", "c"]))
        // Only network a was measured more than once: 10 by 11.2, 10.4 by 11, 12 by 10.2.
        #expect(floor.groups == 1)
        #expect(floor.rows == 3)
        #expect(floor.metrics["within10"] == 1.0 / 3)
        #expect(NoiseFloor([1, 2], keys: ["a", "b"]) == nil)
    }

    @Test("equal measurements leave no noise")
    func equal() throws {
        let floor = try #require(NoiseFloor([3, 3, 3, 3], keys: ["a", "a", "b", "b"]))
        #expect(floor.metrics["within1"] == 1)
        #expect(floor.metrics["mape"] == 0)
    }
}

@Suite("Leaderboards")
struct LeaderboardTests {
    private func result(_ predictor: String, _ seed: UInt64, _ share: Double) -> TaskResult {
        TaskResult(
            task: "t", predictor: predictor, budget: 10, seed: seed, measurements: 20, testRows: 5,
            metrics: PredictionMetrics(values: ["within10": share]), trainSeconds: Double(seed),
            predictSeconds: 1)
    }

    @Test("medians over seeds, the best first")
    func medians() {
        let board = Leaderboard([
            result("a", 1, 0.5), result("a", 2, 0.9), result("a", 3, 0.6), result("b", 1, 0.7),
        ])
        #expect(board.entries.map(\.predictor) == ["b", "a"])
        #expect(board.entries[1].median["within10"] == 0.6)
        #expect(board.entries[1].lowest["within10"] == 0.5)
        #expect(board.entries[1].highest["within10"] == 0.9)
        #expect(board.entries[1].seeds == 3)
        #expect(board.entries[1].trainSeconds == 2)
    }

    @Test("a predictor that is better on every row is decided, the same errors are not")
    func pairs() throws {
        let better = [[0.01, 0.02, 0.03, 0.02], [0.02, 0.01, 0.03, 0.02]]
        let worse = better.map { $0.map { $0 + 0.05 } }
        let found = try #require(PairedComparison(better, worse))
        #expect(abs(found.difference + 0.05) < 1e-12)
        #expect(found.isDecided)
        #expect(found.rows == 8)
        let same = try #require(PairedComparison(better, better))
        #expect(same.difference == 0)
        #expect(!same.isDecided)
        #expect(PairedComparison(better, [[1]]) == nil)
        #expect(PairedComparison([], []) == nil)
    }

    @Test("what one seed alone brings about is not decided")
    func oneSeed() throws {
        let first = [[0.01, 0.01], [0.01, 0.01], [0.01, 0.01]]
        let second = [[0.2, 0.2], [0.008, 0.008], [0.008, 0.008]]
        let found = try #require(PairedComparison(first, second))
        #expect(found.difference < 0)
        #expect(!found.isDecided)
    }
}
