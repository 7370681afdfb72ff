import GnomonLearn
import GnomonSpaces
import GnomonStatistics
import Testing

@testable import GnomonPredict

@Suite(
    "nasflat",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct NASFLATTests {
    /// Settings under which a test takes a second or two without optimisation.
    static let quick: NASFLATSettings = {
        var settings = NASFLATSettings()
        (settings.epochs, settings.batch, settings.rate) = (6, 32, 2e-3)
        (settings.transferEpochs, settings.averagedEpochs, settings.folds) = (5, 2, 0)
        settings.sourceRows = 48
        return settings
    }()

    func prepared(
        _ devices: PretendedDevices, settings: NASFLATSettings = quick, seed: UInt64 = 1
    ) throws -> NASFLATPredictor {
        try NASFLATPredictor.prepare(devices.sources(Array(0..<60)), settings: settings, seed: seed)
    }

    @Test("Twelve samples rank a device that is a sum over operators", arguments: [0, 1])
    func ranks(space: Int) throws {
        let spaces: [any SearchSpace] = [NASBench201(), FBNet()]
        let devices = PretendedDevices(spaces[space], rows: 100, devices: 4)
        var settings = Self.quick
        // Without totals: what is learned comes from the graphs.
        (settings.supplement, settings.epochs, settings.transferEpochs) = (nil, 25, 15)
        (settings.sourceRows, settings.head) = (60, .rows)
        let predictor = try prepared(devices, settings: settings)
        let rows = predictor.proposals(12, among: Array(0..<100), seed: 1)
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(predictions.count == 100)
        #expect(devices.correlation(predictions, without: rows) > 0.8)
        #expect(
            predictions.allSatisfy { $0.milliseconds > 0 && $0.interval?.contains($0.milliseconds) ?? false })
    }

    @Test("Fine-tuning changes a copy: targets do not learn from each other unless that is asked for")
    func copies() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 3)
        let predictor = try prepared(devices)
        let before = predictor.weights
        let one = try predictor.adapt(to: devices.samples([1, 2, 3, 4, 5]), seed: 1)
        let two = try predictor.adapt(to: devices.samples([6, 7, 8, 9, 10]), seed: 1)
        #expect(predictor.weights == before)
        #expect(one == (try predictor.adapt(to: devices.samples([1, 2, 3, 4, 5]), seed: 1)))
        #expect(one != two)
        var settings = Self.quick
        settings.carriesOver = true
        let carrying = try prepared(devices, settings: settings)
        #expect(try carrying.adapt(to: devices.samples([1, 2, 3, 4, 5]), seed: 1) == one)
        #expect(try carrying.adapt(to: devices.samples([6, 7, 8, 9, 10]), seed: 1) != two)
        #expect(carrying.weights == before)
    }

    @Test("Seeds decide everything")
    func seeds() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 3)
        let (one, two, other) = (
            try prepared(devices), try prepared(devices), try prepared(devices, seed: 2)
        )
        #expect(one.weights == two.weights && one.weights != other.weights)
        #expect(
            one.proposals(8, among: Array(0..<60), seed: 4) == two.proposals(8, among: Array(0..<60), seed: 4)
        )
        let samples = devices.samples([1, 2, 3, 4, 5])
        #expect(try one.adapt(to: samples, seed: 1) == two.adapt(to: samples, seed: 1))
        #expect(try one.adapt(to: samples, seed: 1) != one.adapt(to: samples, seed: 2))
    }

    @Test("A new device starts with the numbers of the source that ranks alike")
    func start() throws {
        // Device 0 is the new one turned round, device 1 is the new one.
        let devices = PretendedDevices(NASBench201(), rows: 100, devices: 1)
        var sources = devices.sources([])
        let values = devices.milliseconds[0]
        let rows = Array(0..<80)
        sources.devices = ["against", "alike"]
        sources.rows = [rows, rows]
        sources.milliseconds = [rows.map { 100 - values[$0] }, rows.map { values[$0] }]
        var settings = Self.quick
        (settings.epochs, settings.sourceRows) = (15, 80)
        let predictor = try NASFLATPredictor.prepare(sources, settings: settings, seed: 1)
        let adaptation = try NASFLATAdaptation(
            predictor.parts, trained: predictor.weights, start: predictor.weights,
            samples: devices.samples(Array(80..<95)), seed: 1)
        let trained = try #require(predictor.weights["hardware.weight"]).values
        let started = try #require(adaptation.start["hardware.weight"]).values
        #expect(Array(started[16..<24]) == Array(trained[8..<16]))
        #expect(Array(started[..<16]) == Array(trained[..<16]))
    }

    @Test("Intervals come from samples that were left out, and few samples give wide ones")
    func intervals() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 3)
        var settings = Self.quick
        settings.folds = 3
        let predictor = try prepared(devices, settings: settings)
        func width(_ rows: Range<Int>) throws -> Double {
            let first = try predictor.adapt(to: devices.samples(Array(rows)), seed: 1)[0]
            let interval = try #require(first.interval)
            return interval.upperBound / interval.lowerBound
        }
        #expect(try width(10..<13) > width(10..<30))
        let plain = try prepared(devices).adapt(to: devices.samples(Array(10..<30)), seed: 1)[0]
        let interval = try #require(plain.interval)
        #expect(try width(10..<30) != interval.upperBound / interval.lowerBound)
    }

    @Test(
        "Every variant trains",
        arguments: ["layer=flow", "layer=attention", "hardware=head", "form=reference", "head=rows"])
    func variants(setting: String) throws {
        let devices = PretendedDevices(FBNet(), rows: 40, devices: 3)
        let named = try NamedSettings([
            setting, "epochs=2", "transferEpochs=2", "folds=0", "sourceRows=24", "proposals=spread",
        ])
        let predictor = try NASFLATPredictor.prepare(
            devices.sources(Array(0..<30)), named: named, seed: 1)
        #expect(predictor.settings.carriesOver == (setting == "form=reference"))
        let rows = predictor.proposals(6, among: Array(0..<40), seed: 1)
        #expect(Set(rows).count == 6)
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(predictions.allSatisfy { $0.milliseconds > 0 && $0.milliseconds.isFinite })
    }

    @Test("What stands beside the graphs has its place in the network and changes predictions")
    func supplements() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 3)
        var sources = devices.sources(Array(0..<60))
        sources.encodings[.cate] = devices.pool.map { $0.genes.map { Double($0) * 7 } }
        var settings = Self.quick
        (settings.epochs, settings.transferEpochs) = (2, 2)
        var answers: [[ArchitecturePrediction]] = []
        for (supplement, columns) in [(ArchitectureEncoding?.none, Int?.none), (.totals, 9), (.cate, 6)] {
            settings.supplement = supplement
            let predictor = try NASFLATPredictor.prepare(sources, settings: settings, seed: 1)
            #expect(predictor.weights["head.supplement.0.weight"]?.sizes == columns.map { [$0, 128] })
            let numbers = (predictor.parts.supplement ?? []).joined()
            #expect(numbers.isEmpty == (supplement == nil) && numbers.allSatisfy { (0...1).contains($0) })
            answers.append(try predictor.adapt(to: devices.samples([1, 2, 3, 4, 5]), seed: 1))
        }
        #expect(answers[0] != answers[1] && answers[1] != answers[2] && answers[0] != answers[2])
        sources.encodings[.cate] = [[1, 2]]
        #expect(throws: PredictError.self) {
            try NASFLATPredictor.prepare(sources, settings: settings, seed: 1)
        }
    }

    @Test("A supplement is told by name, and a name that is none is answered with those there are")
    func supplementNames() throws {
        #expect(try NASFLATPredictor.supplement(NamedSettings()) == .totals)
        #expect(try NASFLATPredictor.supplement(NamedSettings(["supplement=caz"])) == .caz)
        #expect(try NASFLATPredictor.supplement(NamedSettings(["supplement=none"])) == nil)
        #expect(try FLOPsTransferPredictor.supplement(NamedSettings()) == nil)
        #expect {
            try NASFLATPredictor.check(NamedSettings(["supplement=words"]))
        } throws: {
            "\($0)".contains("words")
                && "\($0)".contains("none, totals, zcp, zcp-published, arch2vec, cate, caz")
        }
    }

    @Test("Other spaces, no devices and settings that are none are refused")
    func refused() throws {
        let other = PretendedDevices(ProxylessNAS(), rows: 25, devices: 2)
        #expect(throws: PredictError.self) {
            try NASFLATPredictor.prepare(other.sources([]), settings: Self.quick, seed: 1)
        }
        let alone = PretendedDevices(NASBench201(), rows: 60, devices: 1)
        #expect(throws: PredictError.self) { try prepared(alone) }
        for text in ["epochs=0", "rate=-1", "form=best", "folds=-1", "epoch=3"] {
            #expect(throws: PredictError.self) { try NASFLATSettings(NamedSettings([text])) }
        }
        #expect(
            try NASFLATSettings(NamedSettings(["form=reference", "carryOver=false"])).carriesOver == false)
    }
}
