import GnomonGraph

/// Builds a `Network` from one graph of the file, with the bodies of its control flow and its function calls.
///
/// Tensors get their index at the first mention of their name, so nodes may stand in any order. A body may use
/// tensors of the graphs around it: they become additional inputs at the end of the body, in the same order as at
/// the end of the node's inputs, and the node's attribute `gnomon.captures` counts them.
final class GraphReader {
    /// The attribute that counts the inputs of a control-flow node that its bodies capture.
    static let captures = "gnomon.captures"
    /// The attribute with the operator set of a node that came from a function with its own.
    static let nodeOpset = "gnomon.opset"
    /// The attribute with the names of the bodies, where the operator does not tell.
    static let bodyNames = "gnomon.bodies"

    private enum Definition: Equatable {
        case none, input, initializer
        case node(Int)
    }

    let context: ReadingContext
    private let depth: Int
    private let scope = NameScope()
    private var network = Network()
    private var definitions: [Definition] = []
    private var recent: (name: String, scope: NameScope, id: TensorID)?

    init(context: ReadingContext, depth: Int, inheriting outer: NameScope? = nil) {
        self.context = context
        self.depth = depth
        scope.attributes = outer?.attributes
        scope.opset = outer?.opset
    }

    /// Reads the graph that `ranges` hold together.
    ///
    /// - Returns: The network, and the names it takes from the graphs around it; their tensors are the last inputs.
    func read(_ ranges: [Range<Int>]) throws(ONNXError) -> (network: Network, captured: [String]) {
        guard depth <= Limits.bodyDepth else {
            throw ONNXError(
                .tooDeep, "control flow is nested more than \(Limits.bodyDepth) deep",
                at: "byte \(ranges.first?.lowerBound ?? 0)")
        }
        let fields = try GraphFields(context.bytes, ranges)
        network.name = fields.name
        network.nodes.reserveCapacity(fields.nodes.count)
        let expected = fields.nodes.count + fields.initializers.count + fields.inputs.count
        network.tensors.reserveCapacity(expected)
        definitions.reserveCapacity(expected)
        scope.tensors.reserveCapacity(expected)
        for range in fields.initializers { try readInitializer(range) }
        for range in fields.sparse { try readSparse(range) }
        for range in fields.inputs { try readInput(range) }
        for range in fields.nodes { try readNode(range, in: scope) }
        for range in fields.outputs { try readOutput(range) }
        for range in fields.infos { try readInfo(range) }
        let captured = try captureUndefined()
        return (network, captured)
    }

    // MARK: Tensors

    private func tensor(_ name: String, in scope: NameScope) -> TensorID? {
        if name.isEmpty { return nil }
        // Most nodes read what the node before them wrote.
        if let recent, recent.scope === scope, recent.name == name { return recent.id }
        if let known = scope.tensors[name] { return known.map { TensorID($0) } }
        let index = network.tensors.count
        network.tensors.append(Tensor(name: scope.prefix.isEmpty ? name : scope.prefix + name))
        definitions.append(.none)
        scope.tensors[name] = .some(index)
        recent = (name, scope, TensorID(index))
        return TensorID(index)
    }

    private func define(_ id: TensorID, as definition: Definition) throws(ONNXError) {
        let previous = definitions[id.index]
        guard previous == .none else {
            throw ONNXError(
                graph: .duplicateName,
                "tensor \(network[id].name.shown) is defined twice: by \(describe(previous)) and "
                    + describe(definition), hint: "give every tensor one definition")
        }
        definitions[id.index] = definition
    }

    private func describe(_ definition: Definition) -> String {
        switch definition {
        case .none: return "nothing"
        case .input: return "an input"
        case .initializer: return "an initializer"
        case .node(let index):
            guard index < network.nodes.count else { return "node \(index)" }
            let node = network.nodes[index]
            return "node \(index) \(node.name.shown) (\(node.op.typeName))"
        }
    }

    private func readInitializer(_ range: Range<Int>) throws(ONNXError) {
        let fields = try TensorReader(context: context).read(range)
        try addConstant(fields.name, fields.constant)
    }

