import Foundation
import GnomonData
import GnomonDatasets
import GnomonFeatures
import GnomonPredict
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Lookup tables")
struct LookupTableTests {
    private static func tables() throws -> [BlockTable] {
        try [160, 176, 192, 208, 224].map { side in
            try BlockTable(
                CSVTable(PublicData.bytes("luts/ofa_note10/\(side).csv")), device: "note10", imageSide: side)
        }
    }

    private static func onceForAll() throws -> LookupTablePredictor {
        try LookupTablePredictor(space: OFAMobileNetV3(), tables: tables())
    }

    private static func uniform(_ kernel: Int, _ expansion: Int, _ depth: Int, _ side: Int) -> String {
        String(repeating: "\(kernel)", count: 20) + ":" + String(repeating: "\(expansion)", count: 20) + ":"
            + String(repeating: "\(depth)", count: 5) + ":\(side)"
    }

    @Test(
        "published Once-for-all networks have their sums",
        .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"),
        arguments: [
            (uniform(3, 3, 2, 224), 17.769_055_648), (uniform(3, 3, 2, 160), 9.890_346_512),
            (uniform(5, 4, 3, 224), 37.806_377_462), (uniform(7, 6, 4, 224), 92.398_037_995),
            (uniform(7, 6, 4, 160), 47.773_311_695),
            ("77335737373757755575:63443646634663346466:24233:208", 39.888_340_486_176_574),
        ])
    func onceForAllSums(_ text: String, _ expected: Double) throws {
        let space = OFAMobileNetV3()
        let answer = try Self.onceForAll().answer(space.parse(text))
        #expect(abs(answer.milliseconds - expected) < 1e-9)
        #expect(answer.gaps.isEmpty)
        #expect(answer.coverage == 1)
    }

    @Test(
        "published ProxylessNAS networks have their sums",
        .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"),
        arguments: [
            ("000000000000000000000", 76.048_098_686), ("555555555555555555555", 191.029_871_270),
            ("006600660066006600660", 45.088_549_965),
        ])
    func proxylessSums(_ text: String, _ expected: Double) throws {
        let space = ProxylessNAS()
        let table = try BlockTable(
            CSVTable(PublicData.bytes("luts/proxyless_mobile.csv")), device: "mobile", imageSide: 224)
        let predictor = try LookupTablePredictor(space: space, tables: [table])
        let answer = try predictor.answer(space.parse(text))
        #expect(abs(answer.milliseconds - expected) < 1e-9)
        #expect(answer.gaps.isEmpty)
    }

