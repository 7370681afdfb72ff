// Learns a platform from parts of what was measured of it, chosen in the order of seeds or by what is seen least, and
// prints how well networks are predicted that no part has.
// Usage: bringup PLATFORM [NETWORKS...]
//
// Needs a store in which 'gnomon learn' has left profiles.

import Foundation
import GnomonApp
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonRuntimes
import GnomonSpaces
import GnomonStatistics
import GnomonStore

func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

let words = Array(CommandLine.arguments.dropFirst())
guard let name = words.first else {
    note("usage: bringup PLATFORM [NETWORKS...]")
    exit(64)
}
let counts = words.dropFirst().compactMap { Int($0) }

/// One measured network.
struct Measured {
    var seed: UInt64
    var network: Network
    var profile: NetworkProfile
    var row: TrainingNetwork
}

/// How the networks of a run differ from the truth.
func line(_ label: String, _ predictor: KernelBoostPredictor, _ unseen: [Measured]) -> String {
    let predicted = predictor.predict(unseen.map(\.network)).map(\.latency.nanoseconds)
    let truth = unseen.map(\.profile.latency.nanoseconds)
    guard let summary = ErrorSummary(predicted: predicted, measured: truth) else { return label }
    let coverage = predictor.predict(unseen.map(\.network)).map(\.coverage)
    let known = coverage.reduce(0, +) / Double(max(1, coverage.count))
    return label.padding(toLength: 22, withPad: " ", startingAt: 0)
        + String(
            format: "%5d  %5.1f %%  %5.1f %%  %5.1f %%", unseen.count, 100 * summary.within10,
            100 * summary.mape, 100 * known)
}

do {
    let platform = try Platform(named: name)
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let version = try Measurer(executable: [executable, "run-child"]).runtimeVersion(of: platform)
    let id = PlatformFingerprint.current(platform: platform, runtimeVersion: version).id
    let rules = platform.fusionRules
    var pool: [UInt64: Measured] = [:]
    let store = try Store(path: StoreLocation.path(environment: ProcessInfo.processInfo.environment))
    let kept = try KeptProfiles(store: store, platformID: id)
    for row in kept.rows {
        guard let network = kept.network(row)?.network else { continue }
        let training = TrainingNetwork(
            network, profile: row.profile, rules: rules, fold: .init(seed: row.seed))
        pool[row.seed] = Measured(seed: row.seed, network: network, profile: row.profile, row: training)
    }
    note("\(pool.count) networks of \(name)")
    print("choice                unseen within10   mean error  known")
    let seeds = pool.keys.sorted()
    let fixed = seeds.filter { TrainingNetwork.Fold(seed: $0) != .training }
    let training = seeds.filter { TrainingNetwork.Fold(seed: $0) == .training }
    for count in counts.isEmpty ? [60, 120, 200] : counts where count < training.count {
        var bringUp = BringUp(rules: rules) { pool[$0]?.network }
        for seed in fixed { if let item = pool[seed] { bringUp.digest(item.network, seed: seed) } }
        var chosen: [UInt64] = []
        while chosen.count < count, let proposal = bringUp.propose() {
            if TrainingNetwork.Fold(seed: proposal.seed) == .training { chosen.append(proposal.seed) }
        }
        let choices = [("by seed \(count)", Array(training.prefix(count))), ("chosen \(count)", chosen)]
        for (label, picked) in choices {
            let used = Set(picked + fixed.filter { TrainingNetwork.Fold(seed: $0) == .validation })
            let unseen = seeds.filter { TrainingNetwork.Fold(seed: $0) == .heldOut }.compactMap { pool[$0] }
            let predictor = try KernelBoostPredictor.train(
                used.sorted().compactMap { pool[$0]?.row }, platform: platform, platformID: id, rules: rules)
            let seconds = picked.reduce(0) { $0 + (pool[$1]?.profile.seconds ?? 0) }
            print(line(label, predictor, unseen) + String(format: "   %.0f s measured", seconds))
        }
    }
} catch {
    note("error: \(error)")
    exit(70)
}
