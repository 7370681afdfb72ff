import GnomonStatistics

/// Which rows of a data set are learned from, chosen by, and predicted.
///
/// Rows are named by their index in the data set, so that a split can be kept as a file and read again.
public struct TaskSplit: Hashable, Sendable, Codable {
    /// The task.
    public var task: String
    /// The seed of the shuffle.
    public var seed: UInt64
    /// Rows to learn from.
    public var training: [Int]
    /// Rows to choose by, which were measured too.
    public var validation: [Int]
    /// Rows that are predicted and never looked at before.
    public var test: [Int]

    /// Everything that had to be measured.
    public var measurements: Int { training.count + validation.count }

    /// A split.
    public init(task: String, seed: UInt64, training: [Int], validation: [Int], test: [Int]) {
        self.task = task
        self.seed = seed
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// How many rows choose, beside those that are learned from: a ninth of them, and ten at least.
    public static func validationRows(budget: Int) -> Int { max(10, (budget + 4) / 9) }

    /// The split of a task by a seed.
    ///
    /// Rows are shuffled before those that were not measured on the device are left out, so that all devices of a
    /// data set have the same order. A smaller budget's rows are among those of a larger one, and test rows do not
    /// depend on the budget.
    ///
    /// It is nil where the budget is not positive or larger than the rows that may be measured, or no test
    /// row is left.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - budget: Rows to learn from; validation rows come on top.
    ///   - seed: The seed of the shuffle.
    ///   - rows: All indices of the data set.
    ///   - isMeasured: For each row whether the device has a latency.
    ///   - published: For each row the part the publication puts it in; nil where there is none.
    /// - Complexity: O(rows log rows).
    public init?(
        _ task: EvaluationTask, budget: Int, seed: UInt64, rows: [Int], isMeasured: [Bool],
        published: [String]? = nil
    ) {
        var generator = SeededGenerator(seed: seed)
        let order = rows.indices.sorted { rows[$0] < rows[$1] }.shuffled(using: &generator)
            .filter { isMeasured[$0] }
        let pool: [Int]
        let test: [Int]
        switch task.rule {
        case .pool(let size):
            pool = Array(order.prefix(size))
            test = Array(order.dropFirst(size))
        case .published:
            guard let published else { return nil }
            pool = order.filter { published[$0] == "train" }
            test = order.filter { published[$0] == "test" }
        }
        let held = Self.validationRows(budget: budget)
        // Validation rows come from the end of the pool: they are the same for budgets that differ little.
        guard budget > 0, budget + held <= pool.count, !test.isEmpty else { return nil }
        self.init(
            task: task.name, seed: seed, training: pool.prefix(budget).map { rows[$0] },
            validation: pool.suffix(held).map { rows[$0] }, test: test.map { rows[$0] })
    }
}