    @Test(
        "blocks that are not in the table are named with their nearest, and never free",
        .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"))
    func gaps() throws {
        let mobile = ProxylessNAS(secondWidth: 32)
        let table = try BlockTable(
            CSVTable(PublicData.bytes("luts/proxyless_mobile.csv")), device: "mobile", imageSide: 224)
        let predictor = try LookupTablePredictor(space: mobile, tables: [table])
        // The published network for phones: three blocks of width 32 are missing.
        let answer = try predictor.answer(mobile.parse("206640225222322255445"))
        #expect(answer.gaps.count == 3)
        #expect(abs(answer.covered - 63.705_483_547) < 1e-9)
        for gap in answer.gaps {
            #expect(gap.milliseconds > 0.3 && gap.milliseconds < 20)
            #expect(gap.nearest != nil)
            #expect(gap.key.contains("x32"))
        }
        let prediction = try predictor.predict([mobile.parse("206640225222322255445")])[0]
        #expect(prediction.coverage < 1 && prediction.coverage > 0.7)
        #expect(prediction.warnings.count == 3)
        let interval = try #require(prediction.interval)
        #expect(interval.contains(prediction.milliseconds))
    }

    @Test(
        "an image size without a table, and another width, are not covered at all",
        .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"))
    func notCovered() throws {
        let space = OFAMobileNetV3()
        let predictor = try Self.onceForAll()
        let odd = try predictor.predict([space.parse(Self.uniform(3, 3, 2, 220))])[0]
        #expect(odd.coverage == 0)
        #expect(odd.warnings.contains { $0.contains("224") })
        // Filled from the nearest table it is close to the neighbour's sum.
        #expect(abs(odd.milliseconds / 17.77 - 1) < 0.2)
        let narrow = try LookupTablePredictor(space: OFAMobileNetV3(width: 1), tables: Self.tables())
        let answer = try narrow.answer(OFAMobileNetV3(width: 1).parse(Self.uniform(3, 3, 2, 224)))
        #expect(answer.covered == 0)
        #expect(answer.gaps.count == 1 + 1 + 10 + 4)
        #expect(answer.milliseconds > 5 && answer.milliseconds < 17)
    }

    @Test("a fitted table predicts sums of one constant for each operator to the last digits")
    func additive() throws {
        let space = FBNet()
        let all = space.sample(700, seed: 4)
        func latency(_ architecture: Architecture) -> Double {
            architecture.genes.enumerated().reduce(3) { sum, pair in
                sum + 0.1 * Double((pair.offset * 7 + pair.element * 3) % 11)
            }
        }
        func rows(_ range: Range<Int>) -> ArchitectureRows {
            ArchitectureRows(
                space: space, architectures: Array(all[range]), milliseconds: all[range].map(latency))
        }
        let predictor = try LookupTablePredictor.train(
            on: rows(0..<400), validation: rows(400..<450), seed: 1)
        for (answer, architecture) in zip(try predictor.predict(Array(all[450...])), all[450...]) {
            #expect(abs(answer.milliseconds / latency(architecture) - 1) < 2e-6)
        }
        // One-hot probabilities give the table's sum, and the derivative is what a choice costs.
        let one = all[500]
        let probabilities = zip(space.choices, one.genes).map { count, gene in
            (0..<count).map { $0 == gene ? 1.0 : 0 }
        }
        let expected = try predictor.expectation(probabilities)
        #expect(abs(expected.milliseconds / latency(one) - 1) < 2e-6)
        var other = one
        other.genes[3] = (one.genes[3] + 1) % 9
        let difference = expected.gradient[3][other.genes[3]] - expected.gradient[3][one.genes[3]]
        #expect(abs(difference - (latency(other) - latency(one))) < 1e-4)
        var mixed = probabilities
        mixed[3] = [Double](repeating: 1.0 / 9, count: 9)
        let mean = expected.gradient[3].reduce(0, +) / 9
        let change = try predictor.expectation(mixed).milliseconds - expected.milliseconds
        #expect(abs(change - (mean - expected.gradient[3][one.genes[3]])) < 1e-9)
        #expect(throws: PredictError.self) { try predictor.expectation([[1]]) }
    }

    @Test(
        "four devices of FBNet are sums of a table",
        .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"),
        arguments: ["eyeriss", "fpga", "pixel3", "raspi4"])
    func tableSums(_ device: String) throws {
        let table = try PublicData.dataset("fbnet").table
        let space = FBNet()
        let column = try #require(table.column(device)).compactMap { $0 }
        func rows(_ range: Range<Int>) throws -> ArchitectureRows {
            ArchitectureRows(
                space: space, architectures: try table.architectures[range].map { try space.parse($0) },
                milliseconds: Array(column[range]))
        }
        let predictor = try LookupTablePredictor.train(
            on: rows(0..<400), validation: rows(400..<440), seed: 1)
        let test = try rows(440..<1400)
        for (answer, measured) in zip(try predictor.predict(test.architectures), test.milliseconds) {
            #expect(abs(answer.milliseconds / measured - 1) < 3e-6)
        }
    }

    @Test(
        "a table of HW-NAS-Bench's blocks is summed; a block may cost nothing, and one that is missing does not"
    )
    func fbnet() throws {
        let space = FBNet()
        let architecture = try space.parse("0818888888888888888886")
        let keys = try #require(try LookupKeys.of(architecture, in: space))
        var table = BlockTable(device: "raspi4", imageSide: 32, entries: [:])
        for (place, key) in keys.enumerated() {
            table.entries[key] = .init(milliseconds: key.hasPrefix("Skip") ? 0 : Double(place + 1))
        }
        let whole = try LookupTablePredictor(space: space, tables: [table]).answer(architecture)
        #expect(whole.milliseconds == 1 + 2 + 4 + 23 + 24 + 25 + 26)
        #expect(whole.coverage == 1)
        let missing = keys[3]
        table.entries[missing] = nil
        let partly = try LookupTablePredictor(space: space, tables: [table]).answer(architecture)
        #expect(partly.gaps.map(\.key) == [missing])
        #expect(partly.covered == 1 + 2 + 23 + 24 + 25 + 26)
        #expect(partly.milliseconds > partly.covered)
    }

    @Test("tables that are none are refused")
    func refused() {
        #expect(throws: PredictError.self) {
            try LookupTablePredictor(space: NASBench201(), tables: [])
        }
        #expect(throws: PredictError.self) {
            try LookupTablePredictor(space: OFAMobileNetV3(), tables: [])
        }
        let bad = BlockTable(
            device: "x", imageSide: 224,
            entries: ["Conv-input:224x224x3-output:112x112x24": .init(milliseconds: -1)])
        #expect(throws: PredictError.self) {
            try LookupTablePredictor(space: OFAMobileNetV3(), tables: [bad])
        }
    }
}
