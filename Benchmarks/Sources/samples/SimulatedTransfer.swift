import Foundation
import GnomonApp
import GnomonData
import GnomonEvaluate
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonRuntimes
import GnomonSpaces
import GnomonStatistics
import SealedModels

/// Moving between machines that exist as formulas: what is known of three, some models measured on another one, and
/// models of families that none of those is of.
enum SimulatedTransfer {
    /// Machines that are known.
    private static let known = [
        FormulaMachine(operations: 50, bytes: 10, launch: 1500, vector: 16),
        FormulaMachine(operations: 20, bytes: 5, launch: 4000, vector: 8),
        FormulaMachine(operations: 200, bytes: 20, launch: 800, vector: 32),
    ]
    /// Machines that are new.
    private static let new = [
        FormulaMachine(operations: 100, bytes: 6, launch: 1000, vector: 16),
        FormulaMachine(operations: 12, bytes: 8, launch: 6000, vector: 8),
        FormulaMachine(operations: 400, bytes: 40, launch: 3000, vector: 32),
    ]

    /// A predictor of a known machine, learned from random networks.
    private static func learned(_ machine: FormulaMachine, place: Int, networks: UInt64) throws
        -> KernelBoostPredictor
    {
        let platform = try Platform(named: "simulated")
        var training: [TrainingNetwork] = []
        for seed in 1...networks {
            guard let network = try? RandomNetworkGenerator(seed: seed).network().network.prepared() else {
                continue
            }
            let kernels = machine.kernels(of: network, seed: seed)
            let latency = machine.latency(of: kernels)
            let profile = NetworkProfile(
                platform: platform.name, latency: latency, standardError: 1, cleanShare: 1,
                profiledLatency: latency, kernels: kernels, runs: 20, loadNanoseconds: 0, seconds: 0.1)
            training.append(TrainingNetwork(network, profile: profile, rules: .none, fold: .init(seed: seed)))
        }
        return try KernelBoostPredictor.train(
            training, platform: platform, platformID: "\(place)", rules: .none)
    }

    /// The models with their families, as a machine times them.
    private static func timed(
        _ networks: [(path: String, network: Network)], _ machine: FormulaMachine, seed: UInt64
    ) -> [SealedModel] {
        networks.enumerated().map { place, model in
            let kernels = machine.kernels(of: model.network, seed: seed &* 1000 &+ UInt64(place))
            return SealedModel(
                path: model.path, network: model.network, latency: machine.latency(of: kernels), grade: .a)
        }
    }

    /// Prints how well models of left-out families are predicted, over seeds and machines.
    ///
    /// - Throws: what is told of models that cannot be read, and where training fails.
    static func run(_ paths: [String], seeds: UInt64, counts: [Int], networks: UInt64) throws {
        var models: [(path: String, network: Network)] = []
        for path in paths {
            do {
                models.append((path, try LoadedModel(path: path, binding: try ModelBinding()).network))
            } catch {
                note("left out: \(path): \(error)")
            }
        }
        let families = Set(models.map { ModelFamily.name(of: $0.path) }).sorted()
        let sources = try known.enumerated().map { try learned($1, place: $0, networks: networks) }
        print(
            "\(models.count) models of \(families.count) families, half of them left out; \(known.count) known machines, "
                + "\(new.count) new ones, \(seeds) seeds; mean ± spread, %")
        print(TransferLine.header)
        // How well a machine is predicted that was learned itself, no moving at all.
        var own = TransferLine(label: "learned itself", count: Int(networks))
        for (machine, source) in zip(known, sources) {
            own.add(AccuracyTable.cases(timed(models, machine, seed: 0), by: source))
        }
        own.show()
        let platform = try Platform(named: "simulated")
        for count in counts {
            var lines = ["designed", "drawn", "scaled"].map { TransferLine(label: $0, count: count) }
            for (place, machine) in new.enumerated() {
                for seed in 0..<seeds {
                    var generator = SeededGenerator(seed: seed)
                    let open = Set(families.shuffled(using: &generator).prefix(families.count / 2))
                    let all = timed(models, machine, seed: seed)
                    let offered = all.filter { open.contains(ModelFamily.name(of: $0.path)) }
                    let asked = all.filter { !open.contains(ModelFamily.name(of: $0.path)) }
                    let whole = offered.map { WholeNetwork($0.network, nanoseconds: $0.latency.nanoseconds) }
                    let drawn = Array(whole.shuffled(using: &generator).prefix(count))
                    let order = KernelTransferPredictor.proposals(
                        count, among: whole.map(\.network), sources: sources)
                    for (line, samples) in [order.map { whole[$0] }, drawn].enumerated() {
                        let predictor = try KernelTransferPredictor.adapt(
                            sources, to: samples, platform: platform, platformID: "new \(place)")
                        lines[line].add(AccuracyTable.cases(asked, by: predictor))
                    }
                    lines[2].add(TransferLine.scaled(asked, by: sources[0], drawn))
                }
            }
            for line in lines { line.show() }
        }
    }
}
