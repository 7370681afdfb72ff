/// One pass over a sorted network: normalise, infer, fold, node by node.
struct Preparation {
    var network: Network
    let binding: SymbolBinding
    /// How many bodies stand around this network.
    let depth: Int
    private let opset: Int
    /// What is known of the values of each tensor.
    var values: [Numbers?]
    /// For each tensor the one whose memory it is; mostly itself.
    var source: [Int32]
    /// Elements of folded values that may still be kept.
    private var budget = Limits.foldedTotal
    /// Outputs that their operator does not compute in inference.
    private var dropped: Set<TensorID> = []
    private var contradictions = 0
    var unknownTypes: [String: Int] = [:]
    /// Nodes that may still be looked at, those of a body each time it is.
    var visits = Limits.nodes
    /// The sizes and trips given by the caller that were of use.
    var usedNames: Set<String> = []
    /// The loops whose trips may be given.
    var loops: [String] = []
    private var memo = NodeMemo()
    private var frames: [Frame] = []
    private var errors: [GraphError] = []

    /// Nodes still to be looked at: the network's own, or a branch in the place of its `If`.
    private struct Frame {
        var nodes: [Node]
        var next = 0
    }

    init(_ network: Network, _ binding: SymbolBinding, depth: Int = 0) {
        self.network = network
        self.binding = binding
        self.depth = depth
        opset = network.opset
        values = Array(repeating: nil, count: network.tensors.count)
        source = (0..<Int32(network.tensors.count)).map { $0 }
        for warning in binding.warnings { note(warning) }
        for index in network.tensors.indices where network.tensors[index].role == .constant {
            decode(index)
        }
    }

    mutating func note(_ warning: String) {
        if !network.warnings.contains(warning) { network.warnings.append(warning) }
    }

    /// Keeps the values of a small constant.
    mutating func decode(_ index: Int) {
        switch network.tensors[index].payload {
        case .integers?, .floats?, .fill?: break
        default: return
        }
        let tensor = network.tensors[index]
        guard let elements = tensor.shape?.elements else { return }
        values[index] = Numbers(tensor.payload, type: tensor.elementType, elements: elements)
    }

    /// Looks at every node in order, and at the branches that take the place of theirs.
    ///
    /// - Throws: The first error, with the others behind it.
    mutating func run() throws(GraphError) {
        frames = [Frame(nodes: network.nodes)]
        network.nodes.removeAll(keepingCapacity: true)
        while let last = frames.indices.last {
            guard frames[last].next < frames[last].nodes.count else {
                frames.removeLast()
                continue
            }
            var node = frames[last].nodes[frames[last].next]
            frames[last].next += 1
            visits -= 1
            guard visits >= 0 else {
                throw GraphError(.limit, "bodies inside of bodies come to more than \(Limits.nodes) nodes")
            }
            do {
                if try !process(&node) { continue }
            } catch {
                let place = Network.place(of: node, at: network.nodes.count)
                var found = error
                found.place = error.place.isEmpty ? place : "\(place): \(error.place)"
                errors.append(found)
                if errors.count >= Limits.errors { break }
                keepUnknown(&node)
            }
            for case let output? in node.outputs {
                network.tensors[output.index].producer = NodeID(network.nodes.count)
            }
            network.nodes.append(node)
        }
        if let error = GraphError.first(of: errors) { throw error }
    }

    /// Puts nodes before those that are still to be looked at.
    mutating func insert(_ nodes: [Node]) { frames.append(Frame(nodes: nodes)) }

    /// Adds a tensor of a branch.
    mutating func adopt(_ tensor: Tensor) -> TensorID {
        network.tensors.append(tensor)
        values.append(nil)
        source.append(Int32(network.tensors.count - 1))
        if tensor.role == .constant { decode(network.tensors.count - 1) }
        return TensorID(network.tensors.count - 1)
    }

