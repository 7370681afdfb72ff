import Foundation
import GnomonApp
import GnomonEvaluate
import GnomonLearn
import GnomonPredict
import GnomonReport
import GnomonSpaces
import Testing

@Suite(
    "Encoding the architectures of a data set",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct EncodeSessionTests {
    /// A folder with a small data set of NAS-Bench-201, and a table of proxies that rank by the classifier's neighbours.
    private struct Place {
        let folder = NSTemporaryDirectory() + "gnomon-encode-\(UUID().uuidString)"
        let session: EncodeSession

        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let settings = Settings(environment: ["HOME": folder, "XDG_DATA_HOME": folder])
            var (latencies, proxies) = ("index,ops,one\n", "index,flops,params,nwot\n")
            let cells = [[0, 1, 0, 2, 0, 0], [0, 1, 0, 3, 0, 0], [4, 1, 0, 3, 2, 0]].map { Architecture($0) }
            for (index, cell) in (cells + NASBench201().sample(60, seed: 2)).enumerated() {
                let digits = cell.genes.map(String.init).joined()
                latencies += "\(index),\(digits),\(index + 1)\n"
                // The third has no published number.
                if index < 3 {
                    proxies += "\(index),\(index),\(index)," + (index == 2 ? "" : "\(index)") + "\n"
                }
            }
            try Data(latencies.utf8).write(to: URL(fileURLWithPath: folder + "/nb201_latency.csv"))
            try Data(proxies.utf8).write(to: URL(fileURLWithPath: folder + "/made.csv"))
            session = EncodeSession(
                library: DatasetLibrary(folder: folder, settings: settings), settings: settings)
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test("Proxies are compared with a table, and computed once")
    func compares() throws {
        let place = try Place()
        defer { place.remove() }
        var request = EncodeSession.Request(dataset: "nb201")
        request.batch = 2
        let rows = try place.session.compare(request, with: "made") { _ in }
        #expect(rows.map(\.proxy) == ["flops", "nwot", "params"])
        #expect(rows.map(\.rows) == [3, 2, 3])
        #expect([rows[0], rows[2]].allSatisfy { ($0.correlation ?? 0) > 0.999 })
        request.rows = 1
        request.budget = 0
        let later = try place.session.run(request) { _, _ in }
        #expect(later[0].asked == 1 && later[0].computed == 0)
        #expect(throws: AppError.self) { try place.session.compare(request, with: "absent") { _ in } }
    }

    @Test("Trained encodings are kept, and names that are none are answered with those there are")
    func trains() throws {
        let place = try Place()
        defer { place.remove() }
        var request = EncodeSession.Request(dataset: "nb201")
        request.encodings = ["totals", "arch2vec"]
        let first = try place.session.run(request) { _, _ in }
        #expect(first.map(\.known) == [63, 63] && first[0].found == nil && first[1].found != nil)
        #expect(try place.session.run(request) { _, _ in }[1].found == nil)
        request.encodings = ["words"]
        #expect { try place.session.run(request) { _, _ in } } throws: { error in
            (error as? AppError)?.hint.contains("arch2vec") ?? false
        }
    }

    @Test("Samplers choose by an encoding, others than by totals")
    func samples() throws {
        let session = TransferSession(try TransferData([TransferSessionTests.table(rows: 60)]))
        var plan = TransferSession.Plan(
            task: TransferSessionTests.task, predictor: FLOPsTransferPredictor.self)
        (plan.budgets, plan.seeds, plan.sampler) = ([8], [1], .kmeans)
        let totals = try session.run(plan)
        plan.encoding = .arch2vec
        let latent = try session.run(plan)
        #expect(totals[0].runs[0].score.rows == 46 && latent[0].runs[0].score.rows == 46)
        #expect(totals[0].runs[0].score.spearman != latent[0].runs[0].score.spearman)
    }
}
