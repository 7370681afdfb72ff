import Foundation
import GnomonApp
import GnomonEvaluate
import GnomonReport
import GnomonSpaces
import Testing

@Suite("Evaluating on a data set")
struct EvaluateSessionTests {
    /// A folder with a small data set in the form of LatBench.
    private struct Place {
        var folder: String
        var settings: Settings
        var library: DatasetLibrary

        init(rows: Int = 1300) throws {
            folder = NSTemporaryDirectory() + "gnomon-evaluate-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            settings = Settings(environment: [
                "HOME": folder, "XDG_DATA_HOME": folder, "GNOMON_STORE": folder + "/store.sqlite",
            ])
            var text = "index,ops,fast,slow\n"
            for (index, architecture) in NASBench201().sample(rows, seed: 2).enumerated() {
                let genes = architecture.genes
                let base = 1 + genes.reduce(0) { $0 + Double($1 * $1) }
                text += "\(index),\(genes.map(String.init).joined()),\(base),"
                text += index % 10 == 0 ? "\n" : "\(base * 3 + Double(genes[5]))\n"
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/latbench_latency.csv"))
            library = DatasetLibrary(folder: folder, settings: settings)
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test("every predictor, budget and seed has a result, and the second time comes from the store")
    func resumes() throws {
        let place = try Place()
        defer { place.remove() }
        let session = try EvaluateSession(library: place.library, settings: place.settings)
        let request = EvaluateSession.Request(
            tasks: ["latbench"], predictors: ["ridge", "flops"], budgets: [50], seeds: [1, 2])
        var steps = 0
        let outcome = try session.run(
            request,
            progress: { step in
                steps += 1
                #expect(step.total == 8)
            })
        #expect(steps == 8)
        #expect(outcome.results.count == 8)
        #expect(outcome.failures.isEmpty)
        #expect(Set(outcome.results.map(\.task)) == ["latbench/fast", "latbench/slow"])
        #expect(outcome.results.allSatisfy { $0.measurements == 60 })
        #expect(outcome.results.allSatisfy { $0.metrics["interval_coverage"] != nil })
        let again = try session.run(request)
        // Seconds are those of the first time: nothing was trained again.
        #expect(again.results == outcome.results)
        let board = outcome.report.board
        #expect(board.entries.first?.predictor == "ridge")
        #expect(outcome.report.pairs.count == 2)
        #expect(outcome.report.text.contains("ridge - flops"))
        #expect(outcome.report.html.contains("<svg"))
    }

    @Test("stopping keeps what was computed")
    func stopping() throws {
        let place = try Place()
        defer { place.remove() }
        let session = try EvaluateSession(library: place.library, settings: place.settings)
        let request = EvaluateSession.Request(
            tasks: ["latbench/fast"], predictors: ["flops"], budgets: [50], seeds: [1, 2, 3])
        var runs = 0
        let part = try session.run(
            request,
            shouldStop: {
                runs += 1
                return runs > 2
            })
        #expect(part.results.count == 2)
        #expect(
            try session.run(request).results.prefix(2).map(\.trainSeconds) == part.results.map(\.trainSeconds)
        )
    }

    @Test("unknown tasks, predictors and impossible budgets are answered with what there is")
    func refused() throws {
        let place = try Place()
        defer { place.remove() }
        let session = try EvaluateSession(library: place.library, settings: place.settings)
        func error(_ tasks: [String], _ predictors: [String], _ budget: Int) -> AppError? {
            #expect(throws: AppError.self) {
                try session.run(
                    .init(tasks: tasks, predictors: predictors, budgets: [budget], seeds: [1]))
            }
        }
        #expect(error(["crystal/ball"], ["ridge"], 50)?.message.contains("latbench") == true)
        #expect(error(["latbench/none"], ["ridge"], 50)?.message.contains("latbench/fast") == true)
        #expect(error(["latbench/fast"], ["oracle"], 50)?.message.contains("gbdt") == true)
        #expect(error(["latbench/fast"], ["ridge"], 5000)?.hint == "at most 900")
        #expect(error(["fbnet"], ["ridge"], 50)?.exit == .unavailable)
    }

    @Test("a split is a file that can be read and takes the place of the seed's")
    func splits() throws {
        let place = try Place()
        defer { place.remove() }
        let listing = TaskListing(library: place.library)
        let split = try listing.split(task: "latbench/fast", budget: 40, seed: 3)
        let path = place.folder + "/split.json"
        try Data(TaskListing.text(split).utf8).write(to: URL(fileURLWithPath: path))
        #expect(try TaskListing.read(path) == split)
        let session = try EvaluateSession(library: place.library, settings: place.settings)
        var request = EvaluateSession.Request(
            tasks: ["latbench/fast"], predictors: ["flops"], budgets: [40], seeds: [3])
        let seeded = try session.run(request).results[0]
        request.split = try TaskListing.read(path)
        #expect(try session.run(request).results[0].metrics == seeded.metrics)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: AppError.self) { try TaskListing.read(path) }
        #expect(listing.rows().contains { $0.task.name == "latbench/slow" && $0.rows == 1170 })
    }

    @Test("a trained predictor answers by its name, and says that it reads no files")
    func trained() throws {
        let place = try Place()
        defer { place.remove() }
        let outcome = try TrainSession(library: place.library, settings: place.settings).run(
            dataset: "latbench", device: "fast", predictor: "ridge", budget: 60, seed: 1, name: nil)
        #expect(outcome.rows == 60)
        #expect(outcome.metrics?["within10"] != nil)
        #expect(place.settings.trainedNames() == ["ridge@latbench-fast"])
        let session = try ArchitectureSession(name: outcome.name, settings: place.settings)
        let text = NASBench201().format(NASBench201().sample(1, seed: 8)[0])
        let row = try session.predict(text)
        #expect(row.platform == "latbench/fast")
        #expect(row.predictor == "ridge")
        #expect(row.milliseconds > 0)
        let file = #expect(throws: AppError.self) { try session.predict("resnet.onnx") }
        #expect(file?.message.contains("cannot read a network") == true)
        #expect(throws: AppError.self) { try session.predict("no architecture") }
        let missing = #expect(throws: AppError.self) {
            try ArchitectureSession(name: "none", settings: place.settings)
        }
        #expect(missing?.hint.contains("ridge@latbench-fast") == true)
        #expect(throws: AppError.self) {
            try TrainSession(library: place.library, settings: place.settings).run(
                dataset: "latbench", device: "none", predictor: "ridge", budget: 60, seed: 1, name: nil)
        }
        let listed = PredictorListing.rows(settings: place.settings)
        #expect(listed.first { $0.name == "ridge" }?.trained == ["ridge@latbench-fast"])
    }
}
