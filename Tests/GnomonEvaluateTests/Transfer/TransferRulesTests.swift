import GnomonEvaluate
import GnomonStatistics
import Testing

@Suite("Rules of transfer tasks")
struct TransferRulesTests {
    @Test("Labels beyond the budget, of absent rows and of rows that are not offered are refused")
    func counter() throws {
        var counter = LabelCounter([1, 2, nil, 4, 5], budget: 2, offered: 0..<4)
        #expect(try counter.label(of: 0) == 1)
        #expect(throws: LabelCounter.Refusal.absent(row: 2)) { try counter.label(of: 2) }
        #expect(throws: LabelCounter.Refusal.notOffered(row: 4)) { try counter.label(of: 4) }
        #expect(try counter.label(of: 3) == 4)
        #expect(try counter.label(of: 0) == 1)
        #expect(throws: LabelCounter.Refusal.budget(2)) { try counter.label(of: 1) }
        #expect(counter.asked == [0, 3])
    }

    @Test("Full asks about every measured row, first128 about the first")
    func rows() {
        var column = (0..<200).map { Double?(Double($0 + 1)) }
        column[5] = nil
        let full = TransferProtocol.full.targetRows(column, .nasBench201)
        #expect(full.asked.count == 199 && full.candidates == full.asked && full.excludesSamples)
        let first = TransferProtocol.first128.targetRows(column, .nasBench201)
        #expect(first.asked.count == 127 && first.candidates.count == 199 && !first.excludesSamples)
    }

    @Test("Trimmed rows lie between the quantiles of their own part")
    func trimmed() {
        let column = (0..<2000).map { Double?(Double($0 * 7919 % 2000 + 1)) }
        let rows = TransferProtocol.helpTrimmed.targetRows(column, .nasBench201)
        #expect(
            rows.candidates.allSatisfy { $0 < 900 } && rows.asked.allSatisfy { (900..<1900).contains($0) })
        #expect(abs(rows.candidates.count - 720) <= 2 && abs(rows.asked.count - 800) <= 2)
        #expect(TransferProtocol.helpTrimmed.sourceRows(column, .nasBench201) == rows.candidates)
        let values = rows.asked.compactMap { column[$0] }.sorted()
        let all = (900..<1900).compactMap { column[$0] }.sorted()
        #expect(values.first ?? 0 >= Quantile.ofSorted(all, at: 0.1) ?? 0)
    }

    @Test("HELP's reference architectures count as samples")
    func strict() {
        let column = [Double?](repeating: 1, count: 15_625)
        let rows = TransferProtocol.helpStrict.targetRows(column, .nasBench201)
        #expect(rows.given == TransferTask.Space.nasBench201.references)
        #expect(Set(rows.candidates).isDisjoint(with: rows.given))
    }

    @Test(
        "Trimmed samples come after the references for a predictor that needs them, and only there a range is told"
    )
    func references() throws {
        let column = (0..<15_625).map { Double?(Double($0 % 1000 + 1)) }
        let rules = TransferProtocol.helpTrimmed
        let space = TransferTask.Space.nasBench201
        let rows = rules.targetRows(column, space, withReferences: true)
        #expect(rows.given == space.references && Set(rows.candidates).isDisjoint(with: rows.given))
        let plain = rules.targetRows(column, space)
        #expect(
            plain.given.isEmpty && plain.candidates.filter { !rows.given.contains($0) } == rows.candidates)
        #expect(TransferProtocol.full.targetRows(column, space, withReferences: true).given.isEmpty)
        let range = try #require(rules.range(column, space))
        let values = plain.candidates.compactMap { column[$0] }
        #expect(range.lowerBound == values.min() && range.upperBound == values.max())
        #expect(TransferProtocol.helpStrict.range(column, space) == nil)
    }

    @Test("Twelve tasks, with no device on both sides and no twins apart")
    func tasks() {
        let names = ["ND", "N1", "N2", "N3", "N4", "NA", "FD", "F1", "F2", "F3", "F4", "FA"]
        #expect(TransferTask.nasflat.map(\.name) == names.map { "nasflat/\($0)" })
        for task in TransferTask.all {
            #expect(Set(task.sources).isDisjoint(with: task.targets))
            let twins = TransferTask.twins
            #expect(
                !(twins.contains { task.sources.contains($0) }
                    && twins.contains { task.targets.contains($0) }))
        }
        #expect(TransferTask.latBenchLeftOut.count == 12)
        #expect(TransferTask.named("nasflat/F1").map(\.targets.count) == [5])
        #expect(TransferTask.named("left-out").count == 12)
        #expect(TransferTask.named("nasflat/F9").isEmpty)
    }

    @Test("A score's figures are those counted by hand")
    func score() throws {
        let score = try #require(
            TransferScore(
                predicted: [1, 2, 4], intervals: [0.9...1.1, 1...3, nil], measured: [1.04, 3.2, 3.9]))
        #expect(abs(score.spearman - 1) < 1e-12 && abs(score.kendall - 1) < 1e-12)
        #expect(abs(score.within5 - 2.0 / 3) < 1e-12)
        #expect(score.coverage90 == 0.5 && score.coverage80 == 0.5)
        #expect(abs(score.width90 - (0.2 / 1.04 + 2 / 3.2) / 2) < 1e-12)
        #expect(abs(score.rmse - ((0.04 * 0.04 + 1.2 * 1.2 + 0.01) / 3).squareRoot()) < 1e-12)
        #expect(TransferScore(predicted: [1], intervals: [nil], measured: [0]) == nil)
    }

    @Test("A summary is the mean over targets and over seeds, its spread that of seeds")
    func summary() throws {
        func run(_ seed: UInt64, _ target: String, _ order: [Double]) throws -> TransferSummary.Run {
            let score = try #require(
                TransferScore(predicted: order, intervals: [nil, nil, nil], measured: [1, 2, 3]))
            return .init(seed: seed, target: target, score: score, choosing: 0, adaptation: 2)
        }
        let summary = TransferSummary(
            task: "T", predictor: "p", rules: .full, sampler: "random", budget: 5,
            runs: try [
                run(0, "a", [1, 2, 3]), run(0, "b", [3, 2, 1]), run(1, "a", [1, 2, 3]),
                run(1, "b", [1, 2, 3]),
            ],
            sourceSeconds: [1, 3])
        #expect(abs((summary.mean?.spearman ?? 0) - 0.5) < 1e-12)
        #expect(abs((summary.spearmanDeviation ?? 0) - 0.5.squareRoot()) < 1e-12)
        #expect(summary.byTarget.map(\.target) == ["a", "b"])
        #expect(summary.byTarget[1].score.spearman == 0)
        #expect(summary.adaptationSeconds == 2)
    }
}
