public import GnomonEvaluate

/// What `gnomon evaluate` shows: predictors beside each other, the noise of the data, and which differences are
/// decided.
public struct LeaderboardReport: Sendable {
    /// Two predictors on one task and budget.
    public struct Pair: Hashable, Sendable {
        /// The task.
        public var task: String
        /// Rows that were learned from.
        public var budget: Int
        /// The first predictor.
        public var first: String
        /// The second.
        public var second: String
        /// How they compare.
        public var comparison: PairedComparison

        /// A comparison with its subject.
        public init(task: String, budget: Int, first: String, second: String, comparison: PairedComparison) {
            self.task = task
            self.budget = budget
            self.first = first
            self.second = second
            self.comparison = comparison
        }
    }

    /// The predictors, the best first.
    public var board: Leaderboard
    /// The noise of the data by task.
    public var floors: [String: NoiseFloor]
    /// Differences of predictors.
    public var pairs: [Pair]
    /// What to be careful with.
    public var notes: [String]

    /// A report.
    public init(board: Leaderboard, floors: [String: NoiseFloor], pairs: [Pair], notes: [String]) {
        self.board = board
        self.floors = floors
        self.pairs = pairs
        self.notes = notes
    }

    /// The board as tables.
    public var text: String {
        var text = boardTable.rendered()
        if !pairs.isEmpty { text += "\n" + pairTable.rendered() }
        for note in notes { text += "note: \(note)\n" }
        return text
    }

    var boardTable: TextTable {
        var table = TextTable([
            .init("task"), .init("budget", .right), .init("predictor"), .init("seeds", .right),
            .init("±1 %", .right), .init("±5 %", .right), .init("±10 %", .right), .init("(lowest)", .right),
            .init("eagle ±1/5/10", .right), .init("apart ±10 %", .right), .init("MAPE", .right),
            .init("RMSPE", .right), .init("MAE ms", .right), .init("spearman", .right),
            .init("kendall", .right), .init("inside", .right), .init("train s", .right),
            .init("predict s", .right),
        ])
        var last = ""
        for entry in board.entries {
            if entry.task != last, let floor = floors[entry.task] {
                table.add(Self.cells(floor, entry.task))
            }
            last = entry.task
            table.add(Self.cells(entry))
        }
        return table
    }

    private static func cells(_ floor: NoiseFloor, _ task: String) -> [String] {
        func percent(_ name: String) -> String { short(floor.metrics[name]) }
        return [
            task, "-", "(noise floor)", "-", percent("within1"), percent("within5"), percent("within10"), "-",
            "-", "-", percent("mape"), percent("rmspe"), "-", "-", "-", "-", "-", "-",
        ]
    }

    private static func cells(_ entry: Leaderboard.Entry) -> [String] {
        func percent(_ name: String) -> String { short(entry.median[name]) }
        func number(_ name: String) -> String {
            entry.median[name].map { NumberFormat.fixed($0, digits: 3) } ?? "-"
        }
        return [
            entry.task, String(entry.budget), entry.predictor, String(entry.seeds), percent("within1"),
            percent("within5"), percent("within10"), short(entry.lowest["within10"]),
            [1, 5, 10].map { percent("eagle_within\($0)") }.joined(separator: "/"), percent("apart_within10"),
            percent("mape"), percent("rmspe"), number("mae_ms"), number("spearman"), number("kendall"),
            percent("interval_coverage"), NumberFormat.threeDigits(entry.trainSeconds),
            NumberFormat.threeDigits(entry.predictSeconds),
        ]
    }

    private static func short(_ share: Double?) -> String {
        share.map { NumberFormat.fixed(100 * $0, digits: $0 < 0.1 ? 2 : 1) } ?? "-"
    }

    var pairTable: TextTable {
        var table = TextTable([
            .init("task"), .init("budget", .right), .init("predictors"), .init("MAPE difference", .right),
            .init("95 %", .right), .init("decided"),
        ])
        for pair in pairs {
            func points(_ value: Double) -> String { NumberFormat.fixed(100 * value, digits: 3) }
            let interval = pair.comparison.interval
            table.add([
                pair.task, String(pair.budget), "\(pair.first) - \(pair.second)",
                points(pair.comparison.difference),
                "\(points(interval.lowerBound)) to \(points(interval.upperBound))",
                pair.comparison.isDecided
                    ? (pair.comparison.difference < 0
                        ? "\(pair.first) is better" : "\(pair.second) is better")
                    : "no",
            ])
        }
        return table
    }
}
