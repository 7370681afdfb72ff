import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite("Rankings by relations")
struct RelationRankingTests {
    /// Four cells of which each beats the later ones, whichever is first.
    private let chain = RelationScores(own: [3, 2, 1, 0], against: [-3, -2, -1, 0], offset: 0)

    @Test("both ways of ranking find an order where there is one")
    func order() {
        #expect(RelationRanking.sort.order(chain, panel: []) == [0, 1, 2, 3])
        #expect(RelationRanking.panel(size: 4, rounds: 4).order(chain, panel: [0, 1, 2, 3]) == [0, 1, 2, 3])
        #expect(RelationRanking.panel(size: 1, rounds: 2).order(chain, panel: [2]) == [0, 1, 2, 3])
        #expect(chain.wins(0, 3) > 0.9 && chain.wins(3, 0) < 0.1)
    }

    @Test("answers that contradict each other still give every cell one place")
    func contradictions() {
        // Whoever is first wins.
        let scores = RelationScores(own: [1, 1, 1, 1, 1], against: [0, 0, 0, 0, 0], offset: 1)
        for ranking in [RelationRanking.sort, .panel(size: 3, rounds: 5)] {
            #expect(ranking.order(scores, panel: [0, 1, 2]).sorted() == [0, 1, 2, 3, 4])
        }
        #expect(scores.shares(of: [0], against: [1, 2]) == [0.5])
        #expect(
            RelationRanking.sort.order(RelationScores(own: [], against: [], offset: 0), panel: []).isEmpty)
    }

    @Test("steps of pairs hold every ordered pair once; steps of cells all pairs among them")
    func batches() {
        let pairs = RelationBatches(.pairs(7), cells: 5)
        #expect(pairs.rows == 20 && pairs.size == 7)
        let (cells, all) = pairs.pairs(of: Array(0..<20))
        let named = all.map { [cells[$0.0], cells[$0.1]] }
        #expect(Set(named).count == 20 && named.allSatisfy { $0[0] != $0[1] })
        let some = RelationBatches(.cells(3), cells: 5).pairs(of: [4, 0, 2])
        #expect(some.cells == [4, 0, 2] && some.pairs.count == 6)
        #expect(RelationBatches(.cells(3), cells: 5).pairs(of: [0]).cells == [0, 1])
    }
}

@Suite(
    "The binary relation and iterative sampling",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct RelationTests {
    private func settings(_ form: RelationSettings.Form) -> RelationSettings {
        var settings = RelationSettings.ours
        settings.form = form
        settings.width = 24
        settings.rate = 5e-3
        settings.temperature = 5
        return settings
    }

    /// An accuracy that follows from the operators.
    private func accuracy(_ architecture: Architecture) -> Double {
        50 + 5 * (SyntheticCells.milliseconds(architecture) - 3)
    }

    /// The share of pairs in which the better cell comes first.
    private func agreement(_ ranking: [Int], _ truth: [Double]) -> Double {
        var (right, all) = (0.0, 0.0)
        for first in ranking.indices {
            for second in ranking.indices
            where first < second && truth[ranking[first]] != truth[ranking[second]] {
                all += 1
                if truth[ranking[first]] > truth[ranking[second]] { right += 1 }
            }
        }
        return right / all
    }

    @Test("every form learns an order of cells it has not seen", arguments: RelationSettings.Form.allCases)
    func learns(form: RelationSettings.Form) throws {
        let rows = SyntheticCells.rows(0..<40).architectures
        let learner = try RelationLearner(settings(form), seed: 1)
        try learner.train(on: rows, accuracies: rows.map(accuracy), epochs: 60)
        let fresh = SyntheticCells.rows(100..<160).architectures
        let truth = fresh.map(accuracy)
        #expect(agreement(try learner.rank(fresh), truth) > 0.75)
        #expect(agreement(try learner.rank(fresh, by: .sort), truth) > 0.75)
    }

    @Test("what two numbers a cell say of pairs is what the network says")
    func scores() throws {
        let settings = settings(.binary)
        let learner = try RelationLearner(settings, seed: 1)
        let cells = SyntheticCells.rows(0..<6).architectures
        try learner.train(on: cells, accuracies: cells.map(accuracy), epochs: 3, steps: .pairs(4))
        let scores = try learner.scores(cells)
        let direct = try learner.probabilities(cells, [(0, 1), (1, 0), (4, 2)])
        for (pair, wanted) in zip([(0, 1), (1, 0), (4, 2)], direct) {
            #expect(abs(scores.wins(pair.0, pair.1) - wanted) < 1e-5)
        }
        #expect(throws: PredictError.self) {
            try learner.train(on: Array(cells.prefix(1)), accuracies: [1], epochs: 1)
        }
    }

    @Test("a search trains its budget once each, is repeated by its seed, and ranks everything")
    func search() throws {
        let candidates = SyntheticCells.rows(0..<150).architectures
        var sampling = IterativeSampling()
        sampling.relation = settings(.binary)
        sampling.budget = 30
        sampling.rounds = 3
        sampling.epochs = 15
        let trace = try sampling.run(candidates, seed: 4) { accuracy(candidates[$0]) }
        #expect(trace.trained.count == 30 && Set(trace.trained).count == 30)
        #expect(trace.accuracies == trace.trained.map { accuracy(candidates[$0]) })
        #expect(trace.ranking.sorted() == Array(candidates.indices))
        #expect(try sampling.run(candidates, seed: 4) { accuracy(candidates[$0]) } == trace)
        let first = trace.accuracies.prefix(10).reduce(0, +) / 10
        let last = trace.accuracies.suffix(10).reduce(0, +) / 10
        #expect(last > first, "later rounds train better cells")
        #expect(throws: PredictError.self) { try sampling.run([candidates[0]], seed: 1) { _ in 1 } }
    }
}
