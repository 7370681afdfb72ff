public import GnomonKernels
import GnomonStatistics

/// The test of a fork: which of two readers runs inside the producer's kernel.
///
/// The sum of parts that lies nearest to the whole wins; another than "none" only by more than the interval of the
/// paired difference.
public struct ForkTest: Sendable {
    /// The case.
    public let subject: FusionCase
    private let settings: TestSettings
    private var rounds: [[Double]] = []
    private var barren = 0
    private var answer: (taker: FusionTaker, gain: Double, interval: ClosedRange<Double>)?

    /// A test that has measured nothing.
    public init(_ subject: FusionCase, settings: TestSettings = TestSettings()) {
        self.subject = subject
        self.settings = settings
    }

    /// How many rounds to measure next; nil when the case is decided.
    public var question: Int? {
        answer != nil || barren > 2 ? nil : rounds.isEmpty ? settings.rounds : rounds.count
    }

    /// Whether it was asked before.
    public var isRepeated: Bool { !rounds.isEmpty }

    /// Takes in rounds: a latency for each of ``FusionCase/forkNetworks(isEnlarged:)``, in nanoseconds.
    public mutating func digest(_ new: [[Double]]) {
        let usable = new.filter { $0.count == 7 }
        barren = usable.isEmpty ? barren + 1 : 0
        rounds += usable
        guard rounds.count >= 4 else { return }
        // Anchor, relu-relu, relu-anchor, anchor-relu-relu, anchor-relu, whole, frame.
        let sums: [(FusionTaker, ([Double]) -> Double)] = [
            (.none, { $0[0] + $0[1] + $0[2] - 2 * $0[6] }), (.first, { $0[3] + $0[2] - $0[6] }),
            (.last, { $0[1] + $0[4] + $0[0] - 2 * $0[6] }),
        ]
        func distance(_ sum: ([Double]) -> Double) -> Double {
            abs(Quantile.median(rounds.map { sum($0) - $0[5] }) ?? .infinity)
        }
        guard let best = sums.min(by: { distance($0.1) < distance($1.1) }) else { return }
        guard best.0 != .none else {
            answer = (.none, 0, 0...0)
            return
        }
        let none = sums[0].1
        let interval = Bootstrap.interval(
            rounds, level: 0.95, draws: settings.draws, seed: settings.seed
        ) { drawn in
            let far = abs(Quantile.median(drawn.map { none($0) - $0[5] }) ?? 0)
            return far - abs(Quantile.median(drawn.map { best.1($0) - $0[5] }) ?? 0)
        }
        let gain = distance(none) - distance(best.1)
        if let interval, interval.lowerBound > 0 {
            answer = (best.0, gain, interval)
        } else if rounds.count >= settings.maximumRounds {
            answer = (.none, gain, interval ?? 0...0)
        }
    }

    /// The rule that follows; nil while the case is open.
    public var rule: DetectedRule? {
        guard question == nil else { return nil }
        guard let answer else { return DetectedRule(subject, verdict: .undecided, source: .tested) }
        return DetectedRule(
            subject, verdict: answer.taker == .none ? .separate : .fused, taker: answer.taker,
            source: .tested,
            evidence: .init(
                effect: answer.gain, lower: answer.interval.lowerBound, upper: answer.interval.upperBound,
                rounds: rounds.count))
    }
}
