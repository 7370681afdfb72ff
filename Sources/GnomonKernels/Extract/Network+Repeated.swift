public import GnomonGraph

extension Network {
    /// Whether copies of this small network can follow each other: it has one output, and an input of its type.
    public var fitsItself: Bool { ownInput != nil }

    private var ownInput: Int? {
        guard outputs.count == 1, let output = outputs.first else { return nil }
        return inputs.firstIndex {
            self[$0].shape == self[output].shape && self[$0].elementType == self[output].elementType
        }
    }

    /// This small prepared network several times over in one network, constants shared.
    ///
    /// Where it fits itself and `inSeries` says so, each copy reads what the one before wrote; otherwise each has
    /// inputs of its own, so that no runtime takes two copies for one.
    ///
    /// - Throws: `GraphError` where the result exceeds `Limits`.
    /// - Complexity: O(count · nodes).
    public func repeated(_ count: Int, inSeries: Bool) throws(GraphError) -> Network {
        guard count > 1 else { return self }
        let link = inSeries ? ownInput : nil
        var result = Network(name: name, opset: opset, producer: producer)
        var shared: [TensorID: TensorID] = [:]
        var previous: TensorID?
        for copy in 0..<count {
            var own = shared
            for index in tensors.indices {
                let id = TensorID(index)
                guard own[id] == nil else { continue }
                if let link, inputs[link] == id, let previous {
                    own[id] = previous
                    continue
                }
                var tensor = tensors[index]
                tensor.producer = nil
                result.tensors.append(tensor)
                let new = TensorID(result.tensors.count - 1)
                own[id] = new
                if tensor.role == .constant || link != nil && inputs.contains(id) && inputs[link ?? 0] != id {
                    shared[id] = new
                }
                if inputs.contains(id) { result.inputs.append(new) }
            }
            for var node in nodes where node.state == .live {
                node.inputs = node.inputs.map { $0.flatMap { own[$0] } }
                node.outputs = node.outputs.map { $0.flatMap { own[$0] } }
                for case let output? in node.outputs {
                    result[output].producer = NodeID(result.nodes.count)
                }
                result.nodes.append(node)
            }
            let written = outputs.compactMap { own[$0] }
            previous = written.first
            if link == nil || copy == count - 1 { result.outputs += written }
        }
        return try result.prepared()
    }
}
