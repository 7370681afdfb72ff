/// Rows under a header, in columns as wide as their widest cell.
public struct TextTable: Hashable, Sendable {
    /// On which side the cells of a column line up.
    public enum Alignment: Hashable, Sendable {
        /// For words.
        case left
        /// For numbers.
        case right
    }

    /// A heading with its alignment.
    public struct Column: Hashable, Sendable {
        /// The heading.
        public var title: String
        /// On which side heading and cells line up.
        public var alignment: Alignment

        /// A column.
        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// The columns, left to right.
    public var columns: [Column]
    /// The rows: a cell for each column, or fewer for a name with a sentence behind it.
    public private(set) var rows: [[String]] = []

    /// A table without rows.
    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row.
    ///
    /// A row with fewer cells than there are columns is a name in the first column and a sentence behind it that
    /// widens none. Control characters are escaped.
    public mutating func add(_ cells: [String]) {
        rows.append(cells.map(Escaping.printable))
    }

    /// The table as lines that end in a line break, without spaces at their ends.
    ///
    /// - Complexity: O(cells).
    public func rendered() -> String {
        var widths = columns.map { $0.title.count }
        for row in rows {
            guard row.count >= columns.count else { continue }
            for (index, cell) in row.prefix(widths.count).enumerated() {
                widths[index] = max(widths[index], cell.count)
            }
        }
        for row in rows where row.count < columns.count {
            if let first = row.first, !widths.isEmpty { widths[0] = max(widths[0], first.count) }
        }
        var text = line(columns.map(\.title), widths)
        for row in rows { text += line(row, widths) }
        return text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        let isFull = cells.count >= columns.count
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += "  " }
            guard index < widths.count, isFull || index == 0 else {
                text += cell
                continue
            }
            let space = String(repeating: " ", count: max(0, widths[index] - cell.count))
            text += columns[index].alignment == .right ? space + cell : cell + space
        }
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }
}
