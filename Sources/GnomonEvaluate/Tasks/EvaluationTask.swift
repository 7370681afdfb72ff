/// What predictors are compared on: one device of a data set, how rows are split, and which budgets are usual.
public struct EvaluationTask: Hashable, Sendable, Codable {
    /// How the rows that are measured are told from those that are predicted.
    public enum Rule: Hashable, Sendable, Codable {
        /// The first rows of a seeded shuffle may be measured, all others are test rows.
        case pool(Int)
        /// The publication says which rows are test rows.
        case published
    }

    /// The name users type, such as `latbench/embedded_gpu_jetson_nano_fp16`.
    public var name: String
    /// The data set.
    public var dataset: String
    /// The device in the data set.
    public var device: String
    /// How rows are split.
    public var rule: Rule
    /// The training rows of the usual learning curve.
    public var budgets: [Int]
    /// Why its figures must be read with care; empty if nothing is known.
    public var caution: String

    /// A task.
    public init(
        name: String, dataset: String, device: String, rule: Rule, budgets: [Int], caution: String = ""
    ) {
        self.name = name
        self.dataset = dataset
        self.device = device
        self.rule = rule
        self.budgets = budgets
        self.caution = caution
    }

    /// The largest budget that leaves validation rows.
    public func largestBudget(rows: Int, publishedTraining: Int) -> Int {
        let pool: Int
        switch rule {
        case .pool(let size): pool = min(size, rows)
        case .published: pool = publishedTraining
        }
        return pool - pool / 10
    }
}