    /// Brings one node into its final form.
    ///
    /// - Returns: Whether it stays; a decided `If` is replaced by its branch.
    private mutating func process(_ node: inout Node) throws(GraphError) -> Bool {
        node.state = .live
        for slot in node.inputs.indices {
            guard let id = node.inputs[slot], source[id.index] != Int32(id.index) else { continue }
            node.inputs[slot] = TensorID(Int(source[id.index]))
        }
        while let last = node.inputs.last, last == nil { node.inputs.removeLast() }
        while let last = node.outputs.last, last == nil { node.outputs.removeLast() }
        if !dropped.isEmpty { try checkComputed(node.inputs) }
        guard let kind = node.op.kind else {
            unknownTypes[node.op.typeName, default: 0] += 1
            keepUnknown(&node)
            return true
        }
        var definition = OperatorCatalog.definition(of: kind)
        try definition.checkArity(node)
        let isRemembered = NodeMemo.canHold(definition, node, self)
        let key = isRemembered ? NodeMemo.key(kind, node, network) : 0
        if isRemembered, let known = memo.answer(key, kind, node, network) {
            node.attributes = known.attributes
            record(node.outputs[0], known.result, of: node.name)
            return true
        }
        let (given, givenInputs) = (node.attributes, node.inputs)
        try definition.completeAttributes(&node)
        var facts = facts(node, kind, given)
        if let normalise = definition.normalise {
            var pool = ConstantPool(base: network.tensors.count)
            let before = node.inputs
            let promised = node.outputs
            try normalise(&node, facts, &pool)
            adopt(pool)
            for case let output? in promised.dropFirst(node.outputs.count) { dropped.insert(output) }
            while let last = node.inputs.last, last == nil { node.inputs.removeLast() }
            if let now = node.op.kind, now != kind { definition = OperatorCatalog.definition(of: now) }
            if !definition.legacy.isEmpty { definition.dropForeignAttributes(&node) }
            facts = self.facts(node, definition.kind, given, reusing: before == node.inputs ? facts : nil)
        }
        if definition.normalise == nil, !definition.legacy.isEmpty { definition.dropForeignAttributes(&node) }
        try definition.checkElementTypes(facts)
        if ControlFamily.isControl(definition.kind), try replaced(node, facts) { return false }
        let results =
            ControlFamily.isControl(definition.kind)
            ? try inferControl(&node, facts) : try definition.infer(facts)
        for result in results { try result.shape?.checkSizes() }
        for slot in node.outputs.indices {
            record(node.outputs[slot], slot < results.count ? results[slot] : nil, of: node.name)
        }
        decideState(&node, definition, facts, results)
        if isRemembered, node.state == .live, node.op.kind == kind, node.inputs == givenInputs,
            let result = results.first
        {
            memo.keep(key, kind, given, facts, result)
        }
        return true
    }

    /// Refuses tensors that their operator does not compute in inference.
    private func checkComputed(_ ids: [TensorID?]) throws(GraphError) {
        for case let id? in ids where dropped.contains(id) {
            throw GraphError(
                .undefinedInput, "\(network[id].name.shown) is computed in training only",
                hint: "export the model for inference")
        }
    }

    private mutating func adopt(_ pool: ConstantPool) {
        for tensor in pool.tensors {
            network.tensors.append(tensor)
            values.append(nil)
            source.append(Int32(network.tensors.count - 1))
            decode(network.tensors.count - 1)
        }
    }

    private func facts(
        _ node: Node, _ kind: OperatorKind, _ given: Attributes, reusing old: NodeFacts? = nil
    ) -> NodeFacts {
        let operands =
            old?.operands
            ?? node.inputs.map { id -> NodeFacts.Operand? in
                guard let id else { return nil }
                return network.operand(id, numbers: values[id.index])
            }
        // A local function may be written for an operator set of its own.
        var version = opset
        if case .int(let own)? = given["gnomon.opset"] { version = Int(own) }
        return NodeFacts(
            kind: kind, attributes: node.attributes, outputCount: node.outputs.count, operands: operands,
            opset: version, given: given)
    }

    /// An operator outside the catalogue: nothing is known but what the file says.
    private mutating func keepUnknown(_ node: inout Node) {
        for case let output? in node.outputs {
            network.tensors[output.index].shape = said(output)
        }
    }

    /// The shape the file gives for a tensor, as far as it makes sense.
    private func said(_ output: TensorID) -> Shape? {
        guard var shape = network.tensors[output.index].shape else { return nil }
        let isPlain = shape.dims.allSatisfy { if case .known(let size) = $0 { size >= 0 } else { false } }
        if isPlain { return shape }
        shape = binding.bound(shape)
        for (axis, dim) in shape.dims.enumerated() {
            if case .known(let size) = dim, size < 0 { shape.dims[axis] = .unknown }
        }
        return shape
    }

