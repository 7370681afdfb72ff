// How far a platform can be predicted from 1, 5, 10 and 20 whole networks measured on it, and from learned platforms.
// Usage: samples PLATFORM --from SOURCE[,SOURCE...] MODEL... [--seeds 5] [--counts 1,5,10,20]
//
// Needs a store in which 'gnomon measure' has left the models' latencies on the platform and 'gnomon learn' profiles of random
// networks there: the samples are their whole latencies, chosen by design or drawn, from half of them drawn by seed. 'scaled'
// multiplies the first source's prediction by one ratio, the mean of that of so many drawn networks.

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
import SealedModels

func take(_ flag: String, from words: inout [String]) -> String? {
    guard let at = words.firstIndex(of: flag), at + 1 < words.count else { return nil }
    let value = words[at + 1]
    words.removeSubrange(at...(at + 1))
    return value
}

/// A prediction multiplied by one number.
func scaled(
    _ models: [SealedModel], by source: KernelBoostPredictor, _ samples: [WholeNetwork]
) -> [EvaluationCase] {
    let predicted = source.predict(samples.map(\.network))
    let logs = zip(samples, predicted).map { log($0.nanoseconds / $1.latency.nanoseconds) }
    let ratio = exp(logs.reduce(0, +) / Double(max(1, logs.count)))
    return zip(models, source.predict(models.map(\.network))).map { model, prediction in
        let latency = Latency(nanoseconds: ratio * prediction.latency.nanoseconds)
        return EvaluationCase(
            model: model.path, family: "", predicted: latency,
            interval: LatencyInterval(lower: latency, upper: latency, level: 0.9),
            coverage: prediction.coverage, measured: model.latency)
    }
}

/// One way to choose and to predict, over seeds.
struct Line {
    var label: String
    var count: Int
    var summaries: [EvaluationSummary] = []

    func show() {
        func spread(_ value: (EvaluationSummary) -> Double) -> String {
            let values = summaries.map { 100 * value($0) }
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return String(format: "%6.1f ± %4.1f", mean, (square / Double(max(1, values.count))).squareRoot())
        }
        let name = label.padding(toLength: 22, withPad: " ", startingAt: 0)
        print(
            "\(name) \(String(format: "%3d", count))  \(spread { $0.errors.within10 })  "
                + "\(spread { $0.errors.within5 })  \(spread { $0.errors.rmspe })  "
                + "\(spread { $0.insideInterval })")
    }
}

var words = Array(CommandLine.arguments.dropFirst())
let names = (take("--from", from: &words) ?? "").split(separator: ",").map(String.init)
let seeds = UInt64(take("--seeds", from: &words) ?? "5") ?? 5
let counts = (take("--counts", from: &words) ?? "1,5,10,20").split(separator: ",").compactMap { Int($0) }
guard words.count >= 2, let name = words.first, !names.isEmpty else {
    note("usage: samples PLATFORM --from SOURCE[,SOURCE...] MODEL... [--seeds 5] [--counts 1,5,10,20]")
    exit(64)
}
do {
    let platform = try Platform(named: name)
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let settings = Settings()
    let version = try Measurer(executable: [executable, "run-child"]).runtimeVersion(of: platform)
    let id = PlatformFingerprint.current(platform: platform, runtimeVersion: version).id
    let store = try Store(path: settings.storePath)
    let models = try SealedModel.read(Array(words.dropFirst()), platformID: id, store: store)
    var sources: [KernelBoostPredictor] = []
    for source in names {
        let folder = settings.predictorFolder(platform: try Platform(named: source).name)
        if let predictor = try PredictorCatalog.load(folder: folder) as? KernelBoostPredictor {
            sources.append(predictor)
        }
    }
    let reader = try KeptProfiles(store: store, platformID: id)
    let pool = reader.rows.filter { $0.conditions.slowness <= TrainingNetwork.mostSlowness }.prefix(400).compactMap { row in
        reader.network(row).map { WholeNetwork($0.network, nanoseconds: row.profile.latency.nanoseconds) }
    }
    guard let first = sources.first, pool.count >= 40, !models.isEmpty else {
        note("too little was learned or measured: \(sources.count) sources, \(pool.count) networks, \(models.count) models")
        exit(75)
    }
    print("\(models.count) models on \(platform.name) from \(names.joined(separator: ", ")); \(seeds) seeds, mean ± spread, %")
    print("way                    n    within 10      within 5        RMSPE          inside")
    for count in counts {
        var lines = ["designed", "drawn", "scaled"].map { Line(label: $0, count: count) }
        for seed in 0..<seeds {
            var generator = SeededGenerator(seed: seed)
            let half = pool.shuffled(using: &generator).prefix(pool.count / 2)
            let drawn = Array(half.prefix(count))
            let order = KernelTransferPredictor.proposals(
                count, among: half.prefix(150).map(\.network), sources: sources)
            let designed = order.map { half[half.startIndex + $0] }
            for (index, samples) in [designed, drawn].enumerated() {
                let predictor = try KernelTransferPredictor.adapt(
                    sources, to: samples, platform: platform, platformID: id)
                if let summary = EvaluationSummary(AccuracyTable.cases(models, by: predictor)) {
                    lines[index].summaries.append(summary)
                }
            }
            if let summary = EvaluationSummary(scaled(models, by: first, drawn)) {
                lines[2].summaries.append(summary)
            }
        }
        for line in lines { line.show() }
    }
} catch {
    note("error: \(error)")
    exit(70)
}
