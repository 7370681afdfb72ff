import GnomonGraph

/// Writes one network, or one body, as a `GraphProto`.
final class GraphWriter {
    private let network: Network
    private let graph: EmittedGraph
    private let tensors: TensorWriter
    private let names: EmittedNames
    /// Put before made-up names in bodies.
    private let prefix: String
    private let depth: Int
    /// Inputs at the end that are taken from the graph around.
    private let captured: Int
    private var nameOf: [TensorID: String] = [:]
    private var initializers: [(id: TensorID, role: WeightRole)] = []
    private var isInitializer: Set<TensorID> = []
    private let inputs: Set<TensorID>
    private(set) var domains: Set<String> = []

    init(
        _ network: Network, tensors: TensorWriter, names: EmittedNames, prefix: String = "", depth: Int = 0,
        outerNames: [String] = []
    ) throws(ONNXError) {
        guard depth <= Limits.bodyDepth else {
            throw ONNXError(.tooDeep, "control flow is nested more than \(Limits.bodyDepth) deep")
        }
        self.network = network
        inputs = Set(network.inputs)
        graph = try EmittedGraph(network)
        self.tensors = tensors
        self.names = names
        self.prefix = prefix
        self.depth = depth
        captured = min(outerNames.count, network.inputs.count)
        for (id, name) in zip(network.inputs.suffix(captured), outerNames.suffix(captured)) {
            nameOf[id] = name
        }
    }

    /// The nodes that are written.
    var emitted: [Int] { graph.nodes }

    /// The whole message.
    func message() throws(ONNXError) -> WireWriter {
        let formal = network.inputs.dropLast(captured)
        for id in formal { _ = name(id) }
        let handedThrough = nameOutputs()
        var nodes = WireWriter()
        var body = WireWriter()
        for index in graph.nodes { nodes.message(1, try nodeMessage(index)) }
        for (from, to) in handedThrough { nodes.message(1, try identity(from, to: to)) }
        for item in initializers {
            if let shape = try filled(item.id, item.role) {
                body.message(5, shape)
            } else {
                let role = item.role
                body.message(
                    5,
                    try tensors.message(
                        try constant(item.id), name: name(item.id), role: role, key: key(item.id)))
            }
        }
        for id in formal { body.message(11, try valueInfo(network[id], name(id), isInput: true)) }
        for id in network.outputs {
            var tensor = network[id]
            let from = network[graph.resolve(id)]
            if tensor.elementType == .undefined { tensor.elementType = from.elementType }
            if tensor.shape == nil { tensor.shape = from.shape }
            body.message(12, try valueInfo(tensor, outputName[id] ?? name(id), isInput: false))
        }
        try addInfos(to: &body)
        var writer = WireWriter()
        writer.append(fillNodes)
        writer.append(nodes)
        writer.string(2, network.name.isEmpty ? "network" : network.name)
        writer.append(body)
        return writer
    }

    // MARK: Names

    private var outputName: [TensorID: String] = [:]

    private func name(_ id: TensorID) -> String {
        if let name = nameOf[id] { return name }
        let name = names.tensor(id.index, kept: network[id].name, prefix: prefix)
        nameOf[id] = name
        return name
    }

