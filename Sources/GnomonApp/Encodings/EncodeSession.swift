import GnomonDatasets
import GnomonPredict
public import GnomonReport
import GnomonSpaces
import GnomonStatistics

/// Encodes the architectures of a published data set and keeps the encodings.
public struct EncodeSession: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        /// The data set whose architectures are encoded.
        public var dataset: String
        /// The encodings.
        public var encodings = [ArchitectureEncoding.zcp.rawValue]
        /// The most architectures that zero-cost proxies are computed of; nil for all.
        public var rows: Int?
        /// The most seconds for zero-cost proxies; nil for no bound.
        public var budget: Double?
        /// Images of the batch that proxies look at; nil for the usual number.
        public var batch: Int?
        /// Threads of the proxies.
        public var threads = 1

        /// Zero-cost proxies of a data set.
        public init(dataset: String) { self.dataset = dataset }
    }

    private let library: DatasetLibrary
    private let folder: String

    /// A session on the data of a library that keeps encodings where the settings say.
    public init(library: DatasetLibrary, settings: Settings) {
        self.library = library
        folder = settings.encodingFolder
    }

    /// The order in which architectures of a pool are encoded: fixed, and mixed, so that a part is like the whole.
    public static func order(_ count: Int) -> [Int] {
        var generator = SeededGenerator(seed: 20_240_305)
        return (0..<count).shuffled(using: &generator)
    }

    /// Encodes.
    ///
    /// - Parameters:
    ///   - request: what is encoded.
    ///   - shouldStop: asked between architectures; proxies computed so far are kept.
    ///   - progress: told the share that is done of an encoding, and which.
    /// - Returns: a line for each encoding.
    /// - Throws: `AppError` for unknown names, data that are not there, and where LibTorch is missing.
    public func run(
        _ request: Request, shouldStop: () -> Bool = { false }, progress: (Double, String) -> Void
    ) throws(AppError) -> [EncodingRow] {
        let encodings = try request.encodings.map(Self.encoding)
        let data = try TransferData([library.dataset(named: request.dataset).table])
        let encoder = try encoder(data, request, for: encodings)
        let clock = ContinuousClock()
        var rows: [EncodingRow] = []
        for encoding in encodings {
            let start = clock.now
            var row = EncodingRow(
                encoding: encoding.rawValue, asked: data.pool.count, known: data.pool.count, computed: nil,
                seconds: 0,
                found: nil)
            do throws(PredictError) {
                if encoding.isCostly {
                    let wanted = Self.order(data.pool.count).prefix(request.rows ?? data.pool.count)
                    let done = try encoder.proxies.fill(
                        wanted.map { data.pool[$0] }, budget: request.budget.map { .seconds($0) },
                        shouldStop: shouldStop
                    ) { progress($0, "zcp") }
                    (row.asked, row.known, row.computed) = (wanted.count, done.known, done.computed)
                }
                // Nothing is kept of it: this says whether all are there.
                if encoding == .zcpPublished { _ = try encoder.encode(encoding) }
                for part in encoding.trained {
                    _ = try encoder.encode(part, rows: []) { progress($0, part.rawValue) }
                    row.found = encoder.found[part]
                }
            } catch { throw AppError(error) }
            row.seconds = start.duration(to: clock.now).seconds
            rows.append(row)
        }
        return rows
    }

    /// Compares zero-cost proxies with a published table, whose rows are computed first where they are not known.
    ///
    /// - Parameters:
    ///   - request: how many of the table's rows, and how.
    ///   - table: the file's name without ending.
    ///   - progress: told the share that is done.
    /// - Returns: a line for each proxy that the table has.
    /// - Throws: `AppError` for data that are not there, and where LibTorch is missing.
    public func compare(
        _ request: Request, with table: String, progress: (Double) -> Void
    ) throws(AppError) -> [ProxyAgreementRow] {
        let data = try TransferData([library.dataset(named: request.dataset).table])
        let published = try library.table(named: table)
        let encoder = try encoder(data, request)
        var places: [Int: Int] = [:]
        for (place, index) in data.indices.enumerated() { places[index] = place }
        var found: [[Double]] = []
        var lines: [Int] = []
        do throws(DatasetError) {
            let column = try published.column("index")
            for line in Self.order(published.count).prefix(request.rows ?? published.count) {
                if places[try published.integer(line, column)] != nil { lines.append(line) }
            }
            let some = try lines.map { (line: Int) throws(DatasetError) in
                data.pool[places[try published.integer(line, column)] ?? 0]
            }
            do throws(PredictError) {
                _ = try encoder.proxies.fill(
                    some, budget: request.budget.map { .seconds($0) }, progress: progress)
                var known: [Int] = []
                for (line, architecture) in zip(lines, some) {
                    guard let values = try encoder.proxies.values(of: architecture) else { continue }
                    known.append(line)
                    found.append(values)
                }
                lines = known
            } catch { throw DatasetError(.malformed, error.description) }
            return try Self.agreement(published, lines, found)
        } catch { throw AppError(error, place: table) }
    }

    private static func agreement(
        _ published: CSVTable, _ lines: [Int], _ found: [[Double]]
    ) throws(DatasetError) -> [ProxyAgreementRow] {
        var rows: [ProxyAgreementRow] = []
        for (column, proxy) in ZeroCostProxy.allCases.enumerated() {
            guard published.columns.contains(proxy.rawValue) else { continue }
            let place = try published.column(proxy.rawValue)
            var (theirs, ours): ([Double], [Double]) = ([], [])
            for (line, values) in zip(lines, found) {
                guard let value = try published.number(line, place) else { continue }
                theirs.append(value)
                ours.append(values[column])
            }
            rows.append(
                ProxyAgreementRow(
                    proxy: proxy.rawValue, rows: ours.count,
                    correlation: RankCorrelation.spearman(ours, theirs)))
        }
        return rows
    }

    private func encoder(
        _ data: TransferData, _ request: Request, for encodings: [ArchitectureEncoding] = []
    ) throws(AppError) -> ArchitectureEncoder {
        var settings = ArchitectureEncoder.Settings(for: data.space)
        if let batch = request.batch { settings.zeroCost.batch = batch }
        settings.zeroCost.threads = request.threads
        return try library.encoder(
            of: data, named: request.dataset, folder: folder, for: encodings, settings: settings)
    }

    /// The encoding of a name.
    private static func encoding(_ name: String) throws(AppError) -> ArchitectureEncoding {
        guard let encoding = ArchitectureEncoding(rawValue: name) else {
            throw AppError(
                code: "encoding.unknown", message: "no encoding '\(name)'",
                hint: "known: \(TransferEvaluation.encodings.joined(separator: ", "))", exit: .usage)
        }
        return encoding
    }
}
