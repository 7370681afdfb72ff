/// The element type and shape a rule found for an output.
struct Inferred: Sendable, Equatable {
    var type: ElementType
    var shape: Shape?
    var container = TensorContainer.tensor

    init(_ type: ElementType, _ shape: Shape?) {
        self.type = type
        self.shape = shape
    }

    /// A sequence of tensors; their number and shapes are kept if it is not too long.
    init(sequenceOf type: ElementType, _ shapes: [Shape?]?, common: Shape? = nil) {
        self.type = type
        let isKept = shapes.map { $0.count <= TensorContainer.tracked } ?? false
        shape = shapes.flatMap { TensorContainer.common($0) } ?? common
        container = .sequence(isKept ? shapes : nil)
    }
}

/// What is known of a node and its inputs when a rule is asked.
struct NodeFacts {
    /// What is known of one input.
    struct Operand {
        var type: ElementType
        var shape: Shape?
        var numbers: Numbers?
        var isConstant: Bool
        var container = TensorContainer.tensor
    }

    let kind: OperatorKind
    let node: Node
    let operands: [Operand?]
    /// The opset the node was written for.
    let opset: Int
    /// The attributes as the file gives them, without defaults.
    let given: [String: AttributeValue]

    /// Whether the file gives the attribute.
    func isGiven(_ name: String) -> Bool { given[name] != nil }

    /// The operand of a slot; nil where it is absent.
    func operand(_ slot: Int) -> Operand? {
        slot < operands.count ? operands[slot] : nil
    }

    /// The shape of a slot, if there is an input and it has one.
    func shape(_ slot: Int) -> Shape? { operand(slot)?.shape }

    /// The element type of a slot; undefined where absent.
    func type(_ slot: Int) -> ElementType { operand(slot)?.type ?? .undefined }

    /// The shapes of the elements of a sequence; nil if their number is not known.
    func elements(_ slot: Int) -> [Shape?]? { operand(slot)?.container.elements }

    /// Whether an input is connected to the slot.
    func has(_ slot: Int) -> Bool { operand(slot) != nil }

    /// The integers of a slot, one optional per element; nil if nothing is known of them.
    func integers(_ slot: Int) -> [Int64?]? { operand(slot)?.numbers?.integers }

    /// The integers of a slot if all are known.
    func knownIntegers(_ slot: Int) -> [Int]? {
        guard let values = integers(slot) else { return nil }
        var result: [Int] = []
        result.reserveCapacity(values.count)
        for value in values {
            guard let value else { return nil }
            result.append(Int(value))
        }
        return result
    }

    /// The floats of a slot if all are known.
    func knownFloats(_ slot: Int) -> [Double]? {
        guard let values = operand(slot)?.numbers?.doubles else { return nil }
        var result: [Double] = []
        for value in values {
            guard let value else { return nil }
            result.append(value)
        }
        return result
    }

    /// An integer attribute, or the standard one.
    func int(_ name: String, _ standard: Int = 0) -> Int { node.int(name) ?? standard }

    /// An integer list attribute.
    func ints(_ name: String) -> [Int]? { node.ints(name) }

    /// A float attribute, or the standard one.
    func float(_ name: String, _ standard: Float = 0) -> Float {
        if case .float(let value)? = node.attributes[name] { value } else { standard }
    }

    /// A string attribute, or the standard one.
    func string(_ name: String, _ standard: String = "") -> String { node.string(name) ?? standard }
}

extension Node {
    /// An integer attribute, if there is one of this name and type.
    public func int(_ name: String) -> Int? {
        if case .int(let value)? = attributes[name] { Int(value) } else { nil }
    }

    /// An integer list attribute, if there is one of this name and type.
    public func ints(_ name: String) -> [Int]? {
        if case .ints(let values)? = attributes[name] { values.map { Int($0) } } else { nil }
    }

    /// A float attribute, if there is one of this name and type.
    public func float(_ name: String) -> Float? {
        if case .float(let value)? = attributes[name] { value } else { nil }
    }

    /// A string attribute, if there is one of this name and type.
    public func string(_ name: String) -> String? {
        if case .string(let value)? = attributes[name] { value } else { nil }
    }

    /// The tensor of an input slot; nil where the slot is absent.
    public func input(_ slot: Int) -> TensorID? { slot < inputs.count ? inputs[slot] : nil }

    /// The tensor of an output slot; nil where the slot is absent.
    public func output(_ slot: Int) -> TensorID? { slot < outputs.count ? outputs[slot] : nil }

    mutating func set(_ name: String, ints values: [Int]) {
        attributes[name] = .ints(values.map { Int64($0) })
    }

    mutating func set(_ name: String, int value: Int) { attributes[name] = .int(Int64(value)) }

    /// Connects an input slot, making room where the node has fewer.
    mutating func setInput(_ slot: Int, _ tensor: TensorID?) {
        while inputs.count <= slot { inputs.append(nil) }
        inputs[slot] = tensor
    }
}
