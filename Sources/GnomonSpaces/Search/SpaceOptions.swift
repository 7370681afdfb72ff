/// How an architecture is written as a network.
public enum SpaceForm: String, Hashable, Sendable, Codable, CaseIterable {
    /// As published: batch normalisations are operators of their own, and all parts are there.
    case published
    /// Batch normalisations folded into the convolutions before them.
    case folded
    /// As published without what can only add zeros or reaches no output.
    case live
    /// Without normalisations, dead parts and skips, as LatBench timed NAS-Bench-201.
    case latbench
}

/// What can be chosen when an architecture becomes a network.
public struct SpaceOptions: Hashable, Sendable, Codable {
    /// Samples of one inference.
    public var batch: Int
    /// Height and width of the input image in pixels; nil for the architecture's or the space's own.
    public var size: Int?
    /// Scores of the classifier; nil for the space's own.
    public var classes: Int?
    /// How it is written; nil for the space's first form.
    public var form: SpaceForm?

    /// One sample in the space's own size, classes and form, unless said otherwise.
    public init(batch: Int = 1, size: Int? = nil, classes: Int? = nil, form: SpaceForm? = nil) {
        self.batch = batch
        self.size = size
        self.classes = classes
        self.form = form
    }

    /// Refuses what no network can be built from; with these bounds every count fits 64 bits.
    func check(_ space: any SearchSpace) throws(SpaceError) {
        func check(_ what: String, _ value: Int?, _ range: ClosedRange<Int>) throws(SpaceError) {
            guard let value, !range.contains(value) else { return }
            throw SpaceError(
                .options,
                "the \(what) is \(value), it must be from \(range.lowerBound) to \(range.upperBound)")
        }
        try check("batch", batch, 1...1024)
        try check("size", size, 1...4096)
        try check("number of classes", classes, 1...1_000_000)
        guard let form, !space.forms.contains(form) else { return }
        let known = space.forms.map(\.rawValue).joined(separator: ", ")
        throw SpaceError(.options, "\(space.name) has no form `\(form.rawValue)`; it has \(known)")
    }
}
