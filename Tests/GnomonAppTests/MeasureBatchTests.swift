import Foundation
import GnomonApp
import GnomonData
import GnomonMeasure
import GnomonReport
import GnomonRuntimes
import GnomonTestKit
import Testing

@Suite("A batch of measurements")
struct MeasureBatchTests {
    /// The pairs of a run in order: what they were and how they ended.
    private func run(
        _ files: Files, _ models: [String], on names: [String], reusing: Grade? = nil, kernels: Bool = false,
        keepsSamples: Bool = false
    ) throws -> [(pair: MeasureBatch.Pair, ending: MeasureBatch.Ending)] {
        let batch = try MeasureBatch(
            platforms: names.map { try Platform(named: $0) }, settings: files.settings,
            executable: ["/nonexistent"])
        var ended: [(MeasureBatch.Pair, MeasureBatch.Ending)] = []
        let request = MeasureBatch.Request(
            options: MeasureOptions(), kernels: kernels, reusing: reusing, keepsSamples: keepsSamples)
        batch.run(models, binding: try ModelBinding(), request: request) { event in
            if case .ended(let pair, let ending) = event { ended.append((pair, ending)) }
        }
        return ended
    }

    private func row(_ ending: MeasureBatch.Ending) -> MeasurementRow? {
        if case .row(let row) = ending { row } else { nil }
    }

    private func error(_ ending: MeasureBatch.Ending) -> AppError? {
        if case .failed(let error) = ending { error } else { nil }
    }

    @Test("every model on every platform is a pair, and one that fails leaves the others measured")
    func pairs() throws {
        let files = try Files()
        defer { files.remove() }
        let good = try files.write(try TinyNetworks.residual(), "good.onnx")
        let bad = try files.write([], "bad.onnx")
        // The child of `null` cannot be started here; `simulated` needs none.
        let ended = try run(files, [good, bad, good], on: ["simulated", "null", "simulated"])
        #expect(
            ended.map(\.pair.platform) == ["simulated", "null", "simulated", "null", "simulated", "null"])
        #expect(ended.map(\.pair.model) == [good, good, bad, bad, good, good])
        #expect(ended.map(\.pair.index) == Array(0..<6))
        #expect(ended.allSatisfy { $0.pair.count == 6 })
        #expect(ended.map { row($0.ending) != nil } == [true, false, false, false, true, false])
        #expect(error(ended[1].ending)?.code.hasPrefix("measure.") == true)
        #expect(error(ended[1].ending)?.place == good)
        #expect(error(ended[2].ending)?.code == "onnx.empty")
        #expect(row(ended[0].ending)?.isReused == false)
    }

    @Test("resuming takes what the store has of the wanted grade, and measures the rest")
    func resuming() throws {
        let files = try Files()
        defer { files.remove() }
        let first = try files.write(try TinyNetworks.residual(), "first.onnx")
        let copy = try files.write(try TinyNetworks.residual(), "copy.onnx")
        let before = try #require(row(try run(files, [first], on: ["simulated"])[0].ending))
        #expect(before.measurement.grade <= .b)
        let again = try run(files, [copy], on: ["simulated"], reusing: .b, keepsSamples: true)
        // The same network under another name has the same hash.
        let reused = try #require(row(again[0].ending))
        #expect(reused.isReused)
        #expect(reused.json["reused"] == .bool(true))
        #expect(reused.model == copy)
        #expect(!reused.measurement.launches.isEmpty)
        var stripped = reused
        stripped.dropSamples()
        #expect(stripped.measurement == before.measurement)
        #expect(stripped.json["samples"] == before.json["samples"])
        #expect(stripped.json["launches"] == before.json["launches"])
        // Without being asked to, nothing is reused.
        #expect(row(try run(files, [copy], on: ["simulated"])[0].ending)?.isReused == false)
    }

    @Test("a measurement without kernels does not stand for one with them")
    func kernelsWanted() throws {
        let files = try Files()
        defer { files.remove() }
        let path = try files.write(try TinyNetworks.residual(), "r.onnx")
        _ = try run(files, [path], on: ["simulated"])
        let session = try MeasureSession(
            platform: Platform(named: "simulated"), settings: files.settings, executable: ["/nonexistent"])
        let model = try LoadedModel(path: path, binding: try ModelBinding())
        #expect(try session.known(model, worst: .b) != nil)
        #expect(try session.known(model, worst: .b, kernels: true) == nil)
        let other = try LoadedModel(path: path, binding: try ModelBinding(batch: 2))
        if other.hash != model.hash { #expect(try session.known(other, worst: .f) == nil) }
    }
}
