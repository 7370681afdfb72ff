// Compares predictors of a platform on models that nothing was learned from, over the budget of learning.
// Usage: accuracy PLATFORM MODEL... [--from SOURCE] [--budgets 2,5,10,20] [--each] [--median] [--since MOMENT]
//
// Needs a store in which 'gnomon measure' has left the models' latencies and 'gnomon learn' the profiles; nn-meter and
// black-box answer as they were last learned. A budget takes the oldest profiles that it pays for, training included.
// --from also starts from another platform's predictor, --each prints every model, --median takes the measurement's own
// latency in place of that of quiet rounds (see SealedModel); --since, such as 2026-11-28T21:00:00Z, leaves out what was
// measured earlier.

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

var words = Array(CommandLine.arguments.dropFirst())
let source = take("--from", from: &words)
let budgets = (take("--budgets", from: &words) ?? "2,5,10,20").split(separator: ",").compactMap { Double($0) }
let moment = take("--since", from: &words)
let printsEach = words.contains("--each")
let takesMedian = words.contains("--median")
words.removeAll { $0 == "--each" || $0 == "--median" }
guard words.count >= 2, let name = words.first else {
    note(
        "usage: accuracy PLATFORM MODEL... [--from SOURCE] [--budgets 2,5,10,20] [--each] [--median] [--since MOMENT]"
    )
    exit(64)
}

guard let since = moment.map({ ISO8601DateFormatter().date(from: $0) }) ?? .distantPast else {
    note("--since \(moment ?? "") is no moment such as 2026-11-28T21:00:00Z")
    exit(64)
}

do {
    let learned = try LearnedPlatform(named: name)
    let (platform, settings, id, reader) = (learned.platform, learned.settings, learned.id, learned.profiles)
    let rules = platform.fusionRules
    let models = try SealedModel.read(
        Array(words.dropFirst()), platformID: id, store: learned.store, takesMedian: takesMedian,
        since: since)
    print("\(models.count) models on \(platform.name)")
    print(AccuracyTable.header)
    var kept = reader.rows[...]
    var networks: [TrainingNetwork] = []
    var wholes: [(network: Network, nanoseconds: Double)] = []
    var seconds = 0.0
    var last: [EvaluationCase] = []
    for budget in budgets.sorted() {
        while let row = kept.first, seconds + row.profile.seconds <= 0.9 * 60 * budget {
            kept = kept.dropFirst()
            seconds += row.profile.seconds
            guard let network = reader.network(row)?.network else { continue }
            wholes.append((network, row.profile.latency.nanoseconds))
            networks.append(
                TrainingNetwork(
                    network, profile: row.profile, rules: rules, fold: .init(seed: row.seed),
                    conditions: row.conditions))
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
                AccuracyTable.show(
                    "kernel-boost", detail + " + \(source)", AccuracyTable.cases(models, by: predictor))
            }
        }
        let predictor = try KernelBoostPredictor.train(
            networks, platform: platform, platformID: id, rules: rules)
        last = AccuracyTable.cases(models, by: predictor)
        AccuracyTable.show("kernel-boost", detail, last)
        for withBytes in [false, true] {
            let label = withBytes ? "FLOPs + bytes" : "FLOPs"
            if let line = WorkRegression(wholes, withBytes: withBytes) {
                AccuracyTable.show(label, detail, line.cases(models))
            }
        }
    }
    for system in [LearnSystem.nnMeter, .blackBox, .kernelTransfer] {
        let folder = settings.predictorFolder(platform: platform.name, system: system)
        guard let predictor = try? PredictorCatalog.load(folder: folder) else {
            note("\(system.rawValue) was not learned on \(platform.name)")
            continue
        }
        AccuracyTable.show(system.rawValue, "as learned", AccuracyTable.cases(models, by: predictor))
    }
    if printsEach { AccuracyTable.showEach(models, last) }
} catch {
    note("error: \(error)")
    exit(70)
}
