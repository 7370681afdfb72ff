import GnomonApp
import GnomonData
import GnomonDatasets
import GnomonEvaluate
import GnomonPredict
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Transfer tasks are run")
struct TransferSessionTests {
    /// A table of FBNet architectures whose latency on each device is a multiple of the number of its blocks.
    static func table(rows: Int) -> LatencyTable {
        let space = FBNet()
        let pool = space.sample(rows, seed: 1)
        let blocks: [Double] = pool.map { architecture in
            Double(architecture.genes.reduce(1) { $0 + ($1 == 8 ? 0 : $1 + 1) })
        }
        // Every tenth row was not measured on the new device.
        let new: [Double?] = blocks.enumerated().map { $0.offset % 10 == 0 ? nil : 3 * $0.element }
        return LatencyTable(
            name: "made", space: space.name, indices: Array(0..<rows), architectures: pool.map(space.format),
            devices: ["a", "b", "new"], milliseconds: [blocks, blocks.map { 2 * $0 }, new])
    }

    static let task = TransferTask(name: "made", space: .fbnet, sources: ["a", "b"], targets: ["new"])

    @Test("Every number of samples has a line, samples and absent rows are not scored")
    func lines() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 200)]))
        var plan = TransferSession.Plan(task: Self.task, predictor: FLOPsTransferPredictor.self)
        (plan.budgets, plan.seeds) = ([5, 20], [1, 2])
        let summaries = try session.run(plan)
        #expect(summaries.map(\.budget) == [5, 20])
        for summary in summaries {
            #expect(summary.runs.count == 2)
            #expect(summary.runs.allSatisfy { $0.score.rows == 180 - summary.budget })
            #expect((summary.mean?.spearman ?? 0) > 0.5)
        }
    }

    @Test("Every sampler and protocol runs")
    func ways() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 200)]))
        for sampler in ArchitectureSampler.allCases {
            var plan = TransferSession.Plan(task: Self.task, predictor: FLOPsTransferPredictor.self)
            (plan.budgets, plan.seeds, plan.sampler) = ([8], [1], sampler)
            #expect(try session.run(plan)[0].runs[0].score.rows == 172)
        }
        var plan = TransferSession.Plan(task: Self.task, predictor: FLOPsTransferPredictor.self)
        (plan.budgets, plan.seeds, plan.rules) = ([8], [1], .first128)
        #expect(try session.run(plan)[0].runs[0].score.rows == 115)
    }

    @Test("The same predictions are scored under several protocols that offer the same rows")
    func severalProtocols() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 200)]))
        var plan = TransferSession.Plan(task: Self.task, predictor: FLOPsTransferPredictor.self)
        (plan.budgets, plan.seeds, plan.alsoScored) = ([8], [1], [.first128])
        let summaries = try session.run(plan)
        #expect(summaries.map(\.rules) == [.full, .first128])
        #expect(summaries.map { $0.runs[0].score.rows } == [172, 115])
        plan.alsoScored = [.helpTrimmed]
        #expect { try session.run(plan) } throws: { ($0 as? AppError)?.exit == .usage }
    }

    @Test("Sources are known in the same rows, drawn anew with each seed")
    func sources() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 200)]))
        var plan = TransferSession.Plan(task: Self.task, predictor: FLOPsTransferPredictor.self)
        plan.sourceRows = 50
        let (one, two) = (try session.sources(plan, seed: 1), try session.sources(plan, seed: 2))
        #expect(one.rows[0] == one.rows[1] && one.rows[0].count == 50)
        #expect(one.rows[0] != two.rows[0])
        #expect(zip(one.milliseconds[0], one.milliseconds[1]).allSatisfy { $1 == 2 * $0 })
    }

    @Test("A predictor that needs references gets their latencies")
    func references() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 4000)]))
        var plan = TransferSession.Plan(task: Self.task, predictor: HELPPredictor.self)
        let sources = try session.sources(plan, seed: 1)
        #expect(sources.references == TransferTask.Space.fbnet.references)
        #expect(sources.referenceMilliseconds.map(\.count) == [10, 10])
        #expect(
            zip(sources.referenceMilliseconds[0], sources.referenceMilliseconds[1]).allSatisfy {
                $1 == 2 * $0
            })
        plan.predictor = FLOPsTransferPredictor.self
        #expect(try session.sources(plan, seed: 1).references.isEmpty)
    }

    @Test("A predictor that proposes what was not offered is found out")
    func cheat() throws {
        let session = TransferSession(try TransferData([Self.table(rows: 200)]))
        var plan = TransferSession.Plan(task: Self.task, predictor: CheatingPredictor.self)
        (plan.budgets, plan.seeds) = ([5], [1])
        #expect(throws: AppError.self) { try session.run(plan) }
    }

    @Test("Unknown devices, tasks, predictors, protocols and samplers are answered with those there are")
    func unknown() throws {
        let data = try TransferData([Self.table(rows: 20)])
        #expect { try data.column("c") } throws: { ($0 as? AppError)?.message.contains("new") ?? false }
        let evaluation = TransferEvaluation(
            library: DatasetLibrary(folder: "/nowhere", settings: Settings(environment: [:])))
        for request in [
            TransferEvaluation.Request(tasks: ["nasflat/F9"], predictors: ["analytic-gp"]),
            TransferEvaluation.Request(tasks: ["nasflat/F1"], predictors: ["oracle"]),
        ] {
            #expect { try evaluation.run(request) } throws: { ($0 as? AppError)?.exit == .usage }
        }
        var request = TransferEvaluation.Request(tasks: ["nasflat/F1"], predictors: ["analytic-gp"])
        request.rules = "lenient"
        #expect { try evaluation.run(request) } throws: { ($0 as? AppError)?.exit == .usage }
        (request.rules, request.settings) = ("full", ["episodes"])
        #expect { try evaluation.run(request) } throws: { ($0 as? AppError)?.exit == .usage }
        (request.settings, request.sampler) = ([], "best")
        #expect { try evaluation.run(request) } throws: { ($0 as? AppError)?.exit == .usage }
        request.sampler = "random"
        #expect { try evaluation.run(request) } throws: { ($0 as? AppError)?.exit == .unavailable }
        #expect(TransferEvaluation.knows("nasflat") && !TransferEvaluation.knows("latbench"))
    }

    @Test(
        "All twelve tasks find their devices in the published data",
        .enabled(if: PublicData.isThere, "needs the public data sets in GNOMON_DATA"))
    func devices() throws {
        for space in TransferTask.Space.allCases {
            var known: Set<String> = []
            for name in space.datasets { known.formUnion(try PublicData.dataset(name).table.devices) }
            for task in TransferTask.all where task.space == space {
                #expect(Set(task.sources + task.targets).isSubset(of: known), "\(task.name)")
            }
        }
    }
}

/// Proposes rows that may not be measured.
struct CheatingPredictor: TransferPredictor {
    static let card = PredictorCard(name: "cheat", summary: "", source: "")

    static func prepare(_ sources: TransferSources, seed: UInt64) throws(PredictError) -> CheatingPredictor {
        CheatingPredictor()
    }

    func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] { [0, 10, 20, 30, 40] }

    func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] { [] }
}
