import GnomonLearn
import GnomonStatistics

/// How wide intervals must be, from devices that were not learned from.
struct HELPCalibration: Hashable, Sendable {
    /// By number of samples: the factor of what a prediction is thought to be off by.
    let factors: [Factor]

    /// A factor.
    struct Factor: Hashable, Sendable {
        var samples: Int
        var value: Double
    }

    /// How often samples of each device are drawn.
    private static let repeats = 3
    /// Rows a device is looked at.
    private static let rows = 200

    /// Lets each device play the new one, with several numbers of samples.
    ///
    /// - Parameters:
    ///   - devices: which were not learned from; if they were, intervals are twice as wide.
    ///   - wereLearned: whether they were.
    ///   - adaptation: the trained network.
    ///   - seed: of the samples.
    /// - Throws: `LearnError` where an operator refuses its tensors.
    init(
        _ devices: [HELPDevice], wereLearned: Bool, _ adaptation: HELPAdaptation, seed: UInt64
    ) throws(LearnError) {
        var generator = SeededGenerator(seed: seed)
        var factors: [Factor] = []
        for samples in [5, 10, 20] {
            var scores: [Double] = []
            for device in devices {
                for _ in 0..<Self.repeats {
                    scores += try Self.scores(device, samples, adaptation, &generator)
                }
            }
            guard let bound = Quantile.conformal(scores, level: 0.9), bound.isFinite else { continue }
            factors.append(Factor(samples: samples, value: bound * (wereLearned ? 2 : 1)))
        }
        self.factors = factors
    }

    /// Errors on rows that were not measured, over what predictions are thought to be off by.
    private static func scores(
        _ device: HELPDevice, _ samples: Int, _ adaptation: HELPAdaptation,
        _ generator: inout SeededGenerator
    ) throws(LearnError) -> [Double] {
        let order = device.rows.indices.shuffled(using: &generator)
        let references = Array(zip(adaptation.references.rows, device.references)).prefix(samples)
        let drawn = order.prefix(samples - references.count)
        let measured =
            references.map { (row: $0.0, milliseconds: $0.1) }
            + drawn.map { (row: device.rows[$0], milliseconds: device.milliseconds[$0]) }
        let rest = order.dropFirst(drawn.count).prefix(rows)
        let answer = try adaptation.predict(
            rest.map { device.rows[$0] }, measured: measured, seed: generator.next())
        let floor = Self.floor(measured.map(\.milliseconds))
        return zip(answer.milliseconds.indices, rest).map { place, row in
            abs(answer.milliseconds[place] - device.milliseconds[row])
                / Self.scale(answer.deviations[place], answer.error, floor)
        }
    }

    /// What a prediction is thought to be off by: how draws differ, and how far off they are on what was measured.
    static func scale(_ deviation: Double, _ error: Double, _ floor: Double) -> Double {
        (deviation * deviation + error * error + floor * floor).squareRoot()
    }

    /// The least a prediction is thought to be off by.
    static func floor(_ milliseconds: [Double]) -> Double {
        0.01 * ((milliseconds.max() ?? 0) - (milliseconds.min() ?? 0))
    }

    /// The factor of a number of samples; nil where nothing is known.
    func factor(_ samples: Int) -> Double? {
        factors.min { abs($0.samples - samples) < abs($1.samples - samples) }?.value
    }
}