    /// Writes what was inferred for an output; what the file says fills the gaps.
    private mutating func record(_ output: TensorID?, _ result: Inferred?, of node: String) {
        guard let output else { return }
        if let type = result?.type, type != .undefined { network.tensors[output.index].elementType = type }
        if let result, result.isContainer || network.tensors[output.index].container != .tensor {
            network.tensors[output.index].container = result.container
        }
        let said = said(output)
        guard var found = result?.shape else {
            network.tensors[output.index].shape = said
            return
        }
        if !binding.deferred.isEmpty { setGiven(&found, output, node) }
        if let said, said == found {
            // The file's list stays, so that equal shapes go on sharing their memory.
            network.tensors[output.index].shape = said
            return
        }
        network.tensors[output.index].shape = found
        guard let said else { return }
        guard said.rank == found.rank, zip(said.dims, found.dims).allSatisfy({ Dim.agree($0, $1) }) else {
            contradictions += 1
            if contradictions <= 10 {
                let name = network.tensors[output.index].name.shown
                note("the file says \(name) has shape \(said), but it has \(found)")
            }
            return
        }
        network.tensors[output.index].shape = Shape(zip(found.dims, said.dims).map { Dim.merged($0, $1) })
    }
}

extension Preparation {
    /// Finds out whether a node has anything left to do at run time.
    private mutating func decideState(
        _ node: inout Node, _ definition: OperatorDefinition, _ facts: NodeFacts, _ results: [Inferred]
    ) {
        if let output = node.output(0), let slot = passed(definition, facts, results),
            let input = node.input(slot)
        {
            node.state = .removed
            source[output.index] = source[input.index]
            values[output.index] = values[input.index]
            network.tensors[output.index].role = network[input].role == .constant ? .constant : .activation
            network.tensors[output.index].payload = network[input].payload
            if let mask = node.output(1) { makeConstant(mask, payload: .absent) }
            return
        }
        fold(node, definition, facts, results)
        let isKnown = node.outputs.allSatisfy { $0.map { values[$0.index]?.payload != nil } ?? true }
        let isConstant = dependsOnConstants(definition, facts)
        guard isKnown || isConstant else { return }
        let outputs = node.outputs.compactMap { $0 }
        node.state = .removed
        for output in outputs {
            makeConstant(
                output, payload: values[output.index]?.payload ?? movedPayload(node, definition, facts))
        }
    }

    private mutating func makeConstant(_ id: TensorID, payload: Payload) {
        network.tensors[id.index].role = .constant
        network.tensors[id.index].payload = payload
    }

    /// The slot of the operand that a node passes on as it is; nil where it computes something.
    private func passed(_ definition: OperatorDefinition, _ facts: NodeFacts, _ results: [Inferred]) -> Int? {
        switch definition.kind {
        case .identity: return 0
        case .dropout: return !facts.has(2) || facts.knownIntegers(2)?.first == 0 ? 0 : nil
        case .cast, .castLike:
            return facts.type(0) != .undefined && results[0].type == facts.type(0) ? 0 : nil
        case .add: return passed(beside: 0, [0, 1], facts, results)
        case .mul: return passed(beside: 1, [0, 1], facts, results)
        case .sub: return passed(beside: 0, [1], facts, results)
        case .div: return passed(beside: 1, [1], facts, results)
        default: return nil
        }
    }

    /// The other slot, where one of `slots` holds the one number that changes nothing.
    private func passed(
        beside neutral: Double, _ slots: [Int], _ facts: NodeFacts, _ results: [Inferred]
    ) -> Int? {
        guard facts.operands.count == 2, let result = results.first else { return nil }
        for slot in slots {
            guard let operand = facts.operand(slot), operand.isConstant,
                operand.shape?.elements == 1, operand.numbers?.doubles == [neutral],
                let other = facts.operand(1 - slot), !other.isConstant, let shape = other.shape
            else { continue }
            if shape == result.shape, other.type == result.type { return 1 - slot }
        }
        return nil
    }

    /// Whether a runtime can compute the node before the first inference.
    private func dependsOnConstants(_ definition: OperatorDefinition, _ facts: NodeFacts) -> Bool {
        switch definition.kind {
        case .dequantizeLinear, .quantizeLinear, .dynamicQuantizeLinear: return false
        default: return !definition.isRandom && facts.operands.allSatisfy { $0?.isConstant ?? true }
        }
    }

