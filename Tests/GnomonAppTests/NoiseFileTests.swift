import Foundation
import GnomonData
import GnomonReport
import GnomonStatistics
import Testing

@testable import GnomonApp

@Suite("What is known about noise")
struct NoiseFileTests {
    @Test("a calibration comes back from its file; without one, or with a damaged one, nothing is known")
    func roundTrip() throws {
        let folder = NSTemporaryDirectory() + "gnomon-noise-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = Settings(environment: ["XDG_DATA_HOME": folder])
        let file = NoiseFile(settings: settings, epoch: "e1")
        #expect(file.read() == nil)
        let noise = NoiseCalibration(
            epoch: "e1", floors: ["cache": 1e6], exponents: ["cache": 0.3], widening: 0.4, points: 9)
        file.write(noise)
        #expect(file.read() == noise)
        #expect(NoiseFile(settings: settings, epoch: "e2").read() == nil)
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/gnomon/noise/e1.json"))
        #expect(file.read() == nil)
    }

    @Test("a row of a calibration says what was found")
    func row() {
        let noise = NoiseCalibration(
            epoch: "e1", floors: ["cache": 1e6], exponents: ["cache": 0.3], widening: 0.4, points: 9)
        let row = NoiseRow(name: "cache", calibration: noise)
        #expect(row.cells == ["cache", "1.00 ms", "0.3", "0.4"])
        #expect(row.json["points"] == .int(9))
        #expect(NoiseRow(name: "memory", calibration: noise).cells[2] == "-")
    }
}