    private func readSparse(_ range: Range<Int>) throws(ONNXError) {
        var name = ""
        var cursor = WireCursor(context.bytes, range)
        while let field = try cursor.next() {
            guard field.number == 1 else { continue }
            name = try TensorReader(context: context).read(try field.content()).name
        }
        try addConstant(name, try AttributeReader(context: context).sparse(range))
    }

    private func addConstant(_ name: String, _ constant: ConstantTensor) throws(ONNXError) {
        guard let id = tensor(name, in: scope) else {
            context.warn("an initializer without a name is ignored")
            return
        }
        try define(id, as: .initializer)
        network[id].role = .constant
        network[id].elementType = constant.elementType
        network[id].shape = Shape(constant.sizes)
        network[id].payload = constant.payload
    }

    private func readInput(_ range: Range<Int>) throws(ONNXError) {
        let info = try TypeReader(bytes: context.bytes).read(range)
        guard let id = tensor(info.name, in: scope) else {
            throw ONNXError(.malformed, "an input has no name", at: "byte \(range.lowerBound)")
        }
        // Old files list initializers among the inputs; they are constants all the same.
        if definitions[id.index] == .initializer { return }
        try define(id, as: .input)
        network[id].role = .input
        network[id].elementType = info.elementType
        network[id].shape = depth == 0 ? try info.inputShape() : info.otherShape
        network[id].container = info.container
        network.inputs.append(id)
        if !info.isTensor { context.warn("input \(info.name.shown) is no tensor") }
    }

    private func readOutput(_ range: Range<Int>) throws(ONNXError) {
        let info = try TypeReader(bytes: context.bytes).read(range)
        guard let id = tensor(info.name, in: scope) else {
            throw ONNXError(.malformed, "an output has no name", at: "byte \(range.lowerBound)")
        }
        network.outputs.append(id)
        preset(id, info)
    }

    private func readInfo(_ range: Range<Int>) throws(ONNXError) {
        let info = try TypeReader(bytes: context.bytes).read(range)
        if case .some(.some(let index)) = scope.tensors[info.name] { preset(TensorID(index), info) }
    }

    /// Gives an activation the type the file claims for it; inference has the last word.
    private func preset(_ id: TensorID, _ info: ValueInfo) {
        guard network[id].role == .activation else { return }
        if network[id].elementType == .undefined { network[id].elementType = info.elementType }
        if network[id].container == .tensor { network[id].container = info.container }
        if network[id].shape == nil { network[id].shape = info.otherShape }
    }

    private func captureUndefined() throws(ONNXError) -> [String] {
        var captured: [String] = []
        for index in definitions.indices where definitions[index] == .none {
            let name = network.tensors[index].name
            guard depth > 0 else { throw undefined(name) }
            captured.append(name)
            definitions[index] = .input
            network.tensors[index].role = .input
            network.inputs.append(TensorID(index))
        }
        return captured
    }

    private func undefined(_ name: String) -> ONNXError {
        let id = network.tensors.firstIndex { $0.name == name }.map { TensorID($0) }
        let reader = network.nodes.firstIndex { node in node.inputs.contains { $0 != nil && $0 == id } }
        let defined = network.tensors.indices.lazy.filter { self.definitions[$0] != .none }
            .map { self.network.tensors[$0].name }
        let near = name.nearest(in: defined)
        return ONNXError(
            graph: .undefinedInput, "tensor \(name.shown) is used but nothing defines it",
            at: reader.map { index in
                let node = network.nodes[index]
                return "node \(node.name.isEmpty ? "#\(index)" : node.name.shown) (\(node.op.typeName))"
            } ?? "",
            hint: near.map { "the nearest name is \($0.shown)" } ?? "")
    }

    // MARK: Nodes

