extension Network {
    /// The version of the standard operator set that canonical attributes follow; younger ones are kept.
    public static let canonicalOpset = 21

    /// The network ready to be looked at: sorted, checked, in canonical form, with every shape and element type
    /// that can be known.
    ///
    /// * Nodes stand in topological order and are all kept; `Node.state` tells which are run.
    /// * Attributes are those of the newest operator set with all defaults explicit; what newer sets moved to
    ///   inputs is a constant input. Constants made on the way have no name.
    /// * Free sizes of the inputs are bound by `options`; what was assumed is in `warnings`.
    /// * Whatever depends on constants alone, or on shapes that are known, is a `.constant` tensor; its node is
    ///   `.removed`. Identities are removed too, and their readers read the source instead.
    /// * A branch whose condition is known is put in the place of its `If`. Other bodies are prepared for what
    ///   their inputs are here, and never executed; `Node.trips` tells how often a loop runs.
    /// * Unknown operators are kept; their outputs have the shape the file gives, if any.
    ///
    /// Preparing a prepared network changes nothing.
    /// - Throws: `GraphError` with the node and what is wrong with it; up to `Limits.errors` of one stage are
    ///   collected in `others`.
    /// - Complexity: O(nodes + edges).
    public func prepared(_ options: BindingOptions = .init()) throws(GraphError) -> Network {
        var network = self
        try network.checkIDs()
        guard !nodes.isEmpty else { throw GraphError(.nothingToRun, "the network has no nodes") }
        guard !outputs.isEmpty else { throw GraphError(.nothingToRun, "the network has no outputs") }
        try network.sortTopologically()
        let binding = try SymbolBinding(&network, options)
        var preparation = Preparation(network, binding)
        try preparation.run()
        return try preparation.finished()
    }
}
