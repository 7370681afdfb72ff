public import GnomonGraph

extension Network {
    /// A kernel of this prepared network as a small prepared network of its own.
    ///
    /// Its members stay as they are; what it reads and writes become inputs and outputs of the same shapes and
    /// element types. Constants that decide shapes or indices, and single numbers, keep their values; of weights
    /// only type and shape stay. There is no extract of work the runtime adds itself, of control flow, and of
    /// sequences.
    ///
    /// - Throws: `GraphError` (symbolicDimension) naming the tensor where a size is not fixed.
    /// - Complexity: O(members + edges).
    public func extracted(_ kernel: Kernel) throws(GraphError) -> Network? {
        guard !kernel.members.isEmpty, kernel.members.allSatisfy({ self[$0].bodies.isEmpty }) else {
            return nil
        }
        var extraction = KernelExtraction(self)
        return try extraction.run(kernel)
    }
}

/// Copies a kernel into a network of its own.
private struct KernelExtraction {
    private let source: Network
    private var result: Network
    private var copies: [TensorID: TensorID] = [:]

    init(_ source: Network) {
        self.source = source
        result = Network(name: "kernel", opset: source.opset, producer: "gnomon")
    }

    mutating func run(_ kernel: Kernel) throws(GraphError) -> Network? {
        let inside = Set(kernel.members.flatMap { source[$0].outputs.compactMap { $0 } })
        for member in kernel.members {
            for case let id? in source[member].inputs where copies[id] == nil && !inside.contains(id) {
                guard case .tensor = source[id].container else { return nil }
                if source[id].role == .constant {
                    copies[id] = try add(constant(id, readBy: source[member]))
                } else {
                    let copy = try add(boundary(id, .input))
                    copies[id] = copy
                    result.inputs.append(copy)
                }
            }
        }
        for member in kernel.members {
            for case let id? in source[member].outputs {
                guard case .tensor = source[id].container else { return nil }
                copies[id] = try add(boundary(id, .activation))
            }
        }
        for (position, member) in kernel.members.enumerated() {
            var node = source[member]
            node.name = ""
            node.inputs = node.inputs.map { $0.flatMap { copies[$0] } }
            node.outputs = node.outputs.map { $0.flatMap { copies[$0] } }
            for case let output? in node.outputs { result[output].producer = NodeID(position) }
            result.nodes.append(node)
        }
        let last = kernel.members.last.flatMap { source[$0].outputs.first }.flatMap { $0 }
        let outputs = kernel.outputs.isEmpty ? [last].compactMap { $0 } : kernel.outputs
        result.outputs = outputs.compactMap { copies[$0] }
        // A kernel that reads nothing, such as random numbers, cannot be fed.
        guard !result.inputs.isEmpty, !result.outputs.isEmpty else { return nil }
        return try result.prepared()
    }

    private mutating func add(_ tensor: Tensor) throws(GraphError) -> TensorID {
        result.tensors.append(tensor)
        return TensorID(result.tensors.count - 1)
    }

    /// A tensor without name, values and producer, every size known.
    private func boundary(_ id: TensorID, _ role: Tensor.Role) throws(GraphError) -> Tensor {
        guard let sizes = source[id].shape?.sizes else {
            throw GraphError(
                .symbolicDimension, "its shape \(source[id].shape?.description ?? "?") is not fixed",
                at: "tensor '\(source[id].name)'", hint: "give the sizes of the inputs")
        }
        return Tensor(name: "", elementType: source[id].elementType, shape: Shape(sizes), role: role)
    }

    private func constant(_ id: TensorID, readBy node: Node) throws(GraphError) -> Tensor {
        var tensor = try boundary(id, .constant)
        tensor.payload = source[id].payload
        switch source[id].payload {
        case .integers where tensor.elementType.bits >= 32 || tensor.shape?.elements ?? 0 <= 1: break
        case .floats where tensor.shape?.elements ?? 0 <= 1 || Self.decidesShape(node): break
        case .fill where tensor.shape?.elements ?? 0 <= 1: break
        default: tensor.payload = .absent
        }
        return tensor
    }

    /// Whether floating-point constants of a node say what it does rather than what with.
    private static func decidesShape(_ node: Node) -> Bool {
        switch node.op.kind {
        case .resize, .upsample, .gridSample, .affineGrid: true
        default: false
        }
    }
}