    private func readNode(_ range: Range<Int>, in scope: NameScope) throws(ONNXError) {
        try context.countNode()
        let fields = try NodeFields(context.bytes, range)
        let attributes = try readAttributes(fields, in: scope)
        if !context.functions.isEmpty {
            let key = LocalFunction.Key(domain: fields.domain, name: fields.type, overload: fields.overload)
            if let function = context.functions[key] {
                try inline(function, fields, attributes, in: scope)
                return
            }
        }
        var node = Node(
            name: scope.prefix.isEmpty ? fields.name : scope.prefix + fields.name,
            op: OperatorNames.resolve(domain: fields.domain, type: fields.type), inputs: [], outputs: [])
        node.inputs.reserveCapacity(fields.inputs.count)
        for name in fields.inputs { node.inputs.append(tensor(name, in: scope)) }
        try readBodies(attributes, of: fields.type, into: &node)
        if let opset = scope.opset { node.attributes[GraphReader.nodeOpset] = .int(Int64(opset)) }
        let index = network.nodes.count
        for name in fields.outputs { node.outputs.append(tensor(name, in: scope)) }
        let outputs = node.outputs
        network.nodes.append(node)
        for case let id? in outputs {
            try define(id, as: .node(index))
            network[id].producer = NodeID(index)
        }
    }

    private func readAttributes(
        _ fields: NodeFields, in scope: NameScope
    ) throws(ONNXError) -> [String: NodeAttribute] {
        var attributes: [String: NodeAttribute] = [:]
        var seen: Set<String> = []
        let reader = AttributeReader(context: context)
        for range in fields.attributes {
            let (name, value) = try reader.read(range, scope: scope, at: fields.shown)
            guard seen.insert(name).inserted else {
                throw ONNXError(graph: .attribute, "attribute \(name.shown) is there twice", at: fields.shown)
            }
            attributes[name] = value
        }
        return attributes
    }

    private func readBodies(
        _ attributes: [String: NodeAttribute], of type: String, into node: inout Node
    ) throws(ONNXError) {
        var bodies: [(name: String, network: Network, captured: [String], scope: NameScope)] = []
        // If is listed as its operator set does: then, else; the others by name.
        for name in attributes.keys.sorted(by: GraphReader.bodyOrder) {
            let isBody = GraphReader.bodiesOf[type].map { $0.contains(name) }
            switch attributes[name] {
            case .value(let value):
                guard isBody != true else {
                    throw ONNXError(
                        graph: .attribute, "attribute \(name.shown) should hold a graph",
                        at: node.name.isEmpty ? "a node of type \(type.shown)" : "node \(node.name.shown)")
                }
                node.attributes[name] = value
            // Attributes the operator does not have are ignored, bodies among them.
            case .graphs where isBody == false: break
            case .graphs(let ranges, let outer):
                for range in ranges {
                    let reader = GraphReader(context: context, depth: depth + 1, inheriting: outer)
                    let body = try reader.read([range])
                    bodies.append((name, body.network, body.captured, outer))
                }
            case nil: break
            }
        }
        guard !bodies.isEmpty else { return }
        var captured: [TensorID] = []
        var position: [TensorID: Int] = [:]
        for body in bodies {
            for name in body.captured {
                guard let id = tensor(name, in: body.scope), position[id] == nil else { continue }
                position[id] = captured.count
                captured.append(id)
            }
        }
        for body in bodies {
            node.bodies.append(try align(body, with: captured, position))
        }
        node.inputs += captured.map { Optional($0) }
        if !captured.isEmpty { node.attributes[GraphReader.captures] = .int(Int64(captured.count)) }
        if GraphReader.bodiesOf[type] == nil {
            node.attributes[GraphReader.bodyNames] = .strings(bodies.map(\.name))
        }
    }

    /// The attributes with bodies of the standard operators.
    private static let bodiesOf: [String: Set<String>] = [
        "If": ["then_branch", "else_branch"], "Loop": ["body"], "Scan": ["body"], "SequenceMap": ["body"],
    ]

    private static func bodyOrder(_ left: String, _ right: String) -> Bool {
        if left == "then_branch", right == "else_branch" { return true }
        if left == "else_branch", right == "then_branch" { return false }
        return left < right
    }

    /// Gives a body one input for every captured tensor of its node, in the order of the node's inputs.
    private func align(
        _ body: (name: String, network: Network, captured: [String], scope: NameScope),
        with captured: [TensorID], _ position: [TensorID: Int]
    ) throws(ONNXError) -> Network {
        var network = body.network
        let own = network.inputs.suffix(body.captured.count)
        var slots = [TensorID?](repeating: nil, count: captured.count)
        for (name, id) in zip(body.captured, own) {
            guard let outer = tensor(name, in: body.scope), let slot = position[outer] else { continue }
            slots[slot] = id
        }
        network.inputs.removeLast(body.captured.count)
        for (slot, id) in slots.enumerated() {
            if let id {
                network.inputs.append(id)
            } else {
                network.tensors.append(Tensor(name: self.network[captured[slot]].name, role: .input))
                network.inputs.append(TensorID(network.tensors.count - 1))
            }
        }
        return network
    }

