/// Predictions against measurements, over all networks, by family and by kind of kernel.
public struct Evaluation: Hashable, Sendable {
    /// The networks of one family.
    public struct Family: Hashable, Sendable {
        /// The family's name.
        public var name: String
        /// How well they are predicted.
        public var summary: EvaluationSummary
    }

    /// The networks.
    public var cases: [EvaluationCase]
    /// All networks together; nil if there are none.
    public var overall: EvaluationSummary?
    /// The families, in alphabetical order.
    public var families: [Family]
    /// The kinds of kernels, those with the most recorded time first.
    public var kinds: [KindSummary]
    /// How often intervals hold.
    public var calibration: Calibration

    /// Evaluates cases; those without two latencies above zero are left out.
    ///
    /// - Complexity: O(n log n).
    public init(_ cases: [EvaluationCase]) {
        let comparable = cases.filter(\.isComparable)
        self.cases = comparable
        overall = EvaluationSummary(comparable)
        families = Dictionary(grouping: comparable, by: \.family)
            .sorted { $0.key < $1.key }
            .compactMap { name, members in
                EvaluationSummary(members).map { Family(name: name, summary: $0) }
            }
        kinds = KindSummary.all(comparable)
        calibration = Calibration(comparable)
    }
}
