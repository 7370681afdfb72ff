import GnomonData
import GnomonStatistics

/// What one launch says, computed from its samples and rounds alone.
struct LaunchFacts {
    /// The value of the launch: of its clean samples after the warm-up in rounds that may be used; nil if there are
    /// too few.
    var value: Double?
    /// The same over all samples; NaN without any.
    var fallback: Double
    /// Times of single inferences of clean samples, round by round.
    var rounds: [[Double]]
    /// Clean samples that count.
    var cleanCount: Int
    /// Samples after the warm-up, clean or not.
    var sampleCount: Int
    /// Clean samples of all rounds.
    var allClean: Int
    /// Medians of the clean samples of each block.
    var blockMedians: [Double]
    /// Blocks whose first sample is more than 1 % above their median.
    var lateBlocks: Int
    /// The medians before and after a change of level by more than 2 %, if there is one.
    var regimes: ChangePoint?
    /// Means of the reference kernels' block medians.
    var references: [String: Double]
    /// Tenths of the reference kernels' block medians.
    var referenceFloors: [String: Double]
    /// The rounds the gate lets pass.
    var usedRounds: [Launch.Round]

    /// Facts; the launch value is `quartileRatio` times the lower quartile if that is given, else the median.
    ///
    /// - Complexity: O(n log n) in the number of samples.
    init(_ launch: Launch, quartileRatio: Double? = nil) {
        let timed = launch.samples.filter { !$0.isWarmup }
        let usable = Gate.usableRounds(of: launch)
        let clean = timed.filter { $0.isClean && usable.contains($0.round) }
        sampleCount = timed.count
        cleanCount = clean.count
        allClean = timed.count(where: \.isClean)
        let statistic = { (samples: [Launch.Sample]) in
            Self.statistic(samples, alternates: launch.alternates, quartileRatio: quartileRatio)
        }
        fallback = statistic(timed) ?? .nan
        // Slow subjects spread less from sample to sample, and 30 of them would take too long.
        let needed = fallback > 20e6 ? 8 : 30
        value = clean.count >= needed ? statistic(clean) : nil
        let byRound = Dictionary(grouping: clean, by: \.round).sorted { $0.key < $1.key }.map(\.value)
        // A long and a short sample of an alternating block differ by what surrounds them, so only one kind is used.
        let longest = clean.map(\.repeats).max() ?? 1
        rounds = byRound.map { $0.filter { $0.repeats == longest }.map(\.perInference) }
        blockMedians = rounds.compactMap { Quantile.median($0) }
        lateBlocks = byRound.count { block in
            guard let first = block.first, first.position == 0, block.count >= 3,
                let middle = Quantile.median(block.dropFirst().map(\.perInference))
            else { return false }
            return first.perInference > 1.01 * middle
        }
        regimes = ChangePoint(rounds.flatMap { $0 }, minimum: 0.02)
        usedRounds = launch.rounds.enumerated().filter { usable.contains($0.offset) }.map(\.element)
        references = [:]
        referenceFloors = [:]
        for (name, samples) in launch.references {
            let clean = samples.filter { $0.isClean && usable.contains($0.round) }
            let blocks = Dictionary(grouping: clean, by: \.round).sorted { $0.key < $1.key }
                .compactMap { Quantile.median($0.value.map(\.perInference)) }
            // The mean: neighbours that come and go slow some blocks only, which a median would not show. But one cold
            // cache after a long absence must not outweigh all others.
            let limit = 1.25 * (Quantile.median(blocks) ?? 0)
            let sum = blocks.reduce(0) { $0 + min($1, limit) }
            references[name] = blocks.isEmpty ? nil : sum / Double(blocks.count)
            referenceFloors[name] = Quantile.of(blocks, at: 0.1)
        }
    }

    /// The median, the scaled lower quartile, or, where samples alternate between k and 2k inferences, the slope
    /// between both kinds.
    static func statistic(
        _ samples: [Launch.Sample], alternates: Bool, quartileRatio: Double? = nil
    ) -> Double? {
        func middle(_ values: [Double]) -> Double? {
            guard let quartileRatio else { return Quantile.median(values) }
            return Quantile.of(values, at: 0.25).map { $0 * quartileRatio }
        }
        guard alternates, let least = samples.map(\.repeats).min() else {
            return middle(samples.map(\.perInference))
        }
        guard let short = middle(samples.filter { $0.repeats == least }.map { Double($0.wall) }),
            let long = middle(samples.filter { $0.repeats == 2 * least }.map { Double($0.wall) }),
            long > short
        else { return middle(samples.map(\.perInference)) }
        return (long - short) / Double(max(1, least))
    }

    /// Stalled over elapsed time in all rounds of launches; nil where the machine does not show it.
    static func pressure(of launches: [Launch]) -> Double? {
        let known = launches.flatMap(\.rounds).filter { $0.stalled != nil }
        let elapsed = known.reduce(0.0) { $0 + Double($1.nanoseconds) }
        return elapsed > 0 ? known.reduce(0.0) { $0 + Double($1.stalled ?? 0) } / elapsed : nil
    }
}
