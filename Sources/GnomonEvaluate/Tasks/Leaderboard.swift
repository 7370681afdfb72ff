import GnomonStatistics

/// Results of several seeds together, the best first in each task and budget.
public struct Leaderboard: Hashable, Sendable {
    /// A predictor on a task with a budget.
    public struct Entry: Hashable, Sendable {
        /// The task.
        public var task: String
        /// The predictor.
        public var predictor: String
        /// Rows that were learned from.
        public var budget: Int
        /// Everything that had to be measured.
        public var measurements: Int
        /// The number of seeds.
        public var seeds: Int
        /// The median over the seeds of each number.
        public var median: [String: Double]
        /// The smallest over the seeds.
        public var lowest: [String: Double]
        /// The largest over the seeds.
        public var highest: [String: Double]
        /// The median seconds of training.
        public var trainSeconds: Double
        /// The median seconds of predicting all test rows.
        public var predictSeconds: Double
    }

    /// The entries by task, then budget, then share within 10 %.
    public var entries: [Entry]

    /// Joins the results of seeds.
    ///
    /// - Complexity: O(n log n).
    public init(_ results: [TaskResult]) {
        struct Key: Hashable {
            var task: String
            var budget: Int
            var predictor: String
        }
        let groups = Dictionary(grouping: results) {
            Key(task: $0.task, budget: $0.budget, predictor: $0.predictor)
        }
        entries = groups.map { key, members in
            var columns: [String: [Double]] = [:]
            for member in members {
                for (name, value) in member.metrics.values { columns[name, default: []].append(value) }
            }
            return Entry(
                task: key.task, predictor: key.predictor, budget: key.budget,
                measurements: members.map(\.measurements).max() ?? 0, seeds: members.count,
                median: columns.compactMapValues { Quantile.median($0) },
                lowest: columns.compactMapValues { $0.min() }, highest: columns.compactMapValues { $0.max() },
                trainSeconds: Quantile.median(members.map(\.trainSeconds)) ?? 0,
                predictSeconds: Quantile.median(members.map(\.predictSeconds)) ?? 0)
        }.sorted { left, right in
            if left.task != right.task { return left.task < right.task }
            if left.budget != right.budget { return left.budget < right.budget }
            let (first, second) = (left.median["within10"] ?? 0, right.median["within10"] ?? 0)
            return first != second ? first > second : left.predictor < right.predictor
        }
    }
}
