import GnomonFeatures
public import GnomonSpaces

/// Encodes the architectures of a pool: trains or computes what is not kept already, and keeps it.
///
/// The same settings give the same numbers on one machine. Not for use from two threads at once.
public final class ArchitectureEncoder {
    /// How each encoding is made.
    public struct Settings: Hashable, Sendable {
        /// The zero-cost proxies.
        public var zeroCost = ZeroCostSettings()
        /// The autoencoder.
        public var arch2vec: Arch2VecSettings
        /// The transformer.
        public var cate: CATESettings

        /// The usual way for a space.
        public init(for space: any SearchSpace) {
            (arch2vec, cate) = (Arch2VecSettings(for: space), CATESettings(for: space))
        }
    }

    private let space: any SearchSpace
    private let pool: [Architecture]
    private let folder: String?
    private let published: [Architecture: [Double]]
    private let settings: Settings
    private var trained: [ArchitectureEncoding: EncodingCache] = [:]
    /// The proxies of the space.
    public let proxies: ZeroCostTable
    /// What networks that were trained now found of what they were not told, by encoding.
    ///
    /// The autoencoder: the share of operators of architectures it was not trained on; the transformer: of corrupted
    /// symbols.
    public private(set) var found: [ArchitectureEncoding: Double] = [:]

    /// An encoder for a pool.
    ///
    /// - Parameters:
    ///   - pool: the architectures.
    ///   - space: what they are of.
    ///   - folder: where encodings are kept; nil for memory alone.
    ///   - published: proxies that others computed, in the order of ``ZeroCostProxy``.
    ///   - settings: how encodings are made; nil for the usual way.
    public init(
        _ pool: [Architecture], in space: any SearchSpace, folder: String?,
        published: [Architecture: [Double]] = [:], settings: Settings? = nil
    ) {
        (self.pool, self.space, self.folder, self.published) = (pool, space, folder, published)
        self.settings = settings ?? Settings(for: space)
        proxies = ZeroCostTable(space, settings: self.settings.zeroCost, folder: folder)
    }

    /// The encoding of some rows of the pool, in their order; of all without any.
    ///
    /// Proxies are scaled over the rows that are asked for. Autoencoder and transformer are trained on the whole pool.
    /// - Parameters:
    ///   - encoding: which one.
    ///   - rows: places in the pool.
    ///   - progress: told the share of the present stage that is done.
    /// - Returns: the numbers of each row.
    /// - Throws: `PredictError` where the space has no such encoding or LibTorch is missing.
    public func encode(
        _ encoding: ArchitectureEncoding, rows: [Int]? = nil, progress: (Double) -> Void = { _ in }
    ) throws(PredictError) -> [[Double]] {
        let some = (rows ?? Array(pool.indices)).map { pool[$0] }
        switch encoding {
        case .totals:
            guard let totals = ArchitectureTotals(some, in: space) else { throw refusal(encoding) }
            return ColumnScale.standard.columns(of: totals.rows)
        case .zcp:
            _ = try proxies.fill(some, progress: progress)
            var values: [[Double]] = []
            for architecture in some {
                guard let row = try proxies.values(of: architecture) else { throw refusal(encoding) }
                values.append(row)
            }
            return ZeroCostProxy.scaled(values)
        case .zcpPublished:
            let values = some.compactMap { published[$0] }
            guard values.count == some.count else { throw unpublished(some.count - values.count) }
            return ZeroCostProxy.scaled(values)
        case .arch2vec, .cate: return try learned(encoding, some, progress)
        case .caz:
            let first = try learned(.arch2vec, some, progress)
            let second = try learned(.cate, some, progress)
            let third = try encode(.zcp, rows: rows, progress: progress)
            return some.indices.map { first[$0] + second[$0] + third[$0] }
        }
    }

    /// Encodings that a network has to be trained for, whole or nothing.
    private func learned(
        _ encoding: ArchitectureEncoding, _ some: [Architecture], _ progress: (Double) -> Void
    ) throws(PredictError) -> [[Double]] {
        var cache = trained[encoding]
        if cache == nil { cache = try self.cache(of: encoding, progress) }
        trained[encoding] = cache
        var result: [[Double]] = []
        for architecture in some {
            guard let row = cache?[Self.key(architecture)] else { throw refusal(encoding) }
            result.append(row)
        }
        return result
    }

    private static func key(_ architecture: Architecture) -> String {
        architecture.genes.map(String.init).joined(separator: ".")
    }

    private func cache(
        of encoding: ArchitectureEncoding, _ progress: (Double) -> Void
    ) throws(PredictError) -> EncodingCache {
        guard let graph = TokenGraph(space) else { throw refusal(encoding) }
        let isCATE = encoding == .cate
        let fingerprint = isCATE ? settings.cate.fingerprint : settings.arch2vec.fingerprint
        let keys = pool.map(Self.key)
        // Another pool trains other weights.
        let mark = EncodingCache.checksum(keys.joined(separator: " "))
        var cache = EncodingCache(
            folder: folder, name: "\(encoding.rawValue)-\(space.name)",
            fingerprint: "\(fingerprint) pool \(mark)",
            columns: isCATE ? settings.cate.width : settings.arch2vec.latent)
        if !keys.allSatisfy({ cache[$0] != nil }) {
            let rows = try train(encoding, graph, progress)
            for (key, row) in zip(keys, rows) { cache.set(row, for: key) }
            try cache.write()
        }
        return cache
    }

    private func train(
        _ encoding: ArchitectureEncoding, _ graph: TokenGraph, _ progress: (Double) -> Void
    ) throws(PredictError) -> [[Double]] {
        if encoding == .cate {
            guard let totals = ArchitectureTotals(pool, in: space) else { throw refusal(encoding) }
            let encoder = try CATEEncoder(
                pool, parameters: totals.parameters, graph, settings: settings.cate, progress: progress)
            found[encoding] = encoder.found
            return try encoder.encode(pool)
        }
        let encoder = try Arch2VecEncoder(pool, graph, settings: settings.arch2vec, progress: progress)
        found[encoding] = encoder.reconstructed
        return try encoder.encode(pool)
    }

    private func refusal(_ encoding: ArchitectureEncoding) -> PredictError {
        PredictError(.architecture, "\(space.name) has no encoding '\(encoding.rawValue)'")
    }

    private func unpublished(_ missing: Int) -> PredictError {
        PredictError(
            .architecture, "no zero-cost proxies are published for \(missing) architectures of \(space.name)",
            hint: "use zcp, which computes them")
    }
}
