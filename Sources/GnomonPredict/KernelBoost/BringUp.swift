import Foundation
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels

/// Decides which random network is measured next when a platform is learned.
///
/// Networks that check a predictor are taken as they come: what they say must hold for any network. Of those that it
/// learns from, the one among a few candidates whose kernels matter and were seen least is taken, for its cost. What
/// matters is how often kernels of a cell come and what share of the time they take, in random networks and, with
/// more weight, in networks that the user named.
///
/// It never opens a runtime: it is asked for a seed, and told what was measured.
public struct BringUp {
    /// Candidates that are compared.
    static let window = 8
    /// How much more a kernel of a named network matters.
    static let namedWeight = 10.0
    /// What measuring a network costs beside its runs, in nanoseconds, and how often it runs.
    private static let (fixedCost, runs) = (4e8, 30.0)

    private struct Candidate {
        var seed: UInt64
        /// How often each cell comes.
        var cells: [KernelCell: Int]
        var cost: Double
    }

    private let rules: FusionRules
    private let generate: (UInt64) -> Network?
    private var used: Set<UInt64>
    private var counts: [KernelCell: Int] = [:]
    private var importance: [KernelCell: Double] = [:]
    private var candidates: [Candidate] = []
    private var next: [UInt64: UInt64] = [:]
    private var chosen = 0

    /// A choice among networks.
    ///
    /// - Parameters:
    ///   - rules: The platform's fusion rules.
    ///   - generate: The prepared network of a seed; nil where there is none.
    public init(rules: FusionRules, generate: @escaping (UInt64) -> Network?) {
        self.rules = rules
        self.generate = generate
        used = []
    }

    /// Takes in a network that was measured before; nil seeds are those of networks that the user named.
    public mutating func digest(_ network: Network, seed: UInt64?) {
        let vectors = self.vectors(of: network)
        if let seed {
            guard used.insert(seed).inserted else { return }
            chosen += 1
            guard TrainingNetwork.Fold(seed: seed) == .training else { return }
        } else {
            weigh(vectors, by: Self.namedWeight)
        }
        for vector in vectors { counts[KernelCell(vector), default: 0] += 1 }
    }

    /// The seed of the network to measure next, with the network; it is not proposed again, measured or not.
    ///
    /// - Complexity: O(kernels of the candidates).
    public mutating func propose() -> (seed: UInt64, network: Network)? {
        for _ in 0..<100 {
            let seed: UInt64
            switch chosen % 10 {
            case 0: seed = following(ending: 0)
            case 1: seed = following(ending: 1)
            default:
                guard let best = best() else { return nil }
                seed = best
            }
            used.insert(seed)
            chosen += 1
            guard let network = generate(seed) else { continue }
            if TrainingNetwork.Fold(seed: seed) == .training {
                for vector in vectors(of: network) { counts[KernelCell(vector), default: 0] += 1 }
            }
            return (seed, network)
        }
        return nil
    }

    // MARK: The choice

    /// Seeds end in 0 for networks held out, in 1 for those of validation, in the rest for training.
    private mutating func following(ending digit: UInt64) -> UInt64 {
        var seed = next[digit] ?? digit + (digit == 0 ? 10 : 0)
        while used.contains(seed) { seed += 10 }
        next[digit] = seed
        return seed
    }

    private mutating func best() -> UInt64? {
        var seed = next[2] ?? 2
        var failures = 0
        while candidates.count < Self.window, failures < 100 {
            defer { seed += 1 }
            guard seed % 10 > 1, !used.contains(seed) else { continue }
            guard let network = generate(seed) else {
                failures += 1
                continue
            }
            let vectors = self.vectors(of: network)
            weigh(vectors, by: 1)
            var cells: [KernelCell: Int] = [:]
            for vector in vectors { cells[KernelCell(vector), default: 0] += 1 }
            let time = vectors.reduce(0) { $0 + Self.ideal($1) }
            candidates.append(.init(seed: seed, cells: cells, cost: Self.fixedCost + Self.runs * time))
        }
        next[2] = seed
        let gains = candidates.map { gain($0) / $0.cost }
        guard let place = gains.indices.max(by: { gains[$0] < gains[$1] }) else { return nil }
        let winner = candidates.remove(at: place).seed
        // Candidates that nobody wants must not fill the window for ever.
        if !candidates.isEmpty { candidates.removeFirst() }
        return winner
    }

    /// By how much a network lowers the uncertainty of what matters: the variance of a mean falls with one over the
    /// number of samples.
    private func gain(_ candidate: Candidate) -> Double {
        candidate.cells.reduce(0) { sum, item in
            let known = Double(counts[item.key] ?? 0) + 1
            return sum + (importance[item.key] ?? 0) * (1 / known - 1 / (known + Double(item.value)))
        }
    }

    /// Counts the share of each kernel in its network's time.
    private mutating func weigh(_ vectors: [KernelVector], by weight: Double) {
        let times = vectors.map(Self.ideal)
        let total = max(1, times.reduce(0, +))
        for (vector, time) in zip(vectors, times) {
            importance[KernelCell(vector), default: 0] += weight * time / total
        }
    }

    /// A time of about the right size, in nanoseconds, before anything is known of the machine.
    private static func ideal(_ vector: KernelVector) -> Double {
        1000 * vector.calls + max(vector.flops / 30, vector.bytes / 8)
    }

    private func vectors(of network: Network) -> [KernelVector] {
        KernelFeatureExtractor.vectors(of: network.kernels(rules), in: network)
    }
}