    private func key(_ id: TensorID) -> UInt64 {
        var hash = UInt64(id.index) &+ 1
        for byte in prefix.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// Gives computed tensors the names of the outputs they stand for.
    ///
    /// - Returns: What has to be copied to an output because it is no result of a node, or has a name already.
    private func nameOutputs() -> [(TensorID, TensorID)] {
        var copies: [(TensorID, TensorID)] = []
        for id in network.outputs where outputName[id] == nil {
            let from = graph.resolve(id)
            let wanted = names.tensor(id.index, kept: network[id].name, prefix: prefix)
            if graph.isComputed(from), nameOf[from] == nil {
                nameOf[from] = wanted
            } else if from != id || nameOf[from] != nil || !graph.isComputed(from) {
                copies.append((from, id))
            }
            outputName[id] = wanted
        }
        return copies
    }

    // MARK: Nodes

    private func nodeMessage(_ index: Int) throws(ONNXError) -> WireWriter {
        let node = network.nodes[index]
        var writer = WireWriter()
        let given = node.inputs.dropLast(captureCount(node))
        for (slot, input) in trimmed(given).enumerated() {
            writer.string(1, try input.map { id throws(ONNXError) in try use(id, by: node, slot) } ?? "")
        }
        for output in trimmed(node.outputs[...]) { writer.string(2, output.map(name) ?? "") }
        let shown = names.node(index, kept: node.name, prefix: prefix)
        if !shown.isEmpty { writer.string(3, shown) }
        let (domain, type) = OperatorNames.names(node.op)
        domains.insert(domain)
        writer.string(4, type)
        try addAttributes(of: node, index, to: &writer)
        if !domain.isEmpty { writer.string(7, domain) }
        return writer
    }

    private func trimmed(_ slots: ArraySlice<TensorID?>) -> ArraySlice<TensorID?> {
        var slots = slots
        while case .some(.none) = slots.last { slots.removeLast() }
        return slots
    }

    private func captureCount(_ node: Node) -> Int {
        guard case .int(let count) = node.attributes[GraphReader.captures], count > 0 else { return 0 }
        return min(Int(clamping: count), node.inputs.count)
    }

    /// The name by which a node reads a tensor; constants become initializers when they are first read.
    private func use(_ id: TensorID, by node: Node, _ slot: Int) throws(ONNXError) -> String {
        let resolved = graph.resolve(id)
        if !graph.isComputed(resolved), !inputs.contains(resolved), isInitializer.insert(resolved).inserted {
            var role = WeightRole.other
            if network[resolved].payload != nil || network[resolved].role == .constant {
                role = WeightRole(node, slot: slot, sizes: network[resolved].shape?.sizes ?? [])
            }
            if role == .other, isLarge(resolved) {
                role = WeightRole.operand(of: OperatorNames.names(node.op).type)
            }
            initializers.append((resolved, role))
        }
        return name(resolved)
    }

    private func isLarge(_ id: TensorID) -> Bool {
        switch network[id].payload {
        case .fileRange, .external, .absent, nil: true
        case .integers, .floats, .fill: false
        }
    }

    private func identity(_ from: TensorID, to output: TensorID) throws(ONNXError) -> WireWriter {
        let node = Node(op: OperatorNames.resolve(domain: "", type: "Identity"), inputs: [from], outputs: [])
        var writer = WireWriter()
        writer.string(1, try use(from, by: node, 0))
        writer.string(2, outputName[output] ?? name(output))
        writer.string(3, "\(prefix)copy\(output.index)")
        writer.string(4, "Identity")
        domains.insert("")
        return writer
    }

    // MARK: Attributes

    private func addAttributes(of node: Node, _ index: Int, to writer: inout WireWriter) throws(ONNXError) {
        for (name, value) in node.attributes.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("gnomon.")
        {
            // Defaults that older operator sets do not have; where left out, they mean the same.
            if value == .int(0), GraphWriter.younger.contains(name), graph.isQuantiser(node) { continue }
            writer.message(5, try attribute(name, value, node, index))
        }
        guard !node.bodies.isEmpty else { return }
        let outer = node.inputs.suffix(captureCount(node)).enumerated()
        var outerNames: [String] = []
        for (slot, input) in outer {
            outerNames.append(
                try input.map { id throws(ONNXError) in try use(id, by: node, slot + 1000) } ?? "")
        }
        for (position, body) in node.bodies.enumerated() {
            let inner = try GraphWriter(
                body, tensors: tensors, names: names, prefix: "\(prefix)b\(index)_\(position)_",
                depth: depth + 1,
                outerNames: outerNames)
            var attribute = WireWriter()
            attribute.string(1, bodyName(node, position))
            attribute.message(6, try inner.message())
            attribute.integer(20, 5)
            writer.message(5, attribute)
            domains.formUnion(inner.domains)
        }
    }

    private static let younger: Set<String> = ["precision", "output_dtype", "block_size"]

    private func bodyName(_ node: Node, _ position: Int) -> String {
        if case .strings(let names) = node.attributes[GraphReader.bodyNames], position < names.count {
            return names[position]
        }
        if OperatorNames.names(node.op).type == "If" { return position == 0 ? "then_branch" : "else_branch" }
        return "body"
    }

    private func attribute(
        _ name: String, _ value: AttributeValue, _ node: Node, _ index: Int
    ) throws(ONNXError) -> WireWriter {
        var writer = WireWriter()
        writer.string(1, name)
        switch value {
        case .float(let value):
            writer.float(2, value)
            writer.integer(20, 1)
        case .int(let value):
            writer.integer(3, value)
            writer.integer(20, 2)
        case .string(let value):
            writer.string(4, value)
            writer.integer(20, 3)
        case .tensor(let tensor):
            let id = node.outputs.first ?? nil
            writer.message(
                5,
                try tensors.message(tensor, name: "", role: .other, key: id.map(key) ?? UInt64(index)))
            writer.integer(20, 4)
        case .floats(let values):
            for value in values { writer.float(7, value) }
            writer.integer(20, 6)
        case .ints(let values):
            for value in values { writer.integer(8, value) }
            writer.integer(20, 7)
        case .strings(let values):
            for value in values { writer.string(9, value) }
            writer.integer(20, 8)
        }
        return writer
    }

    // MARK: Tensors

    private var fillNodes = WireWriter()

    private func constant(_ id: TensorID) throws(ONNXError) -> ConstantTensor {
        let tensor = network[id]
        guard let sizes = tensor.shape?.sizes, tensor.role == .constant || tensor.payload != nil else {
            throw ONNXError(
                graph: .undefinedInput,
                "tensor \(tensor.name.shown) is read, but neither computed nor constant")
        }
        return ConstantTensor(
            elementType: tensor.elementType, sizes: sizes, payload: tensor.payload ?? .absent)
    }

    /// For a huge filled constant, or filled weights: the initializer with its shape, after adding the node that
    /// makes the constant of it.
    private func filled(_ id: TensorID, _ role: WeightRole) throws(ONNXError) -> WireWriter? {
        var tensor = try constant(id)
        var most = ONNXLimits.expandedFillBytes
        if tensor.elementType.canBeFilledByNode, network.opset >= 9,
            let value = tensors.weights.fill(tensor, role: role)
        {
            tensor.payload = .fill(value)
            most = ONNXLimits.expandedWeightBytes
        }
        guard case .fill = tensor.payload else { return nil }
        let elements = try TensorReader.elements(tensor.sizes, at: "tensor \(network[id].name.shown)")
        guard elements > most * 8 / max(1, tensor.elementType.bits) else {
            return nil
        }
        let shapeName = names.unique(name(id) + "_shape")
        var value = WireWriter()
        let one = ConstantTensor(elementType: tensor.elementType, sizes: [1], payload: tensor.payload)
        value.string(1, "value")
        value.message(5, try tensors.message(one, name: "", role: .other, key: 0))
        value.integer(20, 4)
        var node = WireWriter()
        node.string(1, shapeName)
        node.string(2, name(id))
        node.string(4, "ConstantOfShape")
        node.message(5, value)
        fillNodes.message(1, node)
        domains.insert("")
        let shape = ConstantTensor(
            elementType: .int64, sizes: [tensor.sizes.count], payload: .integers(tensor.sizes.map(Int64.init))
        )
        return try tensors.message(shape, name: shapeName, role: .other, key: 0)
    }

    private func addInfos(to body: inout WireWriter) throws(ONNXError) {
        let outputs = Set(network.outputs)
        for index in graph.nodes {
            for case let id? in network.nodes[index].outputs where !outputs.contains(id) {
                let tensor = network[id]
                guard tensor.elementType != .undefined, let shape = tensor.shape, let name = nameOf[id],
                    !outputNames.contains(name), shape.dims.allSatisfy(GraphWriter.isExact)
                else { continue }
                body.message(13, try valueInfo(tensor, name, isInput: false))
            }
        }
    }

    private lazy var outputNames = Set(outputName.values)

    private static func isExact(_ dim: Dim) -> Bool {
        if case .known = dim { true } else { false }
    }

    /// The type of a sequence or optional around the type of its tensors.
    private static func wrapped(_ type: WireWriter, _ container: TensorContainer) -> WireWriter {
        var content = WireWriter()
        var outer = WireWriter()
        switch container {
        case .tensor: return type
        case .sequence:
            content.message(1, type)
            outer.message(4, content)
        case .optional(let inner, _):
            content.message(1, wrapped(type, inner))
            outer.message(9, content)
        }
        return outer
    }

    private func valueInfo(_ tensor: Tensor, _ name: String, isInput: Bool) throws(ONNXError) -> WireWriter {
        var writer = WireWriter()
        writer.string(1, name)
        guard tensor.elementType != .undefined else {
            guard isInput, depth == 0 else { return writer }
            throw ONNXError(graph: .elementType, "the input has no element type", at: "tensor \(name.shown)")
        }
        var tensorType = WireWriter()
        tensorType.integer(1, Int64(tensor.elementType.rawValue))
        if let shape = tensor.shape {
            var dims = WireWriter()
            for dim in shape.dims {
                var axis = WireWriter()
                switch dim {
                case .known(let size): axis.integer(1, Int64(size))
                case .bounded(let bound) where isInput: axis.integer(1, Int64(bound))
                case .symbol(let symbol): axis.string(2, symbol)
                case .bounded, .unknown: break
                }
                dims.message(1, axis)
            }
            tensorType.message(2, dims)
        }
        var type = WireWriter()
        type.message(1, tensorType)
        type = GraphWriter.wrapped(type, tensor.container)
        writer.message(2, type)
        return writer
    }
}
