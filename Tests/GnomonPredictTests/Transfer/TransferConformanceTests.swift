import GnomonLearn
import GnomonPredict
import GnomonSpaces
import Testing

/// What every predictor that moves to a new device must do; runs over the catalogue.
@Suite("Predictors that move to new devices")
struct TransferConformanceTests {
    /// Predictors that need LibTorch, with settings under which a test takes a second.
    static let neural = [
        "nasflat": ["epochs=3", "transferEpochs=4", "folds=2"], "help": ["episodes=5"],
    ]

    /// Without LibTorch those that need it are left out; their own tests say so.
    static let tested = TransferPredictorCatalog.all.indices.filter {
        NeuralEngine.isReady || neural[TransferPredictorCatalog.all[$0].card.name] == nil
    }

    @Test(
        "Each repeats itself, refuses what cannot be learned from, and knows when it knows nothing",
        arguments: tested)
    func conformance(index: Int) throws {
        let type = TransferPredictorCatalog.all[index]
        let devices = PretendedDevices(NASBench201(), rows: 40, devices: 2)
        try check(type, devices)
    }

    func check<P: TransferPredictor>(_ type: P.Type, _ devices: PretendedDevices) throws {
        // With few rows the default settings are quick enough.
        let sources = devices.sources(Array(0..<24))
        let settings = try NamedSettings(Self.neural[type.card.name] ?? [])
        let predictor = try P.prepare(sources, named: settings, seed: 1)
        let all = Array(0..<40)
        let rows = predictor.proposals(8, among: all, seed: 3)
        #expect(Set(rows).count == 8 && Set(rows).isSubset(of: all))
        #expect(rows == predictor.proposals(8, among: all, seed: 3))
        #expect(Array(rows.prefix(5)) == predictor.proposals(5, among: all, seed: 3))
        let predictions = try predictor.adapt(to: devices.samples(rows), seed: 1)
        #expect(predictions.count == 40)
        #expect(predictions == (try predictor.adapt(to: devices.samples(rows), seed: 1)))
        for prediction in predictions {
            #expect(prediction.milliseconds > 0 && prediction.milliseconds.isFinite)
            #expect(prediction.interval?.contains(prediction.milliseconds) ?? true)
        }
        let equal = try predictor.adapt(to: (0..<4).map { ($0, 2) }, seed: 1)
        #expect(!equal[0].warnings.isEmpty)
        for wrong: [(row: Int, milliseconds: Double)] in [
            [], [(1, 2)], [(0, 1), (0, 1), (1, 2)], [(0, 1), (40, 2), (1, 3)], [(0, 1), (1, .nan), (2, 2)],
            [(0, 1), (1, -2), (2, 2)],
        ] {
            #expect(throws: PredictError.self) { try predictor.adapt(to: wrong, seed: 1) }
        }
    }

    @Test("Names are known, others are answered with the names there are")
    func names() throws {
        for type in TransferPredictorCatalog.all {
            #expect(try TransferPredictorCatalog.named(type.card.name).card == type.card)
        }
        #expect(
            Set(TransferPredictorCatalog.all.map { $0.card.name }).count == TransferPredictorCatalog.all.count
        )
        #expect { try TransferPredictorCatalog.named("oracle") } throws: {
            "\($0)".contains("analytic-gp")
        }
    }
}
