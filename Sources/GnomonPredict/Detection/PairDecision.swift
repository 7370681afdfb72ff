public import GnomonKernels
import GnomonStatistics

/// What rounds say of one pair in one frame.
///
/// The saving of a round is s = t1 + t2 - tb - tF and the unit m the cost of the cheaper operator without its frame;
/// r = median(s) / median(m), with a percentile bootstrap over rounds (Efron 1979, doi:10.1214/aos/1176344552).
/// Rounds of the same processes share what is peculiar to these: each draw moves s by as much as processes differ,
/// by a share of the square root of (t1² + t2² + tb² + tF²) over the number of launches.
public struct PairDecision: Hashable, Sendable {
    /// The verdict; nil while more rounds may tell.
    public var verdict: FusionVerdict?
    /// The share of the cheaper operator that is saved.
    public var effect: Double
    /// The bounds the verdict rests on, each at the level the expectation asks for it.
    public var interval: ClosedRange<Double>
    /// Whether the cheaper operator is lost in noise.
    public var isTooSmall: Bool
    /// Whether the verdict would be the same whatever was expected.
    public var isSure = false

    /// Decides; nil for fewer than four rounds.
    ///
    /// - Parameters:
    ///   - rounds: The rounds.
    ///   - prior: What is expected.
    ///   - firstShare: What the frame costs around the first operator, in units of the frame.
    ///   - secondShare: The same of the second.
    ///   - unitIsSecond: Whether the second operator is the unit whatever the first one costs.
    ///   - settings: How sure one must be.
    /// - Complexity: O(draws · rounds · log rounds).
    public init?(
        _ rounds: [PairRound], prior: FusionPrior, firstShare: Double = 1, secondShare: Double = 1,
        unitIsSecond: Bool = false, settings: TestSettings = TestSettings()
    ) {
        guard rounds.count >= 4 else { return nil }
        let savings = rounds.map { $0.first + $0.second - $0.block - $0.frame }
        let firsts = rounds.map { $0.first - firstShare * $0.frame }
        let seconds = rounds.map { $0.second - secondShare * $0.frame }
        guard let saved = Quantile.median(savings), let one = Quantile.median(firsts),
            let two = Quantile.median(seconds)
        else { return nil }
        let units = unitIsSecond || two <= one ? seconds : firsts
        let unit = unitIsSecond ? two : min(one, two)
        let draws = Self.draws(savings, units, offset: Self.offset(rounds, settings), settings)
        let width =
            ((Quantile.of(draws.units, at: 0.975) ?? 0) - (Quantile.of(draws.units, at: 0.025) ?? 0)) / 2
        guard unit > 0, unit >= 3 * width else {
            self.init(verdict: nil, effect: unit > 0 ? saved / unit : 0, interval: -.infinity ... .infinity)
            isTooSmall = true
            return
        }
        let effects = draws.effects.sorted()
        let low = Quantile.ofSorted(effects, at: (1 - prior.level(for: .fused)) / 2) ?? -.infinity
        let high = Quantile.ofSorted(effects, at: (1 + prior.level(for: .separate)) / 2) ?? .infinity
        let verdict: FusionVerdict? = low > settings.alpha ? .fused : high < settings.alpha ? .separate : nil
        self.init(verdict: verdict, effect: saved / unit, interval: min(low, high)...max(low, high))
        let tail = (1 - FusionPrior.surest) / 2
        isSure =
            verdict == .fused
            ? Quantile.ofSorted(effects, at: tail).map { $0 > settings.alpha } ?? false
            : Quantile.ofSorted(effects, at: 1 - tail).map { $0 < settings.alpha } ?? false
    }

    private init(verdict: FusionVerdict?, effect: Double, interval: ClosedRange<Double>) {
        self.verdict = verdict
        self.effect = effect
        self.interval = interval
        isTooSmall = false
    }

    /// The standard deviation of the saving between launches, over the square root of their number.
    private static func offset(_ rounds: [PairRound], _ settings: TestSettings) -> Double {
        let launches = max(1, rounds.count / max(1, settings.roundsPerLaunch))
        let times = [\PairRound.first, \.second, \.block, \.frame].map { part in
            Quantile.median(rounds.map { $0[keyPath: part] }) ?? 0
        }
        let square = times.reduce(0) { $0 + $1 * $1 }
        return settings.launchSpread * (square / Double(launches)).squareRoot()
    }

    /// Effects and units of rounds drawn with replacement; a round stays together.
    private static func draws(
        _ savings: [Double], _ units: [Double], offset: Double, _ settings: TestSettings
    ) -> (effects: [Double], units: [Double]) {
        var generator = SeededGenerator(seed: settings.seed)
        var effects: [Double] = []
        var middles: [Double] = []
        var saved = savings
        var unit = units
        for _ in 0..<max(2, settings.draws) {
            for place in savings.indices {
                let index = Int.random(in: 0..<savings.count, using: &generator)
                saved[place] = savings[index]
                unit[place] = units[index]
            }
            let middle = Quantile.median(unit) ?? 0
            middles.append(middle)
            let moved = (Quantile.median(saved) ?? 0) + offset * generator.normal()
            effects.append(moved / max(middle, 1e-9))
        }
        return (effects, middles)
    }
}

extension DetectedRule.Evidence {
    /// What a decision rests on; bounds JSON cannot hold become large.
    init(_ decision: PairDecision, rounds: Int) {
        func finite(_ value: Double) -> Double { min(max(value, -1e6), 1e6) }
        self.init(
            effect: finite(decision.effect), lower: finite(decision.interval.lowerBound),
            upper: finite(decision.interval.upperBound), rounds: rounds)
    }
}
