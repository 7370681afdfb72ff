/// Rows of numbers of one length, in row-major order.
public struct Matrix: Hashable, Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// All numbers, row after row.
    public private(set) var values: [Double]

    /// A matrix of `rows` × `columns` zeros; negative counts are taken as 0.
    public init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
        values = [Double](repeating: 0, count: self.rows * self.columns)
    }

    /// A matrix over numbers in row-major order.
    ///
    /// - Throws: `LearnError` (data) when the count is not rows × columns.
    public init(rows: Int, columns: Int, values: [Double]) throws(LearnError) {
        let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows >= 0, columns >= 0, !overflow, cells == values.count else {
            throw LearnError(.data, "\(values.count) values are not \(rows) × \(columns)")
        }
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix from its rows; no rows make an empty matrix.
    ///
    /// - Throws: `LearnError` (data) when rows differ in length.
    public init(_ rows: [[Double]]) throws(LearnError) {
        let columns = rows.first?.count ?? 0
        if let bad = rows.firstIndex(where: { $0.count != columns }) {
            throw LearnError(.data, "row \(bad) has \(rows[bad].count) columns, the first has \(columns)")
        }
        self.rows = rows.count
        self.columns = columns
        values = Array(rows.joined())
    }

    /// The number in a row and column, which must exist.
    public subscript(row: Int, column: Int) -> Double {
        get {
            precondition(column >= 0 && column < columns)
            return values[row * columns + column]
        }
        set {
            precondition(column >= 0 && column < columns)
            values[row * columns + column] = newValue
        }
    }

    /// One row, without a copy.
    public func row(_ index: Int) -> ArraySlice<Double> {
        values[index * columns..<(index + 1) * columns]
    }

    /// The chosen rows, in the order given.
    public func selecting(rows chosen: [Int]) -> Matrix {
        var result = Matrix(rows: chosen.count, columns: columns)
        result.values.removeAll(keepingCapacity: true)
        for index in chosen { result.values.append(contentsOf: row(index)) }
        return result
    }

    /// Refuses NaN and infinity, naming the first cell that holds one.
    func requireFinite() throws(LearnError) {
        guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw LearnError(
            .data, "feature in row \(bad / columns), column \(bad % columns) is \(values[bad])")
    }
}
