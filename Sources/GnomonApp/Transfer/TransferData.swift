public import GnomonData
public import GnomonSpaces

/// The latencies of a task's devices over one pool of architectures.
public struct TransferData: Sendable {
    /// The space of the pool.
    public let space: any SearchSpace
    /// The architectures: the rows of the first table.
    public let pool: [Architecture]
    /// What identifies each row.
    public let indices: [Int]
    private let columns: [String: [Double?]]

    /// Joins tables of one space by index; rows are those of the first, which others may have in part.
    ///
    /// - Throws: `AppError` for tables of different spaces and architectures that are none.
    public init(_ tables: [LatencyTable]) throws(AppError) {
        guard let first = tables.first, let space = SpaceCatalog.space(named: first.space) else {
            throw Self.bad("no table of a known search space")
        }
        var places: [Int: Int] = [:]
        for (row, index) in first.indices.enumerated() { places[index] = row }
        var columns: [String: [Double?]] = [:]
        for table in tables {
            guard table.space == first.space else {
                throw Self.bad("\(table.name) is of \(table.space), \(first.name) of \(first.space)")
            }
            let rows = table.indices.map { places[$0] }
            for (device, values) in zip(table.devices, table.milliseconds) where columns[device] == nil {
                var column = [Double?](repeating: nil, count: first.indices.count)
                for (row, value) in zip(rows, values) {
                    if let row { column[row] = value }
                }
                columns[device] = column
            }
        }
        var pool: [Architecture] = []
        pool.reserveCapacity(first.architectures.count)
        do {
            for text in first.architectures { pool.append(try space.parse(text)) }
        } catch { throw Self.bad(error.message) }
        self.space = space
        self.pool = pool
        self.columns = columns
        indices = first.indices
    }

    /// The latencies of a device by row.
    ///
    /// - Throws: `AppError` for a device that no table has.
    public func column(_ device: String) throws(AppError) -> [Double?] {
        guard let column = columns[device] else {
            throw Self.bad("no device '\(device)'; known: \(columns.keys.sorted().joined(separator: ", "))")
        }
        return column
    }

    /// All devices, by name.
    public var devices: [String] { columns.keys.sorted() }

    private static func bad(_ message: String) -> AppError {
        AppError(code: "transfer.data", message: message, exit: .badData)
    }
}
