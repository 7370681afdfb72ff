import GnomonGraph
public import GnomonSpaces

/// Zero-cost proxies of a space's architectures, computed once for all that are the same network, and kept.
///
/// Not for use from two threads at once.
public final class ZeroCostTable {
    private let space: any SearchSpace
    private let settings: ZeroCostSettings
    private var cache: EncodingCache
    private var keys: [Architecture: String] = [:]
    private var meter: ZeroCostMeter?
    /// Seconds between two writings of the file.
    private static let interval = Duration.seconds(15)

    /// The table of a space; `folder` is where it is kept, nil for memory alone.
    public init(_ space: any SearchSpace, settings: ZeroCostSettings = ZeroCostSettings(), folder: String?) {
        (self.space, self.settings) = (space, settings)
        cache = EncodingCache(
            folder: folder, name: "zcp-\(space.name)", fingerprint: settings.fingerprint,
            columns: ZeroCostProxy.allCases.count)
    }

    /// What ``fill(_:budget:shouldStop:progress:)`` did.
    public struct Progress: Hashable, Sendable {
        /// Architectures that are known now.
        public var known: Int
        /// Networks that were computed.
        public var computed: Int
        /// Seconds it took to compute them.
        public var seconds: Double
    }

    /// Computes what is not known yet, in order, until all are or the budget is used up.
    ///
    /// What was computed is kept every 15 seconds and at the end: another call goes on from there.
    /// - Parameters:
    ///   - architectures: whose proxies are wanted.
    ///   - budget: the most time; nil for no bound.
    ///   - shouldStop: asked before each network; what was computed is kept.
    ///   - progress: told the share that is done.
    /// - Returns: how many are known, and what was computed.
    /// - Throws: `PredictError` for what is not of the space, and where LibTorch is missing.
    public func fill(
        _ architectures: [Architecture], budget: Duration? = nil, shouldStop: () -> Bool = { false },
        progress: (Double) -> Void = { _ in }
    ) throws(PredictError) -> Progress {
        let clock = ContinuousClock()
        let start = clock.now
        var (written, computed, known) = (start, 0, 0)
        for (place, architecture) in architectures.enumerated() {
            let (key, network) = try self.key(architecture)
            if cache[key] == nil {
                if shouldStop() { break }
                if let budget, start.duration(to: clock.now) >= budget { continue }
                cache.set(try measured(network, architecture), for: key)
                computed += 1
            }
            known += 1
            if written.duration(to: clock.now) > Self.interval, computed > 0 {
                try cache.write()
                written = clock.now
            }
            progress(Double(place + 1) / Double(architectures.count))
        }
        if computed > 0 { try cache.write() }
        let spent = start.duration(to: clock.now).components
        return Progress(
            known: known, computed: computed,
            seconds: Double(spent.seconds) + Double(spent.attoseconds) * 1e-18)
    }

    /// The proxies of an architecture in the order of ``ZeroCostProxy``; nil where they are not known.
    ///
    /// - Throws: `PredictError` for what is not of the space.
    public func values(of architecture: Architecture) throws(PredictError) -> [Double]? {
        cache[try key(architecture).key]
    }

    private func measured(
        _ network: Network?, _ architecture: Architecture
    ) throws(PredictError) -> [Double] {
        let meter: ZeroCostMeter
        if let known = self.meter { meter = known } else { meter = try ZeroCostMeter(settings: settings) }
        self.meter = meter
        if let network { return try meter.values(of: network) }
        return try meter.values(of: self.network(architecture))
    }

    /// The canonical hash of the network of an architecture, and the network where it had to be built.
    private func key(
        _ architecture: Architecture
    ) throws(PredictError) -> (key: String, network: Network?) {
        if let known = keys[architecture] { return (known, nil) }
        let network = try self.network(architecture)
        let key = network.canonicalHash().description
        keys[architecture] = key
        return (key, network)
    }

    private func network(_ architecture: Architecture) throws(PredictError) -> Network {
        do { return try space.network(of: architecture).prepared() } catch let error as SpaceError {
            throw PredictError(.architecture, error.message)
        } catch { throw PredictError(.architecture, "\(error)") }
    }
}
