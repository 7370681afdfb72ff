/// The parts of a `GraphProto`, as ranges; several ranges of one graph merge.
struct GraphFields {
    var name = ""
    var nodes: [Range<Int>] = []
    var initializers: [Range<Int>] = []
    var sparse: [Range<Int>] = []
    var inputs: [Range<Int>] = []
    var outputs: [Range<Int>] = []
    var infos: [Range<Int>] = []

    init(_ bytes: PagedBytes, _ ranges: [Range<Int>]) throws(ONNXError) {
        for range in ranges {
            var cursor = WireCursor(bytes, range)
            while let field = try cursor.next() {
                switch field.number {
                case 1: nodes.append(try field.content())
                case 2: name = try bytes.name(field)
                case 5: initializers.append(try field.content())
                case 11: inputs.append(try field.content())
                case 12: outputs.append(try field.content())
                case 13: infos.append(try field.content())
                case 15: sparse.append(try field.content())
                default: break
                }
            }
        }
    }
}

/// The parts of a `NodeProto`.
struct NodeFields {
    var inputs: [String] = []
    var outputs: [String] = []
    var name = ""
    var type = ""
    var domain = ""
    var overload = ""
    var attributes: [Range<Int>] = []

    init(_ bytes: PagedBytes, _ range: Range<Int>) throws(ONNXError) {
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: inputs.append(try bytes.name(field))
            case 2: outputs.append(try bytes.name(field))
            case 3: name = try bytes.name(field)
            case 4: type = try bytes.name(field)
            case 5:
                guard attributes.count < ONNXLimits.attributesPerNode else {
                    throw ONNXError(
                        .limit, "a node has more than \(ONNXLimits.attributesPerNode) attributes",
                        at: name.isEmpty ? "byte \(range.lowerBound)" : "node \(name.shown)")
                }
                attributes.append(try field.content())
            case 7: domain = OperatorSet.canonical(try bytes.name(field))
            case 8: overload = try bytes.name(field)
            default: break
            }
        }
    }

    /// How errors call the node.
    var shown: String {
        name.isEmpty
            ? "a node of type \(type.shown) writing \((outputs.first ?? "").shown)" : "node \(name.shown)"
    }
}
