import Foundation
import GnomonData
import GnomonMeasure
import GnomonNative
import GnomonONNX
import GnomonRuntimes
import GnomonStatistics

/// One network on one platform.
struct Cell {
    var path: String
    var platform: Platform
    var model: ModelBytes
    var noise: NoiseCalibration
    var quiet: [GnomonData.Measurement] = []

    /// The quiet latency in nanoseconds: of the quiet measurement beside which the reference kernels were slowed down
    /// least.
    ///
    /// A neighbour's burst must not become the truth; and only witnesses choose, never the latency itself.
    var truth: Double {
        quiet.min { ($0.evidence.inflation ?? 9) < ($1.evidence.inflation ?? 9) }?.latency.nanoseconds ?? .nan
    }
    /// By how much the largest quiet result exceeds the smallest.
    var spread: Double {
        let all = quiet.map(\.latency.nanoseconds)
        guard let low = all.min(), let high = all.max(), low > 0, all.count > 1 else { return .nan }
        return high / low - 1
    }
}

/// A study of how measurements do on a disturbed machine: quiet, disturbed and quiet again, each network once.
struct Study {
    /// Seconds of each measurement, quiet and disturbed.
    var quietBudget: Double { seconds * 0.7 }
    var disturbedBudget: Double { seconds }
    private var seconds: Double
    var platforms: [String] = []
    var burners = 2
    var models: [String] = []
    /// Where `gnomon doctor --calibrate` has left what it found, a file an epoch; nil to measure without.
    var calibrations: String?
    private let measurer = Measurer(
        executable: ["/proc/self/exe", "run-child"].map { word in
            word == "/proc/self/exe" ? URL(fileURLWithPath: word).resolvingSymlinksInPath().path : word
        })

