import Foundation
import GnomonApp
import GnomonEvaluate
import GnomonLearn
import GnomonPredict
import GnomonReport
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("What stands beside graphs")
struct SupplementTests {
    /// A folder with FBNet architectures on the devices of a task, and proxies of all of them.
    private struct Place {
        let folder = NSTemporaryDirectory() + "gnomon-supplement-\(UUID().uuidString)"
        let settings: Settings
        let library: DatasetLibrary
        private let pool = FBNet().sample(40, seed: 2)

        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            settings = Settings(environment: ["HOME": folder, "XDG_DATA_HOME": folder])
            library = DatasetLibrary(folder: folder, settings: settings)
            let task = try #require(TransferTask.named("nasflat/FD").first)
            let devices = task.sources + task.targets
            try write("fbnet_latency.csv", devices) { row in devices.map { _ in "\(row + 1)" } }
            try writeProxies(40)
        }

        /// Proxies of the first architectures.
        func writeProxies(_ count: Int) throws {
            let names = ZeroCostProxy.allCases.map(\.rawValue)
            try write("fbnet_zcp.csv", names, rows: count) { row in names.indices.map { "\(row * $0)" } }
        }

        private func write(
            _ file: String, _ columns: [String], rows: Int = 40, _ cells: (Int) -> [String]
        ) throws {
            var text = "index,ops,\(columns.joined(separator: ","))\n"
            for (row, architecture) in pool.prefix(rows).enumerated() {
                let digits = architecture.genes.map(String.init).joined()
                text += "\(row),\(digits),\(cells(row).joined(separator: ","))\n"
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test("Published proxies are found by the data set's name, and what lacks some is refused")
    func published() throws {
        let place = try Place()
        defer { place.remove() }
        var request = TransferEvaluation.Request(tasks: ["nasflat/FD"], predictors: ["flops-line"])
        (request.budgets, request.seeds, request.sourceRows) = ([5], [1], 20)
        (request.sampler, request.encoding) = ("kmeans", "zcp-published")
        #expect(try TransferEvaluation(library: place.library).run(request).count == 1)
        let session = EncodeSession(library: place.library, settings: place.settings)
        var encode = EncodeSession.Request(dataset: "fbnet")
        encode.encodings = ["zcp-published"]
        #expect(try session.run(encode) { _, _ in }.map(\.known) == [40])
        try place.writeProxies(37)
        #expect { try session.run(encode) { _, _ in } } throws: {
            ($0 as? AppError)?.message.contains("3 architectures") ?? false
        }
        try FileManager.default.removeItem(atPath: place.folder + "/fbnet_zcp.csv")
        #expect { try session.run(encode) { _, _ in } } throws: { ($0 as? AppError)?.exit == .unavailable }
        // Who does not ask for them does not need them.
        request.encoding = "totals"
        #expect(try TransferEvaluation(library: place.library).run(request).count == 1)
    }

    @Test("Proxies that take days to compute are refused with the command that computes them")
    func costly() throws {
        let session = TransferSession(try TransferData([TransferSessionTests.table(rows: 20)]))
        var plan = TransferSession.Plan(task: TransferSessionTests.task, predictor: NASFLATPredictor.self)
        plan.encodedCandidates = 2
        for name in ["zcp", "caz"] {
            plan.settings = try NamedSettings(["supplement=\(name)"])
            #expect { try session.sources(plan, seed: 1) } throws: {
                ($0 as? AppError)?.hint.contains("gnomon dataset encode fbnet --encoding zcp") ?? false
            }
        }
        plan.settings = try NamedSettings(["supplement=none"])
        #expect(try session.sources(plan, seed: 1).encodings.isEmpty)
        plan.settings = NamedSettings()
        #expect(try session.sources(plan, seed: 1).encodings[.totals]?.count == 20)
    }

    @Test(
        "One training of an encoding serves sampler and supplement, all seeds, and later sessions",
        .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
    func shared() throws {
        let folder = NSTemporaryDirectory() + "gnomon-supplement-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let data = try TransferData([TransferSessionTests.table(rows: 60)])
        func encoder() -> ArchitectureEncoder {
            var settings = ArchitectureEncoder.Settings(for: data.space)
            (settings.arch2vec.layers, settings.arch2vec.epochs) = (1, 1)
            return ArchitectureEncoder(data.pool, in: data.space, folder: folder, settings: settings)
        }
        var plan = TransferSession.Plan(task: TransferSessionTests.task, predictor: NASFLATPredictor.self)
        (plan.budgets, plan.seeds, plan.sampler, plan.encoding) = ([6], [1, 2], .kmeans, .arch2vec)
        plan.settings = try NamedSettings([
            "supplement=arch2vec", "epochs=1", "transferEpochs=1", "folds=0",
        ])
        let first = encoder()
        #expect(try TransferSession(data, encoder: first).run(plan)[0].runs.count == 2)
        #expect(Array(first.found.keys) == [.arch2vec])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 1 && files[0].hasPrefix("arch2vec-fbnet"))
        let second = encoder()
        let sources = try TransferSession(data, encoder: second).sources(plan, seed: 3)
        #expect(sources.encodings == [.arch2vec: try first.encode(.arch2vec)])
        #expect(second.found.isEmpty)
    }

    @Test(
        "FBNet's published proxies are of all its published architectures",
        .enabled(if: PublicData.isThere, "needs the public data sets in GNOMON_DATA"))
    func publicData() throws {
        let settings = Settings(environment: [:])
        let session = EncodeSession(
            library: DatasetLibrary(folder: PublicData.folder, settings: settings), settings: settings)
        var request = EncodeSession.Request(dataset: "fbnet")
        request.encodings = ["zcp-published"]
        #expect(try session.run(request) { _, _ in }.map(\.known) == [5000])
    }
}
