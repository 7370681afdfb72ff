import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonStore

/// Learns a platform from kernels measured alone and some networks measured whole; no profile is ever looked at.
///
/// Kernels are kept in the store by signature: what was measured once on a platform is not measured again.
struct IsolatedLearning {
    /// What was found.
    struct Findings {
        var samples: [KernelSample] = []
        var wholes: [WholeNetwork] = []
        var frame = 0.0
        var rounds = SamplingRounds()
    }

    /// What kernels measured alone and warm are kept as.
    static let mode = "kernel-alone/2"
    /// What networks measured whole are kept as.
    static let wholeMode = "whole-alone/\(RandomNetworkGenerator.version)/2"
    /// Seeds of networks measured whole; those that kernels come from are far below.
    static let firstWhole: UInt64 = 1 << 40
    /// Networks measured whole in one process.
    private static let wholesAtOnce = 4
    /// The share of kernels that are measured twice.
    static let repeatedShare = 0.05

    let bench: KernelBench
    let store: Store
    let platformID: String
    let rules: FusionRules
    let system: LearnSystem
    let shouldStop: () -> Bool
    let progress: (LearnSession.Progress) -> Void

    private var findings = Findings()
    private var spent = 0.0
    /// What of it went to networks measured whole.
    private var wholeSeconds = 0.0
    private var limit = 0.0
    private var failures = 0
    private var usedSeeds: Set<UInt64> = []
    private var random = SeededGenerator(seed: 0x6B65_726E)

    init(
        bench: KernelBench, store: Store, platformID: String, rules: FusionRules, system: LearnSystem,
        shouldStop: @escaping () -> Bool, progress: @escaping (LearnSession.Progress) -> Void
    ) {
        self.bench = bench
        self.store = store
        self.platformID = platformID
        self.rules = rules
        self.system = system
        self.shouldStop = shouldStop
        self.progress = progress
    }

    /// Measures until `seconds` are spent, those of earlier sessions included.
    ///
    /// - Throws: `AppError`; what was measured until then is kept.
    mutating func run(seconds: Double) throws(AppError) -> Findings {
        try readStore()
        findings.frame = try bench.frame()
        var supply = KernelSupply(rules: rules, known: findings.samples)
        // Networks measured whole come first: without them nothing says how good it is, and the correction of black-box
        // is learned from them.
        limit = max(seconds, spent + 0.5 * seconds)
        if system == .blackBox {
            try measureWholes(atMost: .max, seconds: 0.5 * seconds)
        } else {
            try measureWholes(atMost: 12, seconds: 0.25 * seconds)
        }
        limit = system == .nnMeter ? 0.55 * seconds : 0.95 * seconds
        while !isOver { try measure(try next(&supply), origin: .prior) }
        limit = 0.95 * seconds
        if system == .nnMeter { try refine(&supply) }
        limit = seconds
        try measureAgain()
        findings.rounds.floor = SamplingRounds.floor(pairs)
        return findings
    }

    private var isOver: Bool { spent >= limit || shouldStop() }

    private func next(_ supply: inout KernelSupply) throws(AppError) -> [KernelExtract] {
        do { return try supply.next() } catch { throw AppError(error) }
    }

    // MARK: Measuring

    private mutating func measure(
        _ kernels: [KernelExtract], origin: KernelSample.Origin
    ) throws(AppError) {
        guard !kernels.isEmpty else {
            // A network without news costs a little too.
            spent += 0.01
            return
        }
        let start = Date()
        let costs = try bench.costs(of: kernels, frame: findings.frame, rules: rules, seed: random.next())
        let each = Date().timeIntervalSince(start) / Double(kernels.count)
        let samples = zip(kernels, costs).compactMap { kernel, cost in
            cost.flatMap {
                KernelSample(kernel, rules: rules, nanoseconds: $0, origin: origin, seconds: each)
            }
        }
        findings.samples += samples
        try keep(samples)
        failures = samples.isEmpty ? failures + 1 : 0
        if failures >= 10 {
            throw AppError(
                code: "learn.refused", message: "none of \(kernels.count) kernels could be measured",
                hint: "try 'gnomon measure' with a model of your own on this platform", exit: .unavailable)
        }
        spent += Date().timeIntervalSince(start)
        // The simulated platform takes no time: a kernel is charged what it costs elsewhere.
        if bench.platform.runtime == "simulated" { spent += 0.1 * Double(kernels.count) }
        progress(
            .measured(kernels: findings.samples.count, spent: spent, left: max(0, limit - spent)))
    }

    /// Rounds of more samples where forests are wrong, until they gain nothing.
    private mutating func refine(_ supply: inout KernelSupply) throws(AppError) {
        while !isOver {
            var hard: [KernelSample]
            do {
                let start = Date()
                let predictor = try NNMeterPredictor.train(
                    findings.samples, wholes: [], frame: findings.frame, platform: bench.platform,
                    platformID: platformID, rules: rules)
                if let error = predictor.error(on: findings.samples) { findings.rounds.add(error) }
                hard = try NNMeterPredictor.hardest(findings.samples)
                spent += Date().timeIntervalSince(start)
            } catch {
                // Too few kernels: the caller will say so.
                return
            }
            if findings.rounds.isOver { return }
            hard = Array(hard.prefix(40))
            var made: [KernelExtract] = []
            for sample in hard {
                for _ in 0..<3 {
                    if let extract = supply.variation(of: sample, using: &random) { made.append(extract) }
                }
            }
            // Kinds without channels of their own get more of what the generator makes.
            if made.count < 24 { try measure(try next(&supply), origin: .prior) }
            var rest = made[...]
            while !rest.isEmpty, !isOver {
                try measure(Array(rest.prefix(24)), origin: .refinement)
                rest = rest.dropFirst(24)
            }
        }
    }