    init?(_ words: [String]) {
        guard let first = words.first, let seconds = Double(first), seconds > 0 else { return nil }
        self.seconds = seconds
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--on": if let name = rest.popFirst() { platforms.append(name) }
            case "--calibrated": calibrations = rest.popFirst()
            case "--burners": burners = rest.popFirst().flatMap { Int($0) } ?? 2
            default: models.append(word)
            }
        }
        if platforms.isEmpty { platforms = ["here"] }
        if models.isEmpty { return nil }
    }

    /// One quiet measurement of each network, one beside burners, one quiet.
    func run() throws {
        var cells = try self.cells()
        note("\(cells.count) networks, about \(Int(seconds * 2.8) * cells.count) s")
        try quiet(&cells, round: 0)
        var trials: [Trial] = []
        try disturbed(cells, &trials, round: 100)
        try quiet(&cells, round: 1)
        Summary(
            trials: trials, truths: cells.map(\.truth),
            names: cells.map {
                URL(fileURLWithPath: $0.path).deletingPathExtension().lastPathComponent + " "
                    + $0.platform.name
            }
        ).show(
            spreads: cells.map(\.spread))
    }

    private func cells() throws -> [Cell] {
        var cells: [Cell] = []
        for name in platforms {
            let platform = try Platform(named: name)
            let epoch = PlatformFingerprint.current(
                platform: platform, runtimeVersion: try measurer.runtimeVersion(of: platform)
            ).epochID
            var noise: NoiseCalibration?
            if let folder = calibrations {
                let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(epoch).json"))
                noise = try JSONDecoder().decode(NoiseCalibration.self, from: data)
                note(
                    "\(name): calibrated, exponents \(noise?.exponents ?? [:]), widening \(noise?.widening ?? 1)"
                )
            }
            for path in models {
                let network = try ONNXReader.read(path: path).network.prepared()
                let copy = "/dev/shm/gnomon-noise-\(getpid()).onnx"
                try ONNXWriter.write(network, weights: .synthetic(seed: 1), toPath: copy)
                defer { unlink(copy) }
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: copy)))
                let model = try ModelBytes(bytes)
                // The first network is the company of the reference kernels.
                let known = try noise ?? measurer.floors(epoch: epoch, beside: (model, platform), seconds: 5)
                if noise == nil { note("\(name): floors \(known.floors), \(known.tolerances)") }
                noise = known
                cells.append(Cell(path: path, platform: platform, model: model, noise: known))
            }
        }
        return cells
    }

    /// Prints what the reference kernels took in each of eight launches: tenth percentile, median and share of clean.
    static func floors() throws {
        let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let options = MeasureOptions(
            launches: 8, maximumLaunches: 8, budget: 20, attempts: 1, warmupMilliseconds: 20, draws: 0)
        let found = try Measurer(executable: [path, "run-child"]).measure(
            model: try ModelBytes([0]), networkHash: "", platform: Platform(named: "null"), options: options)
        for launch in found.launches {
            let texts = launch.references.sorted { $0.key < $1.key }.map { name, samples in
                let clean = samples.filter(\.isClean).map(\.perInference)
                let (low, middle) = (Quantile.of(clean, at: 0.1) ?? 0, Quantile.median(clean) ?? 0)
                return "\(name) \(Int(low)) \(Int(middle)) \(clean.count)/\(samples.count)"
            }
            note(texts.joined(separator: "   "))
        }
        note("\(found.grade.rawValue) \(found.reasons) \(found.evidence) \(found.seconds) s")
    }

    private func options(_ cell: Cell, seed: UInt64, budget: Double) -> MeasureOptions {
        MeasureOptions(budget: budget, seed: seed, noise: cell.noise)
    }

    /// Measures every cell once.
    private func quiet(_ cells: inout [Cell], round: UInt64) throws {
        for index in cells.indices {
            let found = try measurer.measure(
                model: cells[index].model, networkHash: "", platform: cells[index].platform,
                options: options(cells[index], seed: round, budget: quietBudget))
            cells[index].quiet.append(found)
            note("quiet \(cells[index].path): \(text(found))")
            if let noise = found.provenance?.rules.noise, (found.evidence.pressure ?? 1) < 0.05 {
                var lower = noise
                if lower.lower(by: found.launches) {
                    for other in cells.indices where cells[other].platform == cells[index].platform {
                        cells[other].noise = lower
                    }
                }
            }
        }
    }

    private func disturbed(_ cells: [Cell], _ trials: inout [Trial], round: UInt64) throws {
        for (index, cell) in cells.enumerated() {
            let load = try (0..<burners).map { _ in try Burner(seconds: 60) }
            defer { withExtendedLifetime(load) {} }
            let found = try measurer.measure(
                model: cell.model, networkHash: "", platform: cell.platform,
                options: options(cell, seed: round, budget: disturbedBudget))
            let naive = try self.naive(cell)
            trials.append(Trial(cell: index, measurement: found, naive: naive))
            note("disturbed \(cell.path): \(text(found)); naive \(Int(naive)) ns")
        }
    }

    /// What a loop of 50 runs and a division would say.
    private func naive(_ cell: Cell) throws -> Double {
        let quick = MeasureOptions(
            launches: 1, maximumLaunches: 1, budget: 10, attempts: 1, warmupMilliseconds: 20, draws: 0)
        let found = try measurer.measure(
            model: cell.model, networkHash: "", platform: cell.platform, options: quick)
        let timed = found.launches.flatMap(\.samples).filter { !$0.isWarmup }.prefix(50).map(\.perInference)
        return timed.isEmpty ? .nan : timed.reduce(0, +) / Double(timed.count)
    }

    private func text(_ found: GnomonData.Measurement) -> String {
        let inflation = found.provenance?.inflation ?? [:]
        return "\(Int(found.latency.nanoseconds)) ns \(found.grade.rawValue) \(found.seconds) s "
            + "\(found.launches.count) launches \(found.reasons) \(inflation)"
    }
}

/// A line on standard error.
func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
