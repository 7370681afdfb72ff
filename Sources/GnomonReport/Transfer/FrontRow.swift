import Foundation

/// How much of a device's true Pareto front is reached with predicted latencies.
public struct FrontRow: ReportRow {
    /// The device.
    public var device: String
    /// What is traded for latency, such as `cifar100`.
    public var score: String
    /// The number of samples.
    public var samples: Int
    /// The number of seeds.
    public var seeds: Int
    /// The share of the true front's area that is reached, mean over seeds.
    public var hypervolumeRatio: Double
    /// Accuracy that is lost at limits of which 10, 25, 50 and 75 % of all architectures are faster, mean over seeds.
    public var regrets: [Double]
    /// Choices over their limit by more than the clock's step, over all limits and seeds.
    public var violations: Int
    /// Choices that were made.
    public var choices: Int

    /// A device.
    public init(
        device: String, score: String, samples: Int, seeds: Int, hypervolumeRatio: Double, regrets: [Double],
        violations: Int, choices: Int
    ) {
        self.device = device
        self.score = score
        self.samples = samples
        self.seeds = seeds
        self.hypervolumeRatio = hypervolumeRatio
        self.regrets = regrets
        self.violations = violations
        self.choices = choices
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.front/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("device"), .init("score"), .init("samples", .right), .init("hypervolume ratio", .right),
            .init("regret at 10 %", .right), .init("25 %", .right), .init("50 %", .right),
            .init("75 %", .right), .init("over", .right),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [device, score, "\(samples)", String(format: "%.4f", hypervolumeRatio)]
            + (0..<4).map { regrets.indices.contains($0) ? String(format: "%.2f", regrets[$0]) : "-" }
            + ["\(violations)/\(choices)"]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "device": .string(device), "score": .string(score), "samples": .int(samples),
            "seeds": .int(seeds),
            "hypervolume_ratio": .number(hypervolumeRatio), "regrets": .array(regrets.map(JSONValue.number)),
            "violations": .int(violations), "choices": .int(choices),
        ]
    }
}
