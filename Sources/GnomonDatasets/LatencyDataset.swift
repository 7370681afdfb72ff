public import GnomonData
import GnomonSpaces
import GnomonStatistics

/// A table of latencies with what its form says of it.
public struct LatencyDataset: Hashable, Sendable {
    /// The form it is written in.
    public var form: DatasetForm
    /// The table.
    public var table: LatencyTable
    /// The part each row is in by the publication (`train`, `test`); nil where there is none.
    public var split: [String]?
    /// The cells of the columns that are neither key nor device, by column, then by row.
    public var others: [[String]]

    /// Reads a data set in its own form.
    ///
    /// Architectures are written in the text form of their space: each is parsed, and one that the space does not
    /// have is refused. A table with all published rows is checked against ``DatasetForm/medians``.
    ///
    /// - Throws: `DatasetError` with the line of a bad cell, an unknown architecture, or a key that comes twice.
    /// - Complexity: O(cells).
    public init(_ csv: CSVTable, form: DatasetForm) throws(DatasetError) {
        guard let space = SpaceCatalog.space(named: form.space) else {
            throw DatasetError(.unknown, "no search space '\(form.space)'")
        }
        let index = try csv.column("index")
        var keys: [Int] = []
        for name in form.keys { keys.append(try csv.column(name)) }
        let devices = csv.columns.indices.filter {
            $0 != index && !keys.contains($0) && !form.others.contains(csv.columns[$0])
        }
        guard !devices.isEmpty else { throw DatasetError(.malformed, "no column of a device", line: 1) }
        var indices: [Int] = []
        var architectures: [String] = []
        for row in 0..<csv.count {
            indices.append(try csv.integer(row, index))
            let text = keys.map { csv.text(row, $0) }.joined(separator: ":")
            do { architectures.append(space.format(try space.parse(text))) } catch {
                throw DatasetError(.malformed, error.message, line: row + 2)
            }
        }
        guard Set(indices).count == indices.count else {
            throw DatasetError(.malformed, "an index comes twice")
        }
        var columns: [[Double?]] = []
        for device in devices { columns.append(try Self.latencies(csv, device)) }
        table = LatencyTable(
            name: form.name, space: form.space, indices: indices, architectures: architectures,
            devices: devices.map { csv.columns[$0] }, milliseconds: columns)
        self.form = form
        others = []
        for name in form.others {
            let column = try csv.column(name)
            others.append((0..<csv.count).map { csv.text($0, column) })
        }
        split = form.others.firstIndex(of: "split").map { others[$0] }
        if csv.count == form.rows { try check() }
    }

    /// The devices that count as devices of their own.
    public var countedDevices: [String] { table.devices.filter { form.uncounted[$0] == nil } }

    /// Compares with what is known of the published data: files are found under each other's names.
    ///
    /// - Throws: `DatasetError` (check) that names the device.
    public func check() throws(DatasetError) {
        for (device, expected) in form.medians.sorted(by: { $0.key < $1.key }) {
            guard let found = table.column(device).flatMap({ Quantile.median($0.compactMap { $0 }) }) else {
                continue
            }
            if abs(found / expected - 1) > 0.005 {
                throw DatasetError(
                    .check,
                    "the median of \(device) is \(found) ms, published data have \(expected) ms: "
                        + "is it another device's column, or another unit?")
            }
        }
    }

    private static func latencies(_ csv: CSVTable, _ column: Int) throws(DatasetError) -> [Double?] {
        var result: [Double?] = []
        result.reserveCapacity(csv.count)
        for row in 0..<csv.count {
            let number = try csv.number(row, column)
            if let number, number <= 0 {
                throw DatasetError(
                    .malformed, "a latency of \(number) ms (\(csv.columns[column]))", line: row + 2)
            }
            result.append(number)
        }
        return result
    }
}
