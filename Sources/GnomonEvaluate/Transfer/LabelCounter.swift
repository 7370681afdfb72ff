/// The latencies of a new device behind a counter: so many may be asked for and not one more.
public struct LabelCounter: Sendable {
    /// Why a label is refused.
    public enum Refusal: Error, Hashable, Sendable {
        /// The budget is used up.
        case budget(Int)
        /// Nothing was measured in this row.
        case absent(row: Int)
        /// The row may not be measured under this protocol.
        case notOffered(row: Int)
    }

    /// How many labels may be asked for.
    public let budget: Int
    /// The rows asked for so far, in order.
    public private(set) var asked: [Int] = []
    private let milliseconds: [Double?]
    private let offered: Set<Int>

    /// Latencies by row of which `budget` may be asked for, among the rows `offered`.
    public init(_ milliseconds: [Double?], budget: Int, offered: some Sequence<Int>) {
        self.budget = budget
        self.milliseconds = milliseconds
        self.offered = Set(offered)
    }

    /// The latency of a row; asking again for the same row is free.
    ///
    /// - Throws: `Refusal` beyond the budget, for a row where nothing was measured and for one that is not offered.
    public mutating func label(of row: Int) throws(Refusal) -> Double {
        guard offered.contains(row) else { throw .notOffered(row: row) }
        guard milliseconds.indices.contains(row), let value = milliseconds[row] else {
            throw .absent(row: row)
        }
        if asked.contains(row) { return value }
        guard asked.count < budget else { throw .budget(budget) }
        asked.append(row)
        return value
    }
}
