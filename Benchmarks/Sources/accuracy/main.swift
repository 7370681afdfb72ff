// Compares predictors of a platform on models that nothing was learned from, over the budget of learning.
// Usage: accuracy PLATFORM MODEL... [--from SOURCE] [--budgets 2,5,10,20] [--each] [--median]
//
// Needs a store in which 'gnomon measure' has left the models' latencies and 'gnomon learn' the profiles; nn-meter and
// black-box answer as they were last learned. A budget takes the oldest profiles that it pays for, training included.
// --from also starts from another platform's predictor, --each prints every model. What a model takes is the 20 % quantile of
// the samples of those rounds in which no reference kernel was more than 15 % slower than its floor, for neighbours come in
// bursts and only ever make samples longer; a model without such rounds is left out and named. --median takes the
// measurement's own latency.

import Foundation
import GnomonApp
import GnomonData
import GnomonEvaluate
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonRuntimes
import GnomonSpaces
import GnomonStatistics
import GnomonStore

func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

/// The word behind a flag, taken out of the list.
func take(_ flag: String, from words: inout [String]) -> String? {
    guard let at = words.firstIndex(of: flag), at + 1 < words.count else { return nil }
    let value = words[at + 1]
    words.removeSubrange(at...(at + 1))
    return value
}

var words = Array(CommandLine.arguments.dropFirst())
let source = take("--from", from: &words)
let budgets = (take("--budgets", from: &words) ?? "2,5,10,20").split(separator: ",").compactMap { Double($0) }
let printsEach = words.contains("--each")
let takesMedian = words.contains("--median")
words.removeAll { $0 == "--each" || $0 == "--median" }
guard words.count >= 2, let name = words.first else {
    note("usage: accuracy PLATFORM MODEL... [--from SOURCE] [--budgets 2,5,10,20] [--each] [--median]")
    exit(64)
}

/// A model with what was measured of it.
struct Truth {
    var path: String
    var network: Network
    var measured: GnomonData.Measurement
    /// What it takes in quiet times.
    var latency = Latency.zero

    /// What it takes; nil where it was never measured in quiet rounds.
    func latency(_ floors: [String: Double]) -> Latency? {
        if takesMedian { return measured.latency }
        var samples: [Double] = []
        for launch in measured.launches {
            var slow: Set<Int> = []
            for (name, readings) in launch.references {
                for reading in readings where reading.perInference > 1.15 * (floors[name] ?? .infinity) {
                    slow.insert(reading.round)
                }
            }
            samples += launch.samples.filter { !$0.isWarmup && !slow.contains($0.round) }.map(\.perInference)
        }
        guard samples.count >= 6 else { return nil }
        return Quantile.of(samples, at: 0.2).map { Latency(nanoseconds: $0) }
    }
}

/// What reference kernels take when nothing disturbs them.
func floors(_ measurements: [GnomonData.Measurement]) -> [String: Double] {
    var seen: [String: [Double]] = [:]
    for launch in measurements.flatMap(\.launches) {
        for (name, readings) in launch.references {
            if let median = Quantile.median(readings.map(\.perInference)) { seen[name, default: []].append(median) }
        }
    }
    return seen.compactMapValues { Quantile.of($0, at: 0.1) }
}

func padded(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
}

/// A line of the table.
func show(_ label: String, _ detail: String, _ cases: [EvaluationCase]) {
    guard let summary = EvaluationSummary(cases) else { return print("\(label): nothing to compare") }
    let name = URL(fileURLWithPath: summary.worstModel).deletingPathExtension().lastPathComponent
    print(
        padded(label, 22) + padded(detail, 30)
            + String(
                format: "%4d %6.1f %% %6.1f %% %7.1f %% %8.1f %% %7.1f %% %6.3f  ", summary.count,
                100 * summary.errors.within5, 100 * summary.errors.within10, 100 * summary.errors.rmspe,
                100 * abs(summary.errors.worst), 100 * summary.insideInterval, summary.intervalWidth) + name)
}

func evaluate(_ truths: [Truth], by predictor: any Predictor) -> [EvaluationCase] {
    let predictions = predictor.predict(truths.map(\.network))
    return zip(truths, predictions).map { truth, prediction in
        EvaluationCase(
            model: truth.path, family: ModelFamily.name(of: truth.path), predicted: prediction.latency,
            interval: prediction.interval, coverage: prediction.coverage, measured: truth.latency)
    }
}

/// Regression of latency on operations and a constant, or on bytes too, by least squares on relative errors.
func regression(
    _ networks: [(network: Network, nanoseconds: Double)], on truths: [Truth], withBytes: Bool
) -> [EvaluationCase] {
    func columns(_ network: Network) -> [Double] {
        var (flops, bytes) = (0.0, 0.0)
        for index in network.nodes.indices where network.nodes[index].state == .live {
            guard let cost = (try? network.cost(of: NodeID(index))) ?? nil else { continue }
            flops += Double(cost.flops)
            bytes += Double(cost.bytesRead) + Double(cost.bytesWritten)
        }
        return withBytes ? [1, flops, bytes] : [1, flops]
    }
    let rows = networks.map { row in columns(row.network).map { $0 / row.nanoseconds } }
    guard let weights = relativeFit(rows) else { return [] }
    return truths.map { truth in
        let time = zip(columns(truth.network), weights).reduce(0) { $0 + $1.0 * $1.1 }
        let latency = Latency(nanoseconds: max(1, time))
        return EvaluationCase(
            model: truth.path, family: "", predicted: latency,
            interval: LatencyInterval(lower: latency, upper: latency, level: 0.9), coverage: 1,
            measured: truth.latency)
    }
}

