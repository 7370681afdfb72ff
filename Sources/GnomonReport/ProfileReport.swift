public import GnomonData
public import GnomonStatistics

/// What a profile says of a network as a whole: whether its parts add up, which operators run together, and
/// whether that was predicted.
public struct ProfileReport: Hashable, Sendable {
    /// The profile, the cost of profiling subtracted.
    public var profile: NetworkProfile
    /// What was subtracted from each kernel, and what a run costs beside its kernels.
    public var cost: ProfilingCost
    /// The operators of each predicted kernel, in ascending order.
    public var predicted: [[Int]]
    /// The type of each operator, by its index.
    public var types: [String]

    /// A report on a profile as recorded.
    ///
    /// - Parameters:
    ///   - profile: The profile, nothing subtracted.
    ///   - cost: The calibrated cost of profiling.
    ///   - predicted: The operators of each predicted kernel.
    ///   - types: The type of each operator.
    public init(_ profile: NetworkProfile, cost: ProfilingCost, predicted: [[Int]], types: [String]) {
        self.profile = profile.corrected(by: cost)
        self.cost = cost
        self.predicted = predicted.map { $0.sorted() }
        self.types = types
    }

    /// The time of all kernels.
    public var kernelSum: Latency { profile.kernels.reduce(.zero) { $0 + $1.latency } }

    /// The time of all kernels and of a run beside them, over the latency without profiling; 1 closes.
    public var closure: Double {
        let whole = profile.latency.nanoseconds
        return whole > 0 ? (kernelSum.nanoseconds + cost.perRun) / whole : 0
    }

    /// How the fusion rules agree with what the runtime did.
    public var agreement: FusionAgreement? {
        profile.groups.map {
            FusionAgreement(
                groups: $0, predicted: predicted, times: profile.kernels.map(\.latency.nanoseconds))
        }
    }

    /// The closure as one sentence.
    public var closureLine: String {
        let run = LatencyFormat.text(Latency(nanoseconds: cost.perRun))
        return "kernels \(LatencyFormat.text(kernelSum)) + run \(run) = "
            + "\(NumberFormat.fixed(100 * closure, digits: 1)) % of \(LatencyFormat.text(profile.latency)); "
            + "\(LatencyFormat.text(Latency(nanoseconds: cost.perKernel))) of profiling subtracted from each kernel"
    }

    /// The JSON form of the closure.
    var closureJSON: JSONObject {
        [
            "kernels_ms": .number(kernelSum.milliseconds), "run_ms": .number(cost.perRun / 1e6),
            "latency_ms": .number(profile.latency.milliseconds), "share": .number(closure),
            "profiling_ms_per_kernel": .number(cost.perKernel / 1e6),
        ]
    }

    /// The JSON form of the groups.
    var groupsJSON: JSONObject {
        guard let groups = profile.groups, let agreement else { return [:] }
        return [
            "groups": .array(
                zip(groups.groups, agreement.isExact).map { group, isExact in
                    .object([
                        "nodes": JSONValue(group.nodes), "operators": JSONValue(operators(group.nodes)),
                        "kernels": JSONValue(group.kernels.map { profile.kernels[$0].name }),
                        "latency_ms": .number(time(group.kernels).milliseconds), "predicted": .bool(isExact),
                    ])
                }),
            "added": JSONValue(groups.added.map { profile.kernels[$0].name }),
            "removed": JSONValue(groups.removed), "unmapped": JSONValue(groups.unmapped),
            "agreement": .number(agreement.share), "agreement_by_time": .number(agreement.timeShare),
        ]
    }

    /// The groups as a table, and how far the rules agree.
    public func groupTable() -> String {
        guard let groups = profile.groups, let agreement else { return "" }
        var table = TextTable([
            .init("kernel"), .init("operators"), .init("nodes"), .init("latency", .right), .init("rules"),
        ])
        for (group, isExact) in zip(groups.groups, agreement.isExact) {
            table.add([
                group.kernels.map { profile.kernels[$0].name }.joined(separator: " "),
                operators(group.nodes).joined(separator: " "),
                group.nodes.map(String.init).joined(separator: " "), LatencyFormat.text(time(group.kernels)),
                isExact ? "agree" : "differ",
            ])
        }
        for index in groups.added {
            let kernel = profile.kernels[index]
            table.add([kernel.name, "added \(kernel.type)", "", LatencyFormat.text(kernel.latency), ""])
        }
        func listed(_ name: String, _ nodes: [Int]) -> String {
            nodes.isEmpty
                ? ""
                : "\(name): " + nodes.map { "\($0) \(operators([$0])[0])" }.joined(separator: ", ") + "\n"
        }
        return table.rendered() + listed("removed", groups.removed) + listed("unmapped", groups.unmapped)
            + agreement.line + "\n"
    }

    private func operators(_ nodes: [Int]) -> [String] {
        nodes.map { types.indices.contains($0) ? types[$0] : "?" }
    }

    private func time(_ kernels: [Int]) -> Latency {
        kernels.reduce(.zero) { $0 + profile.kernels[$1].latency }
    }
}
