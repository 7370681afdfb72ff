import GnomonGraph

/// A `ValueInfoProto`: the name of a tensor and what the file says about its type.
struct ValueInfo {
    /// The size of an axis as written.
    enum Axis {
        case size(Int64)
        case name(String)
        case absent
    }

    var name = ""
    var elementType = ElementType.undefined
    /// The axes, or nil if not even their number is given.
    var axes: [Axis]?
    /// Whether it is made of tensors; maps and sparse tensors are not.
    var isTensor = true
    /// Whether it is one tensor, a sequence or an optional.
    var container = TensorContainer.tensor

    /// The shape of a graph input: axes without a size get a symbol made of name and position.
    func inputShape() throws(ONNXError) -> Shape? {
        guard let axes else { return nil }
        var dims: [Dim] = []
        for (index, axis) in axes.enumerated() {
            switch axis {
            case .size(let size) where size < -1:
                throw ONNXError(graph: .shape, "axis \(index) has size \(size)", at: "input \(name.shown)")
            case .size(let size) where size > 0: dims.append(.known(Int(size)))
            case .name(let symbol): dims.append(.symbol(symbol))
            case .size, .absent: dims.append(.symbol("\(name)[\(index)]"))
            }
        }
        return Shape(dims)
    }

    /// The shape of any other tensor: axes without a size are unknown.
    var otherShape: Shape? {
        guard let axes else { return nil }
        return Shape(
            axes.map { axis in
                switch axis {
                case .size(let size) where size > 0: .known(Int(size))
                case .name(let symbol): .symbol(symbol)
                case .size, .absent: .unknown
                }
            })
    }
}

/// Reads names with types.
struct TypeReader {
    let bytes: PagedBytes

    /// Reads the `ValueInfoProto` in `range`.
    func read(_ range: Range<Int>) throws(ONNXError) -> ValueInfo {
        var info = ValueInfo()
        var types: [Range<Int>] = []
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: info.name = try bytes.name(field)
            case 2: types.append(try field.content())
            default: break
            }
        }
        for type in types { info.container = try readType(type, into: &info, depth: 0) }
        return info
    }

    /// Reads a type; the tensor inside a sequence or optional gives element type and shape.
    private func readType(
        _ range: Range<Int>, into info: inout ValueInfo, depth: Int
    ) throws(ONNXError) -> TensorContainer {
        var container = TensorContainer.tensor
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: try readTensorType(try field.content(), into: &info)
            case 4, 9:
                guard depth < 2 else {
                    info.isTensor = false
                    continue
                }
                var content = TensorContainer.tensor
                var inner = WireCursor(bytes, try field.content())
                while let part = try inner.next() {
                    guard part.number == 1 else { continue }
                    content = try readType(try part.content(), into: &info, depth: depth + 1)
                }
                container = field.number == 4 ? .sequence(nil) : .optional(content, isPresent: nil)
            case 5, 8: info.isTensor = false
            default: break
            }
        }
        return container
    }

    private func readTensorType(_ range: Range<Int>, into info: inout ValueInfo) throws(ONNXError) {
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1:
                let number = try field.integer()
                info.elementType = Int32(exactly: number).flatMap(ElementType.init(rawValue:)) ?? .undefined
            case 2: try readShape(try field.content(), into: &info)
            default: break
            }
        }
    }

    private func readShape(_ range: Range<Int>, into info: inout ValueInfo) throws(ONNXError) {
        var axes = info.axes ?? []
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            guard field.number == 1 else { continue }
            axes.append(try readAxis(try field.content()))
            guard axes.count <= Limits.rank else {
                throw ONNXError(
                    graph: .shape, "has more than the \(Limits.rank) axes supported",
                    at: "tensor \(info.name.shown)")
            }
        }
        info.axes = axes
    }

    private func readAxis(_ range: Range<Int>) throws(ONNXError) -> ValueInfo.Axis {
        var axis = ValueInfo.Axis.absent
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: axis = .size(try field.integer())
            case 2:
                let name = try bytes.name(field)
                axis = name.isEmpty ? .absent : .name(name)
            default: break
            }
        }
        return axis
    }
}
