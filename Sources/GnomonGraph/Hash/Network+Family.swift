extension Network {
    /// The canonical hash this network has at batch 1, so that all its batches are known as one family.
    ///
    /// - Parameters:
    ///   - prepared: This network, prepared with `options`.
    ///   - options: The sizes it was prepared with.
    /// - Returns: nil where the inputs have no batch in common, or constants fix it.
    /// - Complexity: That of preparing and hashing, if the batch is not 1.
    public func familyHash(_ prepared: Network, _ options: BindingOptions) -> NetworkHash? {
        guard let batch = prepared.batch else { return nil }
        if batch == 1 { return prepared.canonicalHash() }
        if prepared.fixes(batch) { return nil }
        var single = BindingOptions()
        single.trips = options.trips
        single.dims = options.dims.filter { $0.key.hasSuffix("]") }
        var network = self
        for id in network.inputs {
            guard var shape = prepared[id].shape else { return nil }
            shape.dims[0] = .known(1)
            network[id].shape = shape
        }
        guard let one = try? network.prepared(single), one.isPart(of: prepared, batch: batch) else {
            return nil
        }
        return one.canonicalHash()
    }

    /// The first size of all inputs, if it is one.
    private var batch: Int? {
        var batch: Int?
        for id in inputs {
            guard let first = self[id].shape?.dims.first?.value, batch == nil || batch == first else {
                return nil
            }
            batch = first
        }
        return batch
    }

    /// Whether a Reshape or an Expand names the batch in so many figures.
    private func fixes(_ batch: Int) -> Bool {
        nodes.contains { node in
            guard node.state == .live, node.op.kind == .reshape || node.op.kind == .expand,
                let data = node.input(0), self[data].shape?.dims.first == .known(batch),
                let target = node.input(1), case .integers(let sizes)? = self[target].payload
            else { return false }
            return sizes.first == Int64(batch)
        }
    }

    /// Whether every tensor has as many elements as in the whole batch, or their share.
    private func isPart(of whole: Network, batch: Int) -> Bool {
        guard nodes.count == whole.nodes.count else { return false }
        var isShared = false
        for (node, other) in zip(nodes, whole.nodes) where node.state == .live {
            for case let (output?, larger?) in zip(node.outputs, other.outputs) {
                guard let one = self[output].shape?.elements, let all = whole[larger].shape?.elements else {
                    return false
                }
                let (product, overflow) = one.multipliedReportingOverflow(by: batch)
                guard !overflow, all == one || all == product else { return false }
                if all == product { isShared = true }
            }
        }
        return isShared
    }
}
