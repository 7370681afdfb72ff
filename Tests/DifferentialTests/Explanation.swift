/// A disagreement with ONNX that is meant.
struct Explanation: Sendable {
    /// The beginning of the model's file name, without folder.
    var model: String
    /// What kind of disagreement.
    var verdict: Verdict
    /// Why, in a sentence for Documentation/Shapes.md.
    var reason: String

    /// Every disagreement that is meant.
    ///
    /// One that no longer disagrees must go.
    static let table: [Explanation] = []

    /// Whether it is about this finding.
    func covers(_ finding: Finding) -> Bool {
        let name = finding.file.split(separator: "/").last ?? ""
        return finding.verdict == verdict && name.hasPrefix(model)
    }
}