    // MARK: Functions

    private func inline(
        _ function: LocalFunction, _ call: NodeFields, _ given: [String: NodeAttribute], in outer: NameScope
    ) throws(ONNXError) {
        try context.countCall()
        let key = function.key
        if let first = context.calls.firstIndex(of: key) {
            let chain = (context.calls[first...] + [key]).map(\.shown).joined(separator: " -> ")
            throw ONNXError(graph: .cycle, "a local function calls itself: \(chain)", at: call.shown)
        }
        guard context.calls.count < ONNXLimits.functionDepth else {
            throw ONNXError(
                .tooDeep, "functions call each other more than \(ONNXLimits.functionDepth) deep",
                at: call.shown)
        }
        guard call.inputs.count <= function.inputs.count, call.outputs.count <= function.outputs.count else {
            throw ONNXError(
                graph: .arity,
                "function \(key.shown) has \(function.inputs.count) inputs and \(function.outputs.count) "
                    + "outputs but is called with \(call.inputs.count) and \(call.outputs.count)",
                at: call.shown)
        }
        for name in function.required where given[name] == nil {
            throw ONNXError(
                graph: .arity, "function \(key.shown) is called without its attribute \(name.shown)",
                at: call.shown)
        }
        let scope = NameScope()
        scope.prefix =
            outer.prefix + (call.name.isEmpty ? "\(key.name)_\(network.nodes.count)" : call.name) + "/"
        scope.opset = function.opset == context.opsets[""] ? nil : function.opset
        scope.attributes = try callAttributes(function, given, at: call.shown)
        try bind(function, call, in: scope, outer)
        let firstTensor = network.tensors.count
        context.calls.append(key)
        for range in function.nodes { try readNode(range, in: scope) }
        context.calls.removeLast()
        let missing = function.outputs.prefix(call.outputs.count).compactMap { scope.tensors[$0] ?? nil }
        let mentioned = scope.tensors.values.compactMap { $0 }.filter { $0 >= firstTensor }
        for index in (missing + mentioned).sorted() where definitions[index] == .none {
            throw undefined(network.tensors[index].name)
        }
    }

    private func callAttributes(
        _ function: LocalFunction, _ given: [String: NodeAttribute], at place: String
    ) throws(ONNXError) -> [String: NodeAttribute] {
        var attributes = given
        let reader = AttributeReader(context: context)
        for range in function.defaults {
            let (name, value) = try reader.read(range, scope: NameScope(), at: place)
            if attributes[name] == nil { attributes[name] = value }
        }
        return attributes
    }

    private func bind(
        _ function: LocalFunction, _ call: NodeFields, in scope: NameScope, _ outer: NameScope
    ) throws(ONNXError) {
        for (index, name) in function.inputs.enumerated() {
            let id = index < call.inputs.count ? tensor(call.inputs[index], in: outer) : nil
            scope.tensors[name] = .some(id?.index)
        }
        for (index, name) in function.outputs.enumerated() where index < call.outputs.count {
            guard let id = tensor(call.outputs[index], in: outer) else { continue }
            if let input = scope.tensors[name] {
                // The function hands an input through: only a node can give it a second name.
                try addIdentity(from: input.map { TensorID($0) }, to: id, at: call.shown)
            } else {
                scope.tensors[name] = .some(id.index)
            }
        }
    }

    private func addIdentity(from input: TensorID?, to output: TensorID, at place: String) throws(ONNXError) {
        guard let input else {
            throw ONNXError(graph: .arity, "an absent input is handed through a function", at: place)
        }
        let index = network.nodes.count
        let op = OperatorNames.resolve(domain: "", type: "Identity")
        network.nodes.append(Node(op: op, inputs: [input], outputs: [output]))
        try define(output, as: .node(index))
        network[output].producer = NodeID(index)
    }
}
