/// The nodes of a model that a runtime wrote after rewriting it: names and tensors, nothing else.
///
/// Weights are stepped over, so a mapped file costs the pages of its nodes only.
struct OptimizedGraph {
    /// One node.
    struct Node: Hashable {
        var name = ""
        var type = ""
        var inputs: [String] = []
        var outputs: [String] = []
        /// Whether the rewrite put an activation into the node.
        var hasActivation = false
    }

    /// The nodes by name.
    private(set) var nodes: [String: Node] = [:]
    /// The nodes without a name, by type, in the order of the file.
    private(set) var unnamed: [String: [Node]] = [:]

    /// Reads the fields it needs; stops at the first that makes no sense and keeps what it has.
    init(scanning bytes: UnsafeRawBufferPointer) {
        Self.fields(of: bytes, in: 0..<bytes.count) { field, range in
            guard field == 7 else { return }
            Self.fields(of: bytes, in: range) { field, range in
                guard field == 1 else { return }
                var node = Node()
                Self.fields(of: bytes, in: range) { field, range in
                    if field == 5, Self.name(of: bytes, in: range) == "activation" {
                        node.hasActivation = true
                    }
                    guard (1...4).contains(field) else { return }
                    let text = String(decoding: bytes[range], as: UTF8.self)
                    switch field {
                    case 1: node.inputs.append(text)
                    case 2: node.outputs.append(text)
                    case 3: node.name = text
                    default: node.type = text
                    }
                }
                if node.name.isEmpty {
                    unnamed[node.type, default: []].append(node)
                } else {
                    nodes[node.name] = node
                }
            }
        }
    }

    /// Calls back for every length-delimited field of a message.
    private static func fields(
        of bytes: UnsafeRawBufferPointer, in range: Range<Int>, _ body: (UInt64, Range<Int>) -> Void
    ) {
        var index = range.lowerBound
        func varint() -> UInt64? {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while index < range.upperBound, shift < 64 {
                let byte = bytes[index]
                index += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            return nil
        }
        while index < range.upperBound {
            guard let key = varint() else { return }
            switch key & 7 {
            case 0: guard varint() != nil else { return }
            case 1: index += 8
            case 5: index += 4
            case 2:
                guard let length = varint(), length <= UInt64(range.upperBound - index) else { return }
                let end = index + Int(length)
                body(key >> 3, index..<end)
                index = end
            default: return
            }
        }
    }

    /// Gives events the tensors of their nodes.
    ///
    /// A node without a name runs as `<type>_<position>`; these are taken in order, if their number agrees. A
    /// tensor that a rewrite named after the node that writes it gets the name it has in the original model.
    func annotate(_ events: inout [ProfileEvent], original: OptimizedGraph) {
        var positions: [String: Set<Int>] = [:]
        for event in events where nodes[event.name] == nil && event.name == "\(event.type)_\(event.position)"
        {
            positions[event.type, default: []].insert(event.position)
        }
        var byName = nodes
        for (type, numbers) in positions {
            guard let candidates = unnamed[type], candidates.count == numbers.count else { continue }
            for (number, node) in zip(numbers.sorted(), candidates) { byName["\(type)_\(number)"] = node }
        }
        let readers = original.readers()
        let writers = original.writers()
        var joined: [String: [Node]] = [:]
        var renamed: [String: String] = [:]
        for (name, node) in byName {
            let found = Self.joinedToConvolution(node, readers: readers, writers: writers)
            guard let output = node.outputs.first, let last = found.last?.outputs.first else { continue }
            joined[name] = found
            renamed[output] = last
        }
        for index in events.indices {
            guard let node = byName[events[index].name] else { continue }
            events[index].inputs = node.inputs.map { renamed[$0] ?? original.tensorName($0) }
            events[index].outputs = node.outputs.map { renamed[$0] ?? original.tensorName($0) }
            events[index].joined = joined[events[index].name, default: []].map(\.name)
        }
    }

    /// The named nodes that read each tensor.
    private func readers() -> [String: [Node]] {
        var readers: [String: [Node]] = [:]
        for node in nodes.values {
            for input in node.inputs { readers[input, default: []].append(node) }
        }
        return readers
    }

    /// The named node that writes each tensor.
    private func writers() -> [String: Node] {
        var writers: [String: Node] = [:]
        for node in nodes.values {
            for output in node.outputs { writers[output] = node }
        }
        return writers
    }

    private static let activations: Set<String> = [
        "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Clip", "HardSigmoid", "HardSwish", "Gelu", "Elu",
    ]

    /// The original's sum and activation that a convolution took over when it got the blocked layout.
    ///
    /// It keeps the name of what it wrote before. A fourth input is what it adds.
    private static func joinedToConvolution(
        _ node: Node, readers: [String: [Node]], writers: [String: Node]
    ) -> [Node] {
        guard node.type == "Conv", let tensor = NameAnchors(in: node.name).tensors.first else { return [] }
        var last = "t\(tensor)"
        var joined: [Node] = []
        if node.inputs.count >= 4, !node.inputs[3].isEmpty,
            let sum = readers[last]?.first(where: { $0.type == "Add" || $0.type == "Sum" }),
            let output = sum.outputs.first
        {
            joined.append(sum)
            last = output
        }
        if node.hasActivation, !activations.contains(writers[last]?.type ?? "") {
            joined += function(of: last, readers: readers)
        }
        return joined
    }

    /// The node that alone reads a tensor, or the nodes that read it and come together in one.
    ///
    /// The latter is a function that was written in pieces. Empty where they do not come together soon.
    private static func function(of tensor: String, readers: [String: [Node]]) -> [Node] {
        func order(_ node: Node) -> Int { NameAnchors(in: node.name).nodes.first ?? .max }
        var found = readers[tensor] ?? []
        if found.count <= 1 { return found }
        for _ in 0..<6 {
            let names = Set(found.map(\.name))
            let leaving = found.filter { node in
                node.outputs.contains { readers[$0, default: []].contains { !names.contains($0.name) } }
            }
            if leaving.count <= 1 { return found.filter { $0.name != leaving.first?.name } + leaving }
            let first = leaving.min { order($0) < order($1) }
            let next = first.map { $0.outputs.flatMap { readers[$0, default: []] } } ?? []
            found += next.filter { !names.contains($0.name) }
        }
        return []
    }

    /// The first field of a message, as text.
    private static func name(of bytes: UnsafeRawBufferPointer, in range: Range<Int>) -> String {
        var name = ""
        fields(of: bytes, in: range) { field, range in
            if field == 1 { name = String(decoding: bytes[range], as: UTF8.self) }
        }
        return name
    }

    private func tensorName(_ name: String) -> String {
        let anchors = NameAnchors(in: name)
        guard anchors.tensors.isEmpty, anchors.nodes.count == 1, let node = nodes["n\(anchors.nodes[0])"]
        else {
            return name
        }
        return node.outputs.first ?? name
    }
}
