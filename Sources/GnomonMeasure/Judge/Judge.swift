import Foundation
public import GnomonData
public import GnomonStatistics

/// From what was seen to a latency, an interval and a grade: a pure function of launches and rules.
public enum Judge {
    /// What a judge says.
    public struct Verdict: Hashable, Sendable {
        /// The headline.
        public var latency: Latency
        /// Where the truth lies.
        public var interval: LatencyInterval
        /// How far it can be trusted.
        public var grade: Grade
        /// Why it is not better.
        public var reasons: [String]
        /// The facts the grade follows from.
        public var evidence: Evidence
        /// What else was found.
        public var provenance: Provenance
    }

    /// Judges launches.
    ///
    /// - Complexity: O(draws · samples).
    public static func verdict(of launches: [Launch], rules: Provenance.Rules) -> Verdict {
        let facts = launches.map { LaunchFacts($0, quartileRatio: rules.noise?.quartileRatio) }
        let inflation = Inflation(facts, rules: rules)
        let used = zip(facts, inflation.corrections).compactMap { fact, correction in
            fact.value.map { (plain: $0, corrected: $0 / correction) }
        }
        // Without a clean launch, all samples say at least where the number is about.
        let fallbacks = facts.map(\.fallback).filter(\.isFinite)
        let plain = used.isEmpty ? fallbacks : used.map(\.plain)
        let values = used.isEmpty ? fallbacks : used.map(\.corrected)
        let headline = Quantile.median(values) ?? .nan
        var spread = spread(of: values, facts: facts, launches: launches, rules: rules, headline: headline)
        // One launch says nothing about the spread, and launches without clean samples say little: a factor of two.
        if used.count < 2 { spread.half = 1 }
        // Contention only adds time, so what is not corrected widens downwards; a correction can be too large too.
        let remaining = max(0, inflation.remaining ?? 0)
        let isCorrected = !(rules.noise?.exponents.isEmpty ?? true)
        let widening = isCorrected ? 1 : rules.noise?.widening ?? 1
        let down = max(0.01, 1 - widening * remaining)
        let up = isCorrected ? 1 + remaining : 1
        let factor = used.count < 2 ? 2 : exp(spread.half)
        let centre = used.count < 2 ? headline : exp(spread.mean)
        let interval = LatencyInterval(
            lower: Latency(nanoseconds: min(headline, centre / factor * down)),
            upper: Latency(nanoseconds: max(headline, centre * factor * up)), level: 0.95)
        let evidence = evidence(facts, launches, rules, inflation, half: spread.half, headline: headline)
        let counts = Provenance.Counts(
            launches: used.count, rounds: facts.reduce(0) { $0 + $1.usedRounds.count },
            samples: facts.reduce(0) { $0 + $1.cleanCount })
        let (grade, reasons) = GradeRule.grade(
            evidence,
            .init(
                launches: used.count, cleanSamples: counts.samples, threads: rules.threads,
                isSlow: headline > 20e6))
        var provenance = provenance(facts, launches, rules, inflation, counts, evidence)
        provenance.uncorrected = Latency(nanoseconds: Quantile.median(plain) ?? .nan)
        return Verdict(
            latency: Latency(nanoseconds: headline), interval: interval, grade: grade, reasons: reasons,
            evidence: evidence, provenance: provenance)
    }

    /// Judges a stored measurement again; nil for one that does not say by what rules.
    public static func verdict(of measurement: GnomonData.Measurement) -> Verdict? {
        measurement.provenance.map { verdict(of: measurement.launches, rules: $0.rules) }
    }

    /// Student's interval, or the bootstrap's if that is wider.
    private static func spread(
        of values: [Double], facts: [LaunchFacts], launches: [Launch], rules: Provenance.Rules,
        headline: Double
    ) -> Spread {
        let steps = launches.map { launch in
            let span = Double(launch.samples.map(\.repeats).max() ?? 1) * max(1, headline)
            return Double(launch.timerResolution) / span
        }
        var spread = Spread(values, resolution: min(1, steps.max() ?? 0))
        let nested = facts.filter { $0.value != nil }.map(\.rounds)
        if rules.draws > 1, nested.count >= 2,
            let drawn = HierarchicalBootstrap(nested).interval(draws: rules.draws, seed: rules.seed)
        {
            spread.half = max(spread.half, (drawn.upperBound - drawn.lowerBound) / 2)
        }
        return spread
    }

