import Foundation
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Predictors of architectures")
struct ArchitectureConformanceTests {
    /// Latencies that a formula makes, of cells with something in them.
    static func rows(_ count: Int, seed: UInt64, space: any SearchSpace = NASBench201()) -> ArchitectureRows {
        var rows = ArchitectureRows(
            space: space, architectures: space.sample(count, seed: seed), milliseconds: [])
        for architecture in rows.architectures {
            var latency = 2.0
            for (place, gene) in architecture.genes.enumerated() {
                latency += Double(gene) * (0.5 + 0.1 * Double(place % 5))
            }
            rows.milliseconds.append(latency)
        }
        return rows
    }

    static let names = ArchitecturePredictorCatalog.all.map { $0.card.name }

    @Test("do what the seam demands", arguments: names)
    func conform(_ name: String) throws {
        let type = try ArchitecturePredictorCatalog.type(named: name)
        let folder = NSTemporaryDirectory() + "gnomon-arch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do throws(PredictError) {
            _ = try type.train(on: Self.rows(40, seed: 1), validation: Self.rows(12, seed: 2), seed: 7)
        } catch {
            if error.code == .library {
                // A library that is not installed: the conformance cannot be looked at here.
                withKnownIssue("\(error)") { Issue.record("skipped: \(name)") }
                return
            }
            throw error
        }
        let violations = ArchitecturePredictorConformance.violations(
            of: type, rows: Self.rows(60, seed: 1), validation: Self.rows(20, seed: 2), folder: folder,
            tolerance: 1e-9)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test("an unknown name is answered with the candidates")
    func unknown() {
        let error = #expect(throws: PredictError.self) {
            try ArchitecturePredictorCatalog.type(named: "crystal-ball")
        }
        #expect(error?.message.contains("gbdt") == true)
    }

    @Test("fewer than nine validation rows promise no interval")
    func fewRows() throws {
        let predictor = try RidgePredictor.train(
            on: Self.rows(40, seed: 1), validation: Self.rows(8, seed: 2), seed: 1)
        #expect(try predictor.predict(Self.rows(1, seed: 3).architectures)[0].interval == nil)
    }

    @Test("intervals of nine in ten hold nine in ten of rows that were not seen")
    func intervals() throws {
        var held = 0
        var total = 0
        for seed in UInt64(1)...20 {
            var noisy = Self.rows(160, seed: seed)
            var generator = SeededGenerator(seed: seed + 100)
            for row in noisy.milliseconds.indices {
                noisy.milliseconds[row] *= exp(Double.random(in: -0.2...0.2, using: &generator))
            }
            func part(_ range: Range<Int>) -> ArchitectureRows {
                ArchitectureRows(
                    space: noisy.space, architectures: Array(noisy.architectures[range]),
                    milliseconds: Array(noisy.milliseconds[range]))
            }
            let predictor = try FlopsPredictor.train(on: part(0..<60), validation: part(60..<100), seed: 1)
            let test = part(100..<160)
            for (answer, measured) in zip(try predictor.predict(test.architectures), test.milliseconds) {
                held += try #require(answer.interval).contains(measured) ? 1 : 0
                total += 1
            }
        }
        // 40 rows choose the width in each of 20 trials: the mean is 0.9 to 0.93, its deviation about 0.01.
        #expect(Double(held) / Double(total) > 0.86)
        #expect(Double(held) / Double(total) < 0.97)
    }
}
