import GnomonStatistics

/// Which rows of a new device may be measured, and which are asked about.
///
/// Figures of different protocols do not belong in one column.
public enum TransferProtocol: String, Hashable, Sendable, CaseIterable {
    /// Samples from all measured rows; asked about: all of them that are no samples.
    case full
    /// Asked about: rows 0 to 127, samples among them or not; what NASFLAT scores.
    case first128
    /// As HELP's code scores: samples from the training rows and questions from the next 1,000 rows, both cut to the
    /// device's own 10 to 90 % quantiles.
    case helpTrimmed = "help-trimmed"
    /// What HELP needs of a real device: its ten reference architectures count as samples; asked about as in `full`.
    case helpStrict = "help-strict"

    /// Rows of one device under a protocol.
    public struct Rows: Hashable, Sendable {
        /// Rows that samples are chosen from.
        public var candidates: [Int]
        /// Rows that are measured in any case, in order.
        public var given: [Int]
        /// Rows that are asked about, before samples are taken out.
        public var asked: [Int]
        /// Whether samples are taken out of them.
        public var excludesSamples: Bool
    }

    /// Which rows of a source device may be learned from.
    ///
    /// - Parameters:
    ///   - milliseconds: by row; nil where nothing was measured.
    ///   - space: of the task.
    /// - Returns: rows in ascending order.
    public func sourceRows(_ milliseconds: [Double?], _ space: TransferTask.Space) -> [Int] {
        self == .helpTrimmed
            ? Self.trimmed(space.trimmedTrainingRows, milliseconds)
            : milliseconds.indices.filter { milliseconds[$0] != nil }
    }

    /// The rows of a target device.
    ///
    /// - Parameters:
    ///   - milliseconds: by row; nil where nothing was measured.
    ///   - space: of the task.
    ///   - withReferences: whether the predictor needs the space's references; under `helpTrimmed`, where they cannot be
    ///     chosen, they are measured first then.
    /// - Returns: what may be measured, what is, and what is asked about.
    public func targetRows(
        _ milliseconds: [Double?], _ space: TransferTask.Space, withReferences: Bool = false
    ) -> Rows {
        let measured = milliseconds.indices.filter { milliseconds[$0] != nil }
        let references = space.references.filter {
            milliseconds.indices.contains($0) && milliseconds[$0] != nil
        }
        switch self {
        case .full: return Rows(candidates: measured, given: [], asked: measured, excludesSamples: true)
        case .first128:
            return Rows(
                candidates: measured, given: [], asked: measured.filter { $0 < 128 }, excludesSamples: false)
        case .helpTrimmed:
            let given = withReferences ? references : []
            let trimmed = Self.trimmed(space.trimmedTrainingRows, milliseconds)
            return Rows(
                candidates: trimmed.filter { !given.contains($0) }, given: given,
                asked: Self.trimmed(space.trimmedQueryRows, milliseconds), excludesSamples: false)
        case .helpStrict:
            return Rows(
                candidates: measured.filter { !references.contains($0) }, given: references, asked: measured,
                excludesSamples: true)
        }
    }

    /// The range of a device's latencies that the protocol shows: that of HELP's trimmed training rows, which its code scales
    /// labels by; nil for all others.
    public func range(_ milliseconds: [Double?], _ space: TransferTask.Space) -> ClosedRange<Double>? {
        guard self == .helpTrimmed else { return nil }
        let values = Self.trimmed(space.trimmedTrainingRows, milliseconds).compactMap { milliseconds[$0] }
        guard let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }

    /// The rows whose latency is from the 10 % to the 90 % quantile of all of them.
    private static func trimmed(_ rows: Range<Int>, _ milliseconds: [Double?]) -> [Int] {
        let known = rows.filter { milliseconds.indices.contains($0) && milliseconds[$0] != nil }
        let values = known.compactMap { milliseconds[$0] }.sorted()
        guard let low = Quantile.ofSorted(values, at: 0.1), let high = Quantile.ofSorted(values, at: 0.9)
        else {
            return []
        }
        return known.filter { (low...high).contains(milliseconds[$0] ?? -1) }
    }
}