    private static func evidence(
        _ facts: [LaunchFacts], _ launches: [Launch], _ rules: Provenance.Rules, _ inflation: Inflation,
        half: Double, headline: Double
    ) -> Evidence {
        let rounds = facts.flatMap(\.usedRounds)
        let seen = rounds.isEmpty ? launches.flatMap(\.rounds) : rounds
        func ratio(_ counter: KeyPath<Launch.Round, Int64?>) -> Double? {
            let known = seen.filter { $0[keyPath: counter] != nil }
            guard !known.isEmpty else { return nil }
            let total = known.reduce(0.0) { $0 + Double($1[keyPath: counter] ?? 0) }
            return total / known.reduce(0.0) { $0 + Double(max(1, $1.nanoseconds)) }
        }
        let samples = facts.reduce(0) { $0 + $1.sampleCount }
        let clean = facts.reduce(0) { $0 + $1.allClean }
        var impossibility: String?
        if let bound = rules.lowerBound, headline < bound {
            impossibility =
                "\(LatencyText.short(headline)) is faster than the hardware can be (\(LatencyText.short(bound)))"
        }
        return Evidence(
            cleanShare: samples == 0 ? 0 : Double(clean) / Double(samples), pressure: ratio(\.stalled),
            steal: ratio(\.stolen), halfWidth: half, isSteady: launches.allSatisfy(\.isSteady),
            isUnimodal: facts.allSatisfy { $0.regimes == nil },
            hasStableOutput: launches.allSatisfy(\.hasStableOutput)
                && Set(launches.map(\.checksum)).count <= 1,
            inflation: inflation.remaining, impossibility: impossibility)
    }

    private static func provenance(
        _ facts: [LaunchFacts], _ launches: [Launch], _ rules: Provenance.Rules, _ inflation: Inflation,
        _ counts: Provenance.Counts, _ evidence: Evidence
    ) -> Provenance {
        let pooled = facts.flatMap { $0.rounds.flatMap { $0 } }.sorted()
        func quantile(_ share: Double) -> Latency {
            Latency(nanoseconds: Quantile.ofSorted(pooled, at: share) ?? 0)
        }
        let p90 = Percentiles.bound(pooled, share: 0.9, minimum: 64)
        let p99 = Percentiles.bound(pooled, share: 0.99, minimum: 459)
        var flags: [String] = []
        if !evidence.isSteady { flags.append("noSteadyState") }
        if !evidence.isUnimodal { flags.append("multimodal") }
        if !rules.references.isEmpty {
            if rules.noise == nil { flags.append("floorsUnknown") }
            if rules.noise?.exponents.isEmpty ?? true { flags.append("uncalibrated") }
        }
        if p90?.isConservative == true || p99?.isConservative == true { flags.append("conservative") }
        let regimes = facts.lazy.compactMap(\.regimes).first
        return Provenance(
            rules: rules, uncorrected: .zero, minimum: Latency(nanoseconds: pooled.first ?? 0),
            p10: quantile(0.1), p25: quantile(0.25), p90: p90, p99: p99,
            first: Latency(
                nanoseconds: Quantile.median(
                    launches.compactMap { $0.samples.first { $0.isWarmup } }.map(\.perInference)) ?? 0),
            load: Latency(nanoseconds: Quantile.median(launches.map { Double($0.loadNanoseconds) }) ?? 0),
            peakBytes: launches.map(\.peakBytes).max() ?? 0, flags: flags,
            regimes: regimes.map { [Latency(nanoseconds: $0.before), Latency(nanoseconds: $0.after)] } ?? [],
            inflation: inflation.references, used: counts)
    }
}

/// Numbers in reasons.
enum LatencyText {
    static func short(_ nanoseconds: Double) -> String {
        let (value, unit) =
            nanoseconds < 1e3
            ? (nanoseconds, "ns")
            : nanoseconds < 1e6
                ? (nanoseconds / 1e3, "µs") : (nanoseconds / 1e6, "ms")
        return "\((value * 100).rounded() / 100) \(unit)"
    }
}
