import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite(
    "hardware-mlp",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct HardwareMLPTests {
    private static let small: HardwareMLPSettings = {
        var settings = HardwareMLPSettings.ours
        settings.width = 48
        settings.fitting = Fitting(epochs: 40, batch: 16, schedule: .cosine)
        settings.grid = [HardwareMLPSettings.Point(rate: 5e-3, decay: 1e-3)]
        return settings
    }()

    private static let published: HardwareMLPSettings = {
        var settings = HardwareMLPSettings.published
        settings.width = 48
        settings.fitting.epochs = 30
        settings.grid = [
            HardwareMLPSettings.Point(rate: 1e-2, decay: 1e-4, momentum: 0.8),
            HardwareMLPSettings.Point(rate: 1e-4, decay: 1e-2, momentum: 0.4),
        ]
        return settings
    }()

    @Test("one device: learns, chooses a point of the grid, comes back from files")
    func specialist() throws {
        let space = OFAMobileNetV3(width: 1)
        let rows = try WorkRows.rows(space, 200, seed: 1)
        let held = try WorkRows.rows(space, 30, seed: 2)
        let fresh = try WorkRows.rows(space, 60, seed: 3)
        for settings in [Self.small, Self.published] {
            let predictor = try HardwareMLPPredictor.train(
                on: rows, validation: held, seed: 1, settings: settings)
            let found = try predictor.predict(fresh.architectures)
            #expect(WorkRows.error(found, fresh) < WorkRows.spread(fresh) / 2)
            #expect(settings.grid.contains(predictor.point))
            #expect(try WorkRows.reloaded(predictor, fresh.architectures) == found)
            #expect(found.allSatisfy { $0.warnings.isEmpty })
        }
        #expect(HardwareMLPSettings.published.grid.count == 36)
    }

    @Test("moved to another device with few rows, every way is better than none")
    func fineTuning() throws {
        let space = OFAMobileNetV3(width: 1)
        let base = try HardwareMLPPredictor.train(
            on: WorkRows.rows(space, 200, seed: 1), validation: WorkRows.rows(space, 30, seed: 2), seed: 1,
            settings: Self.small)
        let rows = try WorkRows.rows(space, 40, seed: 4, speed: 3)
        let held = try WorkRows.rows(space, 15, seed: 5, speed: 3)
        let fresh = try WorkRows.rows(space, 60, seed: 6, speed: 3)
        let before = try WorkRows.error(base.predict(fresh.architectures), fresh)
        for method in HardwareMLPPredictor.FineTuning.allCases {
            let moved = try base.fineTuned(on: rows, validation: held, seed: 1, by: method)
            let after = try WorkRows.error(moved.predict(fresh.architectures), fresh)
            #expect(after < before / 2, "\(method): \(after), before \(before)")
        }
        let cells = SyntheticCells.rows(0..<20)
        #expect(throws: PredictError.self) { try base.fineTuned(on: cells, validation: cells, seed: 1) }
    }

    @Test("several devices: fewer than four are warned of, and so is a device that was not seen")
    func generalist() throws {
        let space = OFAMobileNetV3(width: 1)
        var parts: [(hardware: HardwareFacts, rows: ArchitectureRows, validation: ArchitectureRows)] = []
        for device in 0..<3 {
            let facts = HardwareFacts(
                name: "gpu\(device)", cores: 1000 * Double(device + 1), memory: 8, bandwidth: 300)
            let speed = Double(device + 1)
            parts.append(
                (
                    facts, try WorkRows.rows(space, 200, seed: UInt64(device), speed: speed),
                    try WorkRows.rows(space, 15, seed: 10 + UInt64(device), speed: speed)
                ))
        }
        var predictor = try HardwareMLPPredictor.trainGeneralist(parts, seed: 1, settings: Self.small)
        let fresh = try WorkRows.rows(space, 40, seed: 30, speed: 3)
        predictor.hardware = parts[2].hardware
        let found = try predictor.predict(fresh.architectures)
        let error = WorkRows.error(found, fresh)
        // One that did not read the hardware would say the same of every device.
        predictor.hardware = parts[0].hardware
        let mistaken = try WorkRows.error(predictor.predict(fresh.architectures), fresh)
        #expect(error < 0.25)
        #expect(error < mistaken / 4, "\(error), taken for another device \(mistaken)")
        predictor.hardware = parts[2].hardware
        #expect(found[0].warnings.count == 1 && found[0].warnings[0].contains("3 devices"))
        predictor.hardware = HardwareFacts(name: "new", cores: 2500, memory: 8, bandwidth: 300)
        #expect(try predictor.predict([fresh.architectures[0]])[0].warnings.count == 2)
        #expect(
            try WorkRows.reloaded(predictor, fresh.architectures) == predictor.predict(fresh.architectures))
        #expect(throws: PredictError.self) {
            try predictor.fineTuned(on: parts[0].rows, validation: parts[0].validation, seed: 1)
        }
        parts[0].hardware.cores = 0
        #expect(throws: PredictError.self) {
            try HardwareMLPPredictor.trainGeneralist(parts, seed: 1, settings: Self.small)
        }
    }

    @Test("genotypes: absent layers are zeros, resolutions between two are shared")
    func genotypes() throws {
        let space = OFAMobileNetV3(width: 1)
        let architecture = try space.parse(
            "35733573357335733573:34633463346334633463:22342:208")
        let row = try GenotypeEncoding.row(architecture, of: space)
        #expect(row.count == 128 && GenotypeEncoding.width(of: space) == 128)
        // Depths 2, 2, 3, 4, 2: thirteen layers have a kernel and an expansion.
        #expect(row[..<60].reduce(0, +) == 13 && row[60..<120].reduce(0, +) == 13)
        #expect(Array(row[120...]) == [0, 0, 0, 0, 0, 0, 1, 0])
        let between = try space.parse("35733573357335733573:34633463346334633463:22342:212")
        #expect(
            try Array(GenotypeEncoding.row(between, of: space)[120...]) == [0, 0, 0, 0, 0, 0, 0.75, 0.25])
        #expect(try UnitTotals.row(architecture, of: space).count == UnitTotals.width(of: space))
        #expect(try GenotypeEncoding.row(Architecture([0, 1, 2, 3, 4, 0]), of: NASBench201()).count == 30)
    }
}
