import GnomonApp
import GnomonData
import GnomonEvaluate
import GnomonPredict
import GnomonReport
import GnomonSpaces
import Testing

@Suite("Search on a new device")
struct SearchSessionTests {
    /// NAS-Bench-201 cells on the devices of a task: latency and accuracy grow with 3x3 convolutions.
    static func session() throws -> SearchSession {
        let task = try SearchSession.task(for: "gold_6226")
        let space = NASBench201()
        let pool = space.sample(150, seed: 1)
        let large = pool.map { cell in cell.genes.reduce(1.0) { $0 + [0, 0.1, 0.5, 2, 0.3][$1] } }
        let table = LatencyTable(
            name: "made", space: space.name, indices: pool.indices.map { $0 + 100 },
            architectures: pool.map(space.format), devices: task.sources + task.targets,
            milliseconds: (task.sources + task.targets).map { _ in large })
        let accuracy = Dictionary(uniqueKeysWithValues: pool.indices.map { ($0 + 100, 50 + large[$0]) })
        return SearchSession(
            try TransferData([table]), scores: ["cifar100": accuracy], ranked: Array(100..<130),
            predictor: FLOPsTransferPredictor.self)
    }

    @Test(
        "Every method answers within what it predicts, and says what was really chosen",
        arguments: SearchSession.Method.allCases)
    func methods(method: SearchSession.Method) throws {
        let session = try Self.session()
        let adapted = try session.adapted(to: "gold_6226", samples: 10, seed: 1)
        var question = SearchSession.Question(device: "gold_6226", limit: 6)
        question.method = method
        let row = try session.answer(question, adapted)
        #expect(row.predicted <= 6 && row.architecture != nil)
        #expect(abs(row.accuracy - 50 - row.measured) < 1e-9)
        #expect(row.isOver == (row.measured > 6))
        #expect(row.samples == 10 && row.measuringSeconds > 0)
    }

    @Test("Being surer of the limit never chooses what seems slower")
    func keep() throws {
        let session = try Self.session()
        let adapted = try session.adapted(to: "gold_6226", samples: 10, seed: 1)
        var question = SearchSession.Question(device: "gold_6226", limit: 6)
        let plain = try session.answer(question, adapted)
        question.keep = 0.9
        #expect(try session.answer(question, adapted).predicted <= plain.predicted)
    }

    @Test("Fronts say how much is reached, and unknown devices and scores are refused")
    func fronts() throws {
        let session = try Self.session()
        let front = try session.front("gold_6226", score: "cifar100", samples: 10, seeds: [1, 2])
        #expect((0.5...1).contains(front.hypervolumeRatio))
        #expect(front.choices == 8 && front.regrets.count == 4)
        #expect { try session.front("gold_6226", score: "mnist", samples: 10, seeds: [1]) } throws: {
            ($0 as? AppError)?.exit == .usage
        }
        #expect(throws: AppError.self) { try SearchSession.task(for: "abacus") }
    }
}
