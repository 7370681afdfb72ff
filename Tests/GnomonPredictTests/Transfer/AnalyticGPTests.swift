import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import Testing

@Suite("analytic-gp")
struct AnalyticGPTests {
    /// Settings under which a test takes a second without optimisation.
    static let quick: AnalyticGPSettings = {
        var settings = AnalyticGPSettings()
        (settings.sourceRows, settings.leftOut, settings.priorRows, settings.priorSteps) = (40, 2, 16, 6)
        (settings.candidates, settings.budgets) = (40, [6, 12])
        return settings
    }()

    static let spaces: [any SearchSpace] = [NASBench201(), FBNet()]

    func prepared(
        _ devices: PretendedDevices, settings: AnalyticGPSettings = quick
    ) throws -> AnalyticGPPredictor {
        try AnalyticGPPredictor.prepare(devices.sources(Array(0..<60)), settings: settings, seed: 1)
    }

    @Test(
        "Twelve samples rank a device that is nearly a sum of totals, with intervals that hold",
        arguments: [0, 1])
    func ranks(space: Int) throws {
        let devices = PretendedDevices(Self.spaces[space], rows: 100, devices: 4)
        let predictor = try prepared(devices)
        let rows = predictor.proposals(12, among: Array(0..<100), seed: 1)
        #expect(Set(rows).count == 12)
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(predictions.count == 100)
        #expect(devices.correlation(predictions, without: rows) > 0.9)
        let truth = devices.samples(Array(0..<100))
        let held = zip(predictions, truth).count { $0.interval?.contains($1.milliseconds) ?? false }
        #expect(held > 60)
        #expect(predictions.allSatisfy { $0.milliseconds > 0 })
    }

    @Test("The same seed gives the same predictions, and fewer proposals are a prefix of more")
    func repeatable() throws {
        let devices = PretendedDevices(NASBench201(), rows: 80, devices: 3)
        let (one, two) = (try prepared(devices), try prepared(devices))
        let rows = one.proposals(8, among: Array(0..<80), seed: 5)
        #expect(rows == two.proposals(8, among: Array(0..<80), seed: 5))
        #expect(Array(rows.prefix(4)) == one.proposals(4, among: Array(0..<80), seed: 5))
        #expect(
            try one.adapt(to: devices.samples(rows), seed: 2) == two.adapt(to: devices.samples(rows), seed: 2)
        )
    }

    @Test("Only candidates are proposed")
    func candidates() throws {
        let devices = PretendedDevices(FBNet(), rows: 80, devices: 3)
        let predictor = try prepared(devices)
        let some = [3, 9, 27, 50, 51, 79]
        #expect(Set(predictor.proposals(20, among: some, seed: 0)) == Set(some))
    }

    @Test("Each of the three models predicts", arguments: AnalyticGPSettings.Mode.allCases)
    func modes(mode: AnalyticGPSettings.Mode) throws {
        let devices = PretendedDevices(NASBench201(), rows: 80, devices: 3)
        var settings = Self.quick
        settings.mode = mode
        let predictor = try prepared(devices, settings: settings)
        #expect(predictor.mode(for: 6) == mode)
        let rows = predictor.proposals(12, among: Array(0..<80), seed: 1)
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(devices.correlation(predictions, without: rows) > 0.85)
    }

    @Test("A single source and no source at all are enough, the latter with a warning")
    func fewSources() throws {
        for count in [1, 2] {
            let devices = PretendedDevices(NASBench201(), rows: 80, devices: count)
            let predictor = try prepared(devices)
            let rows = predictor.proposals(12, among: Array(0..<80), seed: 1)
            let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
            #expect(devices.correlation(predictions, without: rows) > 0.8)
            #expect(predictions[0].warnings.isEmpty == (count > 1))
        }
    }

    @Test("Equal labels give a wide interval and a warning")
    func equal() throws {
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 2)
        let predictions = try prepared(devices).adapt(to: (0..<5).map { ($0, 3) }, seed: 0)
        #expect(predictions[0].interval == 1...9)
        #expect(predictions[0].warnings.count == 1)
    }

    @Test("One measurement that is wrong by far hardly moves the ranking")
    func outlier() throws {
        let devices = PretendedDevices(FBNet(), rows: 100, devices: 4)
        let predictor = try prepared(devices)
        let rows = predictor.proposals(12, among: Array(0..<100), seed: 1)
        var samples = devices.samples(rows)
        samples[7].milliseconds *= 3
        let predictions = try predictor.adapt(to: samples, seed: 1)
        #expect(devices.correlation(predictions, without: rows) > 0.7)
    }

    @Test("Other spaces, devices without rows and latencies that are none are refused")
    func refused() {
        let other = PretendedDevices(ProxylessNAS(), rows: 5, devices: 2)
        #expect(throws: PredictError.self) {
            try AnalyticGPPredictor.prepare(other.sources([]), settings: Self.quick, seed: 0)
        }
        let devices = PretendedDevices(NASBench201(), rows: 60, devices: 2)
        #expect(throws: PredictError.self) {
            try AnalyticGPPredictor.prepare(devices.sources([1, 2, 3]), settings: Self.quick, seed: 0)
        }
        var sources = devices.sources(Array(0..<40))
        sources.milliseconds[0][7] = -1
        #expect(throws: PredictError.self) {
            try AnalyticGPPredictor.prepare(sources, settings: Self.quick, seed: 0)
        }
    }
}
