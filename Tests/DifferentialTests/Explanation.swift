/// A disagreement with ONNX that is meant.
struct Explanation: Sendable {
    /// The beginnings of the models' file names, without folder; empty for all.
    var models: [String]
    /// What kind of disagreement; nil for any.
    var verdict: Verdict?
    /// What the refusal, or the difference, says among other things.
    var says = ""
    /// Why, in a sentence for Documentation/Shapes.md.
    var reason: String

    /// Every disagreement that is meant; one that no longer disagrees must go.
    static let table: [Explanation] = [
        Explanation(
            models: [], verdict: .refused, says: "operator set",
            reason: "Operator sets before 7 are refused: no exporter has written them since 2018."),
        Explanation(
            models: [
                "test_reduce_log_sum_exp_empty_set", "test_reduce_l1_empty_set", "test_reduce_l2_empty_set",
                "test_reduce_sum_square_empty_set", "test_reduce_sum_empty_set", "test_tril_zero",
                "test_triu_zero", "test_reshape_allowzero_reordered", "test_split_zero_size_splits",
                "test_sequence_model8",
            ], verdict: nil,
            reason:
                "An input that is declared with a size of 0 is taken to have a free size there, as exporters mean it."
        ),
    ]

    /// Whether it is about this finding.
    func covers(_ finding: Finding) -> Bool {
        let name = finding.file.split(separator: "/").last ?? ""
        return finding.verdict.isDisagreement && (verdict ?? finding.verdict) == finding.verdict
            && (models.isEmpty || models.contains { name.hasPrefix($0) })
            && (says.isEmpty || finding.detail.contains(says))
    }
}
