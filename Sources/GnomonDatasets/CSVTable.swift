/// Comma-separated values: a header, then lines with a cell for each column.
///
/// The form of the data sets: UTF-8, lines that end in LF or CR LF, no quotes, an empty cell for what is not known.
public struct CSVTable: Sendable {
    /// The names in the header.
    public let columns: [String]
    /// The number of rows below the header.
    public let count: Int
    private let bytes: [UInt8]
    /// Where each cell begins and ends, row after row.
    private let starts: [Int]
    private let ends: [Int]

    /// Reads a file's bytes.
    ///
    /// - Throws: `DatasetError` (malformed) with the line, for rows of another length, quotes, or no header.
    /// - Complexity: O(bytes).
    public init(_ bytes: [UInt8]) throws(DatasetError) {
        var starts: [Int] = []
        var ends: [Int] = []
        var lines: [Int] = []
        var hasQuotes = false
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            var place = 0
            let end = bytes.count
            func close() {
                starts.append(start)
                let isReturn = place > start && bytes[place - 1] == 0x0D
                ends.append(isReturn && (place == end || bytes[place] == 0x0A) ? place - 1 : place)
                start = place + 1
            }
            while place < end {
                let byte = bytes[place]
                if byte == 0x2C {
                    close()
                } else if byte == 0x0A {
                    close()
                    lines.append(starts.count)
                } else if byte == 0x22 {
                    hasQuotes = true
                }
                place += 1
            }
            if start < end {
                close()
                lines.append(starts.count)
            }
        }
        guard !hasQuotes else { throw DatasetError(.malformed, "cells in quotes are not read") }
        guard let width = lines.first else { throw DatasetError(.malformed, "the file is empty") }
        for (line, cells) in lines.enumerated() where cells != (line + 1) * width {
            throw DatasetError(.malformed, "not \(width) cells as in the header", line: line + 1)
        }
        columns = (0..<width).map { String(decoding: bytes[starts[$0]..<ends[$0]], as: UTF8.self) }
        guard Set(columns).count == width, !columns.contains("") else {
            throw DatasetError(.malformed, "the header names a column twice, or not at all", line: 1)
        }
        count = lines.count - 1
        self.bytes = bytes
        self.starts = starts
        self.ends = ends
    }

    /// The place of a column.
    ///
    /// - Throws: `DatasetError` (malformed) for a name that is not in the header.
    public func column(_ name: String) throws(DatasetError) -> Int {
        guard let place = columns.firstIndex(of: name) else {
            throw DatasetError(
                .malformed, "no column '\(name)'; there are \(columns.joined(separator: ", "))", line: 1)
        }
        return place
    }

    /// The text of a cell of an existing row and column.
    public func text(_ row: Int, _ column: Int) -> String {
        let cell = (row + 1) * columns.count + column
        return String(decoding: bytes[starts[cell]..<ends[cell]], as: UTF8.self)
    }

    /// The number in a cell; nil for an empty one.
    ///
    /// - Throws: `DatasetError` (malformed) for anything but a finite decimal number.
    public func number(_ row: Int, _ column: Int) throws(DatasetError) -> Double? {
        let cell = (row + 1) * columns.count + column
        if starts[cell] == ends[cell] { return nil }
        let text = self.text(row, column)
        let isDecimal = text.utf8.allSatisfy { byte in
            byte >= 0x30 && byte <= 0x39 || byte == 0x2E || byte == 0x2D || byte == 0x2B
                || byte | 0x20 == 0x65
        }
        guard isDecimal, let number = Double(text), number.isFinite else {
            throw DatasetError(.malformed, "'\(text)' is no number (\(columns[column]))", line: row + 2)
        }
        return number
    }

    /// The whole number in a cell.
    ///
    /// - Throws: `DatasetError` (malformed) for anything else.
    public func integer(_ row: Int, _ column: Int) throws(DatasetError) -> Int {
        let text = self.text(row, column)
        guard let number = Int(text) else {
            throw DatasetError(.malformed, "'\(text)' is no whole number (\(columns[column]))", line: row + 2)
        }
        return number
    }
}
