import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite("help", .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct HELPTests {
    private func settings(_ episodes: Int, _ mode: HELPSettings.Mode = .strict) -> HELPSettings {
        var settings = HELPSettings()
        (settings.mode, settings.width, settings.episodes, settings.query) = (mode, 24, episodes, 60)
        (settings.outerRate, settings.interval) = (3e-3, 20)
        return settings
    }

    @Test("ranks a device it has not seen", arguments: HELPSettings.Mode.allCases)
    func learns(mode: HELPSettings.Mode) throws {
        let devices = PretendedDevices(FBNet(), rows: 160, devices: 7)
        let predictor = try HELPPredictor.prepare(
            devices.sources(Array(0..<120)), settings: settings(100, mode), seed: 1)
        #expect(predictor.heldOut.count == (mode == .strict ? 2 : 0))
        #expect(predictor.correlations.count == 5)
        let rows = predictor.proposals(20, among: Array(0..<160), seed: 3)
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(devices.correlation(predictions, without: rows) > 0.6)
    }

    @Test("the same seed gives the same answers, another one others")
    func repeats() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 4)
        let rows = Array(0..<20)
        let answers = try [1, 1, 2].map { seed in
            try HELPPredictor.prepare(devices.sources(Array(0..<60)), settings: settings(4), seed: seed)
                .adapt(to: devices.samples(rows), seed: 1)
        }
        #expect(answers[0] == answers[1] && answers[0] != answers[2])
    }

    @Test("what is measured first are the references; with fewer samples than them it says so")
    func references() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 4)
        var sources = devices.sources(Array(0..<45))
        sources.references = Array(50..<60)
        sources.referenceMilliseconds = devices.milliseconds.dropLast().map { column in
            (50..<60).map { column[$0] }
        }
        let predictor = try HELPPredictor.prepare(sources, settings: settings(10), seed: 1)
        let rows = predictor.proposals(14, among: Array(0..<60), seed: 2)
        #expect(Array(rows.prefix(10)) == Array(50..<60))
        #expect(Set(rows.dropFirst(10)).isDisjoint(with: 50..<60))
        // Where they may not be measured, others are proposed.
        #expect(Set(predictor.proposals(5, among: Array(0..<50), seed: 2)).isSubset(of: 0..<50))
        let few = try predictor.adapt(to: devices.samples(Array(rows.prefix(5))), seed: 1)
        #expect(few[0].warnings.contains { $0.contains("5 of 10 reference architectures") })
        #expect(try predictor.adapt(to: devices.samples(rows), seed: 1)[0].warnings.isEmpty)
    }

    @Test("once-for-all networks are learned from as well")
    func onceForAll() throws {
        let space = OFAMobileNetV3()
        let pool = space.sample(90, seed: 1).filter { $0.genes[45] >= 4 }
        let milliseconds = pool.map {
            1 + 0.1 * Double($0.genes[20..<40].reduce(0, +)) + 0.05 * Double($0.genes[45])
        }
        let rows = Array(0..<50)
        let sources = TransferSources(
            space: space, pool: pool, devices: ["a", "b", "c"], rows: [rows, rows, rows],
            milliseconds: [1.0, 2, 3].map { speed in rows.map { milliseconds[$0] * speed } })
        let predictor = try HELPPredictor.prepare(sources, settings: settings(10), seed: 1)
        let samples = predictor.proposals(20, among: Array(pool.indices), seed: 1).map {
            (row: $0, milliseconds: milliseconds[$0])
        }
        #expect(try predictor.adapt(to: samples, seed: 1).allSatisfy { $0.milliseconds > 0 })
    }

    @Test("too few samples, strange spaces and strange settings are answered with a sentence")
    func refusals() throws {
        let devices = PretendedDevices(FBNet(), rows: 60, devices: 3)
        let sources = devices.sources(Array(0..<60))
        let predictor = try HELPPredictor.prepare(sources, settings: settings(2), seed: 1)
        #expect { try predictor.adapt(to: devices.samples([1, 2]), seed: 1) } throws: {
            "\($0)".contains("2 samples of the new device")
        }
        var few = sources
        few.rows[0] = Array(0..<5)
        few.milliseconds[0] = Array(few.milliseconds[0].prefix(5))
        #expect { try HELPPredictor.prepare(few, settings: settings(2), seed: 1) } throws: {
            ($0 as? PredictError)?.code == .tooFew
        }
        let other = TransferSources(space: DARTS(), pool: [], devices: [], rows: [], milliseconds: [])
        #expect { try HELPPredictor.prepare(other, seed: 1) } throws: { "\($0)".contains("darts") }
        for wrong in ["mode=lenient", "episodes=many", "episodes=0", "depth=3"] {
            #expect { try HELPSettings(NamedSettings([wrong])) } throws: {
                ($0 as? PredictError)?.code == .unknown
            }
        }
        #expect(try HELPSettings(NamedSettings(["mode=reference", "episodes=7"])).mode == .reference)
    }

    @Test("answers become milliseconds by ends, and never fall with the answer")
    func line() {
        let ends = HELPLine(ends: [0.1, 0.5, 0.3], [2, 10, 4])
        #expect(abs(ends.value(0.1) - 2) < 1e-12 && abs(ends.value(0.5) - 10) < 1e-12)
        #expect(HELPLine(ends: [1, 1], [2, 4]).value(7) == 3)
        #expect(HELPLine(squares: [0, 1, 2], [5, 3, 1]).slope == 0)
        let scale = HELPScale([4, 2, 6])
        #expect(abs(HELPLine(scale).value(scale.value(of: 3.5)) - 3.5) < 1e-12)
        #expect(scale.value(of: 2) == 0.05 && abs(scale.value(of: 6) - 0.95) < 1e-12)
    }
}
