import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonStatistics

/// What predictors of other platforms say about a platform of which little was measured.
///
/// LitePred (Feng et al., NSDI 2024) starts from the most similar of many platforms; here each kind of kernel has its own
/// most similar one: the source after whose best scale the measured kernels are off least. Trees then correct the
/// source where there are rows enough, as they correct the roofline where there is no source.
struct KernelPrior: Sendable {
    /// How one source does on the measured kernels of a kind.
    struct Match: Hashable, Sendable {
        /// The position of the source.
        var source: Int
        /// The median of log(measured / predicted).
        var offset: Double
        /// The mean distance from that median.
        var distance: Double
    }

    /// Kernels that must be measured before a kind has a source of its own.
    static let fewestRows = 8
    /// The most predictors one can start from.
    static let mostSources = 8

    var sources: [KernelBoostPredictor]
    /// The source for kernels of kinds that were not measured: the one that is off least in all.
    private(set) var general: Match?

    /// Predictors of other platforms, none of them matched yet.
    init(_ sources: [KernelBoostPredictor], general: Match? = nil) {
        self.sources = Array(sources.prefix(Self.mostSources))
        self.general = general
    }

    /// What each source says to kernels.
    ///
    /// - Returns: Nanoseconds, a row a source.
    func times(_ vectors: [KernelVector]) -> [[Double]] {
        sources.map { $0.estimate(vectors).map(\.nanoseconds) }
    }

    /// The source that is nearest to the measured times of some kernels; nil below eight kernels.
    ///
    /// - Complexity: O(sources · n log n).
    static func nearest(_ times: [[Double]], to measured: [Double]) -> Match? {
        guard measured.count >= fewestRows else { return nil }
        return times.indices.compactMap { match($0, times[$0], to: measured) }
            .min { ($0.distance, $0.source) < ($1.distance, $1.source) }
    }

    /// How predicted times do on measured ones, after the best scale.
    static func match(_ source: Int, _ predicted: [Double], to measured: [Double]) -> Match? {
        let ratios = zip(measured, predicted).map { log(max(1, $0) / max(1, $1)) }
        guard let offset = Quantile.median(ratios) else { return nil }
        let distance = ratios.reduce(0) { $0 + abs($1 - offset) } / Double(ratios.count)
        return Match(source: source, offset: offset, distance: distance)
    }

    /// Chooses the source for kinds that were not measured.
    mutating func chooseGeneral(_ vectors: [KernelVector], _ measured: [Double]) {
        general = Self.nearest(times(vectors), to: measured)
    }

    /// What the general source says to a kernel of a kind that was not measured; nil where it does not know the kind.
    func estimate(_ vector: KernelVector) -> KernelEstimate? {
        guard let general, sources.indices.contains(general.source),
            var found = sources[general.source].estimate([vector]).first, found.isKnown
        else { return nil }
        found.nanoseconds *= exp(general.offset)
        // Another machine's answer: better than a roofline, and not learned here.
        found.error = (found.error * found.error + max(0.3, general.distance) * max(0.3, general.distance))
            .squareRoot()
        found.isKnown = false
        return found
    }
}