/// The non-negative weights with which rows come nearest to 1.
func relativeFit(_ rows: [[Double]]) -> [Double]? {
    guard let width = rows.first?.count else { return nil }
    // Columns differ by ten orders of magnitude.
    let scales = (0..<width).map { column in
        max(1e-300, rows.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot())
    }
    var weights = [Double](repeating: 0, count: width)
    // Coordinate descent on a convex problem of two or three unknowns.
    for _ in 0..<20_000 {
        for column in 0..<width {
            var (top, bottom) = (0.0, 0.0)
            for row in rows {
                var rest = 1.0
                for other in 0..<width where other != column {
                    rest -= weights[other] * row[other] / scales[other]
                }
                let value = row[column] / scales[column]
                top += rest * value
                bottom += value * value
            }
            weights[column] = max(0, top / bottom)
        }
    }
    return zip(weights, scales).map { $0 / $1 }
}

func line(_ truth: Truth, _ value: EvaluationCase) -> String {
    let name = URL(fileURLWithPath: truth.path).deletingPathExtension().lastPathComponent
    return padded(name, 44)
        + String(
            format: "%9.3f %9.3f  %+6.1f %%  %@  cover %.2f", truth.latency.milliseconds,
            value.predicted.milliseconds, 100 * value.error, "\(truth.measured.grade)", value.coverage)
}

do {
    let platform = try Platform(named: name)
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let settings = Settings()
    let session = try MeasureSession(
        platform: platform, settings: settings, executable: [executable, "run-child"])
    let version = try Measurer(executable: [executable, "run-child"]).runtimeVersion(of: platform)
    let id = PlatformFingerprint.current(platform: platform, runtimeVersion: version).id
    let rules = platform.fusionRules
    let store = try Store(path: settings.storePath)
    var truths: [Truth] = []
    for path in words.dropFirst() {
        do {
            let model = try LoadedModel(path: path, binding: try ModelBinding())
            guard let measured = try session.known(model, worst: .f) else {
                note("not measured: \(path)")
                continue
            }
            truths.append(Truth(path: path, network: model.network, measured: measured))
        } catch { note("left out: \(path): \(error)") }
    }
    let quiet = floors(truths.map(\.measured))
    truths = truths.compactMap { truth in
        guard let latency = truth.latency(quiet) else {
            print("never quiet, left out: \(truth.path)")
            return nil
        }
        var truth = truth
        truth.latency = latency
        return truth
    }
    let grades = Dictionary(grouping: truths, by: \.measured.grade).mapValues(\.count)
    print("\(truths.count) models on \(platform.name); grades \(grades.map { "\($1) \($0)" }.sorted())")
    print(
        padded("predictor", 22) + padded("learned from", 30)
            + "   n  within5 within10    RMSPE     worst  inside   width  worst model")
    var kept = try KeptProfiles(store: store, platformID: id).rows[...]
    var networks: [TrainingNetwork] = []
    var wholes: [(network: Network, nanoseconds: Double)] = []
    var seconds = 0.0
    let reader = try KeptProfiles(store: store, platformID: id)
    var last: [EvaluationCase] = []
    var lastPredictor: KernelBoostPredictor?
    for budget in budgets.sorted() {
        while let row = kept.first, seconds + row.profile.seconds <= 0.9 * 60 * budget {
            kept = kept.dropFirst()
            seconds += row.profile.seconds
            guard let network = reader.network(row)?.network else { continue }
            wholes.append((network, row.profile.latency.nanoseconds))
            networks.append(
                TrainingNetwork(
                    network, profile: row.profile, rules: rules, fold: .init(seed: row.seed),
                    slowness: row.slowness))
        }
        let detail = String(format: "%.0f min, %d networks", budget, networks.count)
        guard networks.count >= KernelBoostPredictor.fewestNetworks else {
            print("kernel-boost: too little for \(detail)")
            continue
        }
        if let source {
            let folder = settings.predictorFolder(platform: source)
            if let prior = try PredictorCatalog.load(folder: folder) as? KernelBoostPredictor {
                let predictor = try KernelBoostPredictor.train(
                    networks, platform: platform, platformID: id, rules: rules, priors: [prior])
                show("kernel-boost", detail + " + \(source)", evaluate(truths, by: predictor))
            }
        }
        let predictor = try KernelBoostPredictor.train(
            networks, platform: platform, platformID: id, rules: rules)
        lastPredictor = predictor
        last = evaluate(truths, by: predictor)
        show("kernel-boost", detail, last)
        show("FLOPs", detail, regression(wholes, on: truths, withBytes: false))
        show("FLOPs + bytes", detail, regression(wholes, on: truths, withBytes: true))
    }
    for system in [LearnSystem.nnMeter, .blackBox] {
        let folder = settings.predictorFolder(platform: platform.name, system: system)
        guard let predictor = try? PredictorCatalog.load(folder: folder) else {
            note("\(system.rawValue) was not learned on \(platform.name)")
            continue
        }
        show(system.rawValue, "as learned", evaluate(truths, by: predictor))
    }
    if printsEach, let predictor = lastPredictor {
        for row in try KeptProfiles(store: store, platformID: id).rows {
            guard let network = reader.network(row) else { continue }
            let predicted = predictor.predict([network.network])[0].latency.nanoseconds
            let recorded = row.profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
            note(
                String(
                    format: "profile %llu %d %.4f %.4f %.4f %.3f %.3f", row.seed, row.profile.kernels.count,
                    row.profile.latency.milliseconds, log(row.profile.latency.nanoseconds / predicted),
                    recorded / row.profile.latency.nanoseconds, row.profile.cleanShare, row.profile.seconds))
        }
        for (truth, value) in zip(truths, last).sorted(by: { $0.1.error < $1.1.error }) {
            print(line(truth, value))
        }
    }
} catch {
    note("error: \(error)")
    exit(70)
}
