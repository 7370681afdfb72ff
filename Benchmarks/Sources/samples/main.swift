// How far a platform can be predicted from 1, 5, 10 and 20 whole networks measured on it, and from learned platforms.
// Usage: samples PLATFORM --from SOURCE[,SOURCE...] MODEL... [--seeds 5] [--counts 1,5,10,20]
//
// Needs a store in which 'gnomon measure' has left the models' latencies on the platform and 'gnomon learn' profiles of random
// networks there: the samples are their whole latencies, chosen by design or drawn, from half of them drawn by seed. 'scaled'
// multiplies the first source's prediction by one ratio, the mean of that of so many drawn networks.
//        samples --simulated MODEL... [--seeds 5] [--counts 5,10,20] [--networks 300]
// The same between machines that exist as formulas; the samples are models, the questions models of other families.

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
let names = (take("--from", from: &words) ?? "").split(separator: ",").map(String.init)
let seeds = UInt64(take("--seeds", from: &words) ?? "5") ?? 5
let counts = (take("--counts", from: &words) ?? "1,5,10,20").split(separator: ",").compactMap { Int($0) }
let networks = UInt64(take("--networks", from: &words) ?? "300") ?? 300
if words.first == "--simulated" {
    do {
        try SimulatedTransfer.run(Array(words.dropFirst()), seeds: seeds, counts: counts, networks: networks)
        exit(0)
    } catch {
        note("error: \(error)")
        exit(70)
    }
}
guard words.count >= 2, let name = words.first, !names.isEmpty else {
    note(
        "usage: samples PLATFORM --from SOURCE[,SOURCE...] MODEL... [--seeds 5] [--counts 1,5,10,20], or samples --simulated MODEL..."
    )
    exit(64)
}
do {
    let kept = try LearnedPlatform(named: name)
    let (platform, settings, reader) = (kept.platform, kept.settings, kept.profiles)
    let models = try SealedModel.read(Array(words.dropFirst()), platformID: kept.id, store: kept.store)
    var sources: [KernelBoostPredictor] = []
    for source in names {
        let folder = settings.predictorFolder(platform: try Platform(named: source).name)
        if let predictor = try PredictorCatalog.load(folder: folder) as? KernelBoostPredictor {
            sources.append(predictor)
        }
    }
    let pool = reader.rows.filter { $0.conditions.slowness <= TrainingNetwork.mostSlowness }.prefix(400)
        .compactMap { row in
            reader.network(row).map { WholeNetwork($0.network, nanoseconds: row.profile.latency.nanoseconds) }
        }
    guard let first = sources.first, pool.count >= 40, !models.isEmpty else {
        note(
            "too little was learned or measured: \(sources.count) sources, \(pool.count) networks, \(models.count) models"
        )
        exit(75)
    }
    print(
        "\(models.count) models on \(platform.name) from \(names.joined(separator: ", ")); \(seeds) seeds, mean ± spread, %"
    )
    print(TransferLine.header)
    for count in counts {
        var lines = ["designed", "drawn", "scaled"].map { TransferLine(label: $0, count: count) }
        for seed in 0..<seeds {
            var generator = SeededGenerator(seed: seed)
            let half = pool.shuffled(using: &generator).prefix(pool.count / 2)
            let drawn = Array(half.prefix(count))
            let order = KernelTransferPredictor.proposals(
                count, among: half.prefix(150).map(\.network), sources: sources)
            let designed = order.map { half[half.startIndex + $0] }
            for (index, samples) in [designed, drawn].enumerated() {
                let predictor = try KernelTransferPredictor.adapt(
                    sources, to: samples, platform: platform, platformID: kept.id)
                lines[index].add(AccuracyTable.cases(models, by: predictor))
            }
            lines[2].add(TransferLine.scaled(models, by: first, drawn))
        }
        for line in lines { line.show() }
    }
} catch {
    note("error: \(error)")
    exit(70)
}