    private mutating func fold(
        _ node: Node, _ definition: OperatorDefinition, _ facts: NodeFacts, _ results: [Inferred]
    ) {
        guard let rule = definition.fold, budget > 0, results.count >= node.outputs.count,
            isFoldable(definition, facts)
        else { return }
        var total = 0
        for result in results {
            guard let elements = result.shape?.elements, elements <= Limits.foldedElements else { return }
            total += elements
        }
        guard total <= budget else { return }
        for (slot, numbers) in rule(facts, results).enumerated() {
            guard let output = node.output(slot), let numbers, numbers.isUseful,
                numbers.count == results[slot].shape?.elements
            else { continue }
            values[output.index] = numbers
            budget -= numbers.count
        }
    }

    /// Whether any operand has values to compute with, or the rule needs none.
    private func isFoldable(_ definition: OperatorDefinition, _ facts: NodeFacts) -> Bool {
        switch definition.kind {
        case .shape, .size, .constant, .sequenceLength, .optionalHasElement: true
        default: facts.operands.contains { $0?.numbers != nil }
        }
    }

    /// The payload of a constant that is too large to fold: still one value, or the same bytes, or not known.
    private func movedPayload(_ node: Node, _ definition: OperatorDefinition, _ facts: NodeFacts) -> Payload {
        switch definition.kind {
        case .constant: return node.attributes.constantValue?.payload ?? .absent
        case .constantOfShape: return Fold.fillValue(facts).map { .fill($0) } ?? .absent
        case .reshape, .flatten, .squeeze, .unsqueeze:
            return node.input(0).flatMap { network[$0].payload } ?? .absent
        case .transpose, .expand, .tile, .slice, .split:
            if let input = node.input(0), case .fill(let value)? = network[input].payload {
                return .fill(value)
            }
            return .absent
        default: return .absent
        }
    }

    /// Marks what no output depends on and completes the notes.
    ///
    /// - Throws: `graph.nothingToRun` if nothing is left, `graph.binding` for sizes and trips of nothing.
    mutating func finished() throws(GraphError) -> Network {
        try checkUsed()
        try checkComputed(network.outputs)
        guard close() > 0 else {
            throw GraphError(.nothingToRun, "no output depends on an input, nothing is left to run")
        }
        for (type, count) in unknownTypes.sorted(by: { $0.key < $1.key }).prefix(20) {
            note("the operator \(type.shown) is not known (\(count) nodes); its cost is not known either")
        }
        return network
    }

    /// Marks what no output depends on.
    ///
    /// - Returns: How many nodes are left.
    mutating func close() -> Int {
        network.outputs = network.outputs.map { TensorID(Int(source[$0.index])) }
        var needed = Array(repeating: false, count: network.tensors.count)
        for output in network.outputs { needed[output.index] = true }
        var live = 0
        var dead = 0
        for index in network.nodes.indices.reversed() where network.nodes[index].state == .live {
            let isNeeded = network.nodes[index].outputs.contains { $0.map { needed[$0.index] } ?? false }
            guard isNeeded else {
                network.nodes[index].state = .dead
                dead += 1
                continue
            }
            live += 1
            for case let input? in network.nodes[index].inputs { needed[input.index] = true }
        }
        if dead > 0 { note("\(dead) nodes reach no output and are left out") }
        if contradictions > 10 { note("\(contradictions) shapes of the file contradict the inferred ones") }
        network.opset = max(network.opset, Network.canonicalOpset)
        return live
    }

    /// Refuses sizes and trips that were given for nothing.
    private func checkUsed() throws(GraphError) {
        for name in binding.deferred.sorted() where !usedNames.contains(name) {
            throw GraphError(
                .binding, "the network has no free size \(name.shown)",
                hint: "sizes that depend on data are called 'tensor[axis]', as 'gnomon inspect' shows them")
        }
        for name in binding.options.trips.keys.sorted() where !usedNames.contains(name) {
            let known = loops.prefix(10).map(\.shown).joined(separator: ", ")
            throw GraphError(
                .binding, "the network has no loop \(name.shown) that needs a number of trips",
                hint: known.isEmpty ? "it has no loop" : "known: \(known)")
        }
    }

    /// Puts sizes given as `tensor[axis]` or `node[axis]` where an inferred one depends on data.
    private mutating func setGiven(_ shape: inout Shape, _ output: TensorID, _ node: String) {
        for axis in shape.dims.indices {
            if case .known = shape.dims[axis] { continue }
            for name in ["\(network[output].name)[\(axis)]", "\(node)[\(axis)]"] {
                guard binding.deferred.contains(name), let size = binding.sizes[name] else { continue }
                usedNames.insert(name)
                shape.dims[axis] = .known(size)
                break
            }
        }
    }
}