    /// Measures the first kernels once more, after all others: as far apart as one session allows.
    private mutating func measureAgain() throws(AppError) {
        let wanted = max(3, Int(Self.repeatedShare * Double(findings.samples.count)))
        guard !shouldStop(), pairs.count < wanted else { return }
        var supply = KernelSupply(rules: rules, known: [])
        var again: [KernelExtract] = []
        let measured = Set(findings.samples.map(\.signature))
        for _ in 0..<20 where again.count < wanted {
            again += try next(&supply).filter { measured.contains($0.signature) }
        }
        try measure(Array(again.prefix(wanted)), origin: .repeated)
    }

    /// First and second reading of the kernels that were measured twice.
    private var pairs: [(first: Double, second: Double)] {
        let again = findings.samples.filter { $0.origin == .repeated }
        return again.compactMap { second in
            findings.samples.first { $0.signature == second.signature && $0.origin != .repeated }
                .map { ($0.nanoseconds, second.nanoseconds) }
        }
    }

    /// Measures networks whole, some in each process, until there are so many or so many seconds went to them.
    private mutating func measureWholes(atMost most: Int, seconds: Double) throws(AppError) {
        var wholeBench = bench
        // Networks take up to some dozens of milliseconds.
        wholeBench.seconds = 0.15
        var seed = Self.firstWhole
        while findings.wholes.count < most, wholeSeconds < seconds, !isOver {
            let start = Date()
            var networks: [(seed: UInt64, network: Network)] = []
            while networks.count < min(Self.wholesAtOnce, most - findings.wholes.count) {
                defer { seed += 1 }
                if usedSeeds.contains(seed) { continue }
                if let network = try? Self.whole(seed) { networks.append((seed, network)) }
            }
            let results = try wholeBench.latencies(networks.map(\.network), seed: seed)
            var each = Date().timeIntervalSince(start) / Double(networks.count)
            // The simulated platform takes no time.
            if bench.platform.runtime == "simulated" { each = max(each, 0.5) }
            for ((seed, network), result) in zip(networks, results) {
                spent += each
                wholeSeconds += each
                guard case .success(let latency) = result else {
                    progress(.skipped("network \(seed)"))
                    failures += 1
                    continue
                }
                findings.wholes.append(WholeNetwork(network, nanoseconds: latency.nanoseconds))
                let kept = KeptLatency(nanoseconds: latency.nanoseconds, seconds: each)
                let row = row(
                    kept, mode: Self.wholeMode, seed: seed, hash: "\(network.canonicalHash())")
                try keep(row.map { [$0] } ?? [])
                failures = 0
            }
            if failures >= 10 { return }
            progress(
                .measured(kernels: findings.samples.count, spent: spent, left: max(0, limit - spent)))
        }
    }

    private static func whole(_ seed: UInt64) throws(GraphError) -> Network {
        try RandomNetworkGenerator(seed: seed).network().network.prepared()
    }

    // MARK: The store

    private struct KeptLatency: Codable {
        var nanoseconds: Double
        var seconds: Double
    }

    private func keep(_ samples: [KernelSample]) throws(AppError) {
        try keep(
            samples.compactMap {
                row($0, mode: Self.mode, seed: $0.signature.hash.low, hash: "\($0.signature)")
            })
    }

    private func row(_ value: some Encodable, mode: String, seed: UInt64, hash: String) -> ProfileRow? {
        (try? JSONEncoder().encode(value)).map {
            ProfileRow(
                platformID: platformID, generator: mode, seed: seed, networkHash: hash,
                recordedAt: Date().timeIntervalSince1970, payload: $0)
        }
    }

    private func keep(_ rows: [ProfileRow]) throws(AppError) {
        do { try store.addProfiles(rows) } catch { throw AppError(error) }
    }

    private mutating func readStore() throws(AppError) {
        let rows: [ProfileRow]
        do { rows = try store.profiles(platformID: platformID) } catch { throw AppError(error) }
        let decoder = JSONDecoder()
        for row in rows {
            if row.generator == Self.mode,
                let sample = try? decoder.decode(KernelSample.self, from: row.payload)
            {
                findings.samples.append(sample)
                spent += sample.seconds
            } else if row.generator == Self.wholeMode,
                let kept = try? decoder.decode(KeptLatency.self, from: row.payload),
                let network = try? Self.whole(row.seed)
            {
                findings.wholes.append(WholeNetwork(network, nanoseconds: kept.nanoseconds))
                usedSeeds.insert(row.seed)
                spent += kept.seconds
                wholeSeconds += kept.seconds
            }
        }
    }
}
