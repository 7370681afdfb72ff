public import GnomonGraph

extension Network {
    /// The kernels a runtime with these rules executes, in order.
    ///
    /// The network must be prepared. Every live node is a member of exactly one kernel; kernels without members
    /// are layout changes the runtime adds.
    /// - Complexity: O(nodes + edges), with a small factor for pattern matching.
    public func kernels(_ rules: FusionRules) -> [Kernel] {
        var grouping = Grouping(self, rules)
        grouping.run()
        guard let layout = rules.layout else { return grouping.kernels() }
        var assignment = LayoutAssignment(self, rules, layout, grouping.kernels())
        return assignment.run()
    }
}
