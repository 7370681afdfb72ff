public import GnomonData

/// How far predicted kernels agree with the groups that were read back from a runtime.
///
/// A group is predicted exactly where one predicted kernel has the same operators; operators that the runtime
/// removed are left out of predictions first, because nobody runs them.
public struct FusionAgreement: Hashable, Sendable {
    /// For each group, whether it was predicted exactly.
    public var isExact: [Bool]
    /// The share of the groups' time that lies in groups predicted exactly; 1 where there is no time.
    public var timeShare: Double

    /// Compares.
    ///
    /// - Parameters:
    ///   - groups: What the runtime did.
    ///   - predicted: The operators of each predicted kernel, in ascending order.
    ///   - times: Nanoseconds of each of the runtime's kernels.
    /// - Complexity: O(operators).
    public init(groups: FusionGroups, predicted: [[Int]], times: [Double]) {
        let removed = Set(groups.removed + groups.unmapped)
        let kernels = Set(predicted.map { $0.filter { !removed.contains($0) } })
        isExact = groups.groups.map { kernels.contains($0.nodes) }
        var exact = 0.0
        var all = 0.0
        for (group, isExact) in zip(groups.groups, isExact) {
            let time = group.kernels.reduce(0) { $0 + (times.indices.contains($1) ? times[$1] : 0) }
            all += time
            if isExact { exact += time }
        }
        timeShare = all > 0 ? exact / all : 1
    }

    /// The share of groups predicted exactly; 1 where there are none.
    public var share: Double {
        isExact.isEmpty ? 1 : Double(isExact.count { $0 }) / Double(isExact.count)
    }

    /// The agreement as one sentence.
    public var line: String {
        "the fusion rules predict \(isExact.count { $0 }) of \(isExact.count) groups exactly, "
            + "\(NumberFormat.fixed(100 * timeShare, digits: 1)) % of their time"
    }
}
