import GnomonPredict
import GnomonSpaces
import Testing

@Suite("Settings by name")
struct NamedSettingsTests {
    enum Kind: String, CaseIterable {
        case soft, hard
    }

    @Test("Numbers, truths, texts and cases are read, and what is not given stays")
    func read() throws {
        var settings = try NamedSettings(["epochs=40", "rate=1e-3", "fast=true", "kind=hard", "name=a=b"])
        var (epochs, rate, fast, kind, name, other) = (1, 1.0, false, Kind.soft, "", 7)
        try settings.read("epochs", into: &epochs)
        try settings.read("rate", into: &rate)
        try settings.read("fast", into: &fast)
        try settings.read("kind", into: &kind)
        try settings.read("name", into: &name)
        try settings.read("other", into: &other)
        try settings.finish()
        #expect(epochs == 40 && rate == 1e-3 && fast && kind == .hard && name == "a=b" && other == 7)
    }

    @Test("What there may be none of is left out with none, and stays where nothing is given")
    func none() throws {
        var settings = try NamedSettings(["kind=none", "second=hard", "third=odd"])
        var (kind, second, other) = (Kind?.some(.soft), Kind?.none, Kind?.some(.hard))
        try settings.read("kind", into: &kind)
        try settings.read("second", into: &second)
        try settings.read("other", into: &other)
        #expect(kind == nil && second == .hard && other == .hard)
        #expect { try settings.read("third", into: &kind) } throws: { "\($0)".contains("none, soft, hard") }
    }

    @Test("What is no setting is refused with what there is")
    func refused() throws {
        for texts in [["epochs"], ["=3"], ["a=1", "a=2"]] {
            #expect(throws: PredictError.self) { try NamedSettings(texts) }
        }
        var settings = try NamedSettings(["epochs=many", "kind=odd", "rate=1"])
        var (epochs, kind) = (1, Kind.soft)
        #expect { try settings.read("epochs", into: &epochs) } throws: { "\($0)".contains("many") }
        #expect { try settings.read("kind", into: &kind) } throws: { "\($0)".contains("soft, hard") }
        #expect { try settings.finish() } throws: { "\($0)".contains("rate") && "\($0)".contains("epochs") }
    }

    @Test("A predictor without settings refuses all")
    func without() throws {
        let devices = PretendedDevices(NASBench201(), rows: 30, devices: 2)
        let settings = try NamedSettings(["epochs=3"])
        #expect {
            try FLOPsTransferPredictor.prepare(devices.sources([1, 2]), named: settings, seed: 0)
        } throws: {
            "\($0)".contains("epochs")
        }
    }
}
