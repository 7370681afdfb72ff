import Foundation
import GnomonApp
import GnomonData
import GnomonMeasure
import GnomonReport
import GnomonRuntimes
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Exporting measurements")
struct DatasetExportTests {
    private func measured(_ files: Files) throws -> GnomonData.Measurement {
        let session = try MeasureSession(
            platform: Platform(named: "simulated"), settings: files.settings, executable: ["/nonexistent"])
        let path = try files.write(try TinyNetworks.residual(), "r.onnx")
        return try session.measure(
            try LoadedModel(path: path, binding: try ModelBinding()), options: MeasureOptions())
    }

    @Test("every measurement is a line, with its network and epoch")
    func lines() throws {
        let files = try Files()
        defer { files.remove() }
        let measurement = try measured(files)
        _ = try measured(files)
        let path = files.folder + "/all.jsonl"
        #expect(try DatasetExport(settings: files.settings).write(as: .jsonl, toPath: path) == 2)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let rows = try lines.map { try JSONDecoder().decode(DatasetRow.self, from: Data($0.utf8)) }
        #expect(rows.map(\.id) == [1, 2])
        #expect(rows[0].networkHash == measurement.networkHash)
        #expect(rows[0].latency == measurement.latency.milliseconds)
        #expect(rows[0].grade == measurement.grade)
        #expect(rows[0].epoch == measurement.fingerprint.epochID)
        #expect(rows[0].processes == measurement.launches.count)
        #expect(rows[0].batch == 1)
        #expect((rows[0].macs ?? 0) > 0)
        #expect(rows[0].samples == measurement.provenance?.used.samples)
    }

    @Test("platforms and grades choose, an empty choice is a header, an unknown platform is a usage error")
    func choosing() throws {
        let files = try Files()
        defer { files.remove() }
        let measurement = try measured(files)
        func count(_ platforms: [String], _ grades: [Grade] = Grade.allCases) throws -> Int {
            try DatasetExport(settings: files.settings, platforms: platforms, grades: grades)
                .write(as: .csv) { _ in }
        }
        #expect(try count(["simulated"]) == 1)
        #expect(try count([measurement.platformID]) == 1)
        #expect(try count(["ort-cpu-1t"]) == 0)
        #expect(try count([], Grade.allCases.filter { $0 != measurement.grade }) == 0)
        do throws(AppError) {
            _ = try DatasetExport(settings: files.settings, platforms: ["nosuch"])
            Issue.record("it was accepted")
        } catch { #expect(error.exit == .usage) }
        var text = ""
        let none = try DatasetExport(settings: files.settings, grades: [])
        #expect(try none.write(as: .csv) { text += $0 } == 0)
        #expect(text == DatasetFormat.csv.header)
    }

    @Test("a file appears complete or not at all, and replaces one of its name")
    func atomic() throws {
        let files = try Files()
        defer { files.remove() }
        _ = try measured(files)
        let path = try files.write(Array("old".utf8), "out.csv")
        let before = try FileManager.default.contentsOfDirectory(atPath: files.folder).sorted()
        let export = try DatasetExport(settings: files.settings)
        #expect(try export.write(as: .csv, toPath: path) == 1)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("id,"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.folder).sorted() == before)
        for bad in [files.folder + "/none/x.csv", files.folder] {
            do throws(AppError) {
                _ = try export.write(as: .csv, toPath: bad)
                Issue.record("it was written")
            } catch { #expect(error.exit == .badData) }
        }
        let parent = URL(fileURLWithPath: files.folder).deletingLastPathComponent().path
        let left = try FileManager.default.contentsOfDirectory(atPath: parent)
        let mine = URL(fileURLWithPath: files.folder).lastPathComponent
        #expect(!left.contains { $0.hasPrefix(mine + ".partial") })
    }

    @Test("an error of the reader ends the export with that error")
    func sinkFails() throws {
        let files = try Files()
        defer { files.remove() }
        _ = try measured(files)
        let export = try DatasetExport(settings: files.settings)
        do throws(AppError) {
            _ = try export.write(as: .csv) { _ throws(AppError) in
                throw AppError(code: "x", message: "full", exit: .tryAgain)
            }
            Issue.record("it went on")
        } catch { #expect(error.code == "x") }
    }
}
