import Foundation
import GnomonApp
import GnomonData
import GnomonEvaluate
import GnomonNative
import GnomonReport
import GnomonRuntimes
import GnomonStatistics
import Testing

@Suite("Reporting on what was learned", .serialized)
struct ReportSessionTests {
    static var hasLightGBM: Bool { NativeLocations.current.hasLibrary(.lightGBM) }

    @Test(
        "networks held out, a learning curve and a staircase come from the store alone",
        .enabled(if: hasLightGBM, "LightGBM is not installed"))
    func simulated() throws {
        let files = try Files()
        defer { files.remove() }
        let platform = try Platform(named: "simulated")
        let outcome = try files.learnSimulated(32)
        let session = try ReportSession(
            platform: platform, settings: files.settings, executable: ["/nonexistent"])
        let report = try session.run(models: [], measuring: nil) { _ in }
        #expect(report.models.overall == nil)
        #expect(report.heldOut.overall?.count == outcome.heldOut)
        #expect(report.heldOut.kinds.isEmpty == false)
        let points = try #require(report.learning?.points)
        #expect(points.map(\.part) == [0.5, 0.75, 1])
        #expect(points.last?.networks == outcome.networks)
        #expect(points.allSatisfy { $0.summary.count == outcome.heldOut })
        #expect(report.staircase?.points.count == 256)
    }

    @Test("a platform that was not learned is named with the way out")
    func unlearned() throws {
        let files = try Files()
        defer { files.remove() }
        do throws(AppError) {
            _ = try ReportSession(
                platform: Platform(name: "simulated", runtime: "simulated"), settings: files.settings,
                executable: [])
            Issue.record("nothing was learned")
        } catch {
            #expect(error.exit == .unavailable && error.hint.contains("gnomon learn"))
        }
    }
}
