/// Everything the project knows about one operator: its form, its shapes and its cost.
public struct OperatorDefinition: Sendable {
    /// Computes the outputs' element types and shapes from what is known of the inputs.
    typealias InferRule = @Sendable (NodeFacts) throws(GraphError) -> [Inferred]
    /// Brings a node into the newest form with every attribute explicit.
    typealias NormaliseRule =
        @Sendable (inout Node, NodeFacts, inout ConstantPool) throws(GraphError) -> Void
    /// Computes the values of the outputs, element by element, where they are known.
    typealias FoldRule = @Sendable (NodeFacts, [Inferred]) -> [Numbers?]

    /// How many bytes a node reads of its first input.
    enum Traffic: Sendable {
        /// All of it.
        case whole
        /// As much as it writes.
        case taken
        /// Nothing, and it writes nothing: the output is the input's memory.
        case none
    }

    /// The operator.
    public let kind: OperatorKind
    /// How many input slots it has.
    public let inputs: ClosedRange<Int>
    /// How many outputs it has.
    public let outputs: ClosedRange<Int>
    /// Whether exchanging inputs changes nothing.
    public let isCommutative: Bool
    /// Whether the output is the memory of the first input under another shape.
    public var isView: Bool { traffic == .none }

    let parameterMask: UInt64
    let bufferMask: UInt64
    let takenMask: UInt64
    /// Slots before the last required one that may be absent.
    let optionalMask: UInt64
    let isRandom: Bool
    let traffic: Traffic
    let attributes: [AttributeRule]
    let legacy: [AttributeRule]
    let normalise: NormaliseRule?
    let infer: InferRule
    let cost: CostRule
    let fold: FoldRule?

    init(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, outputs: ClosedRange<Int> = 1...1,
        parameters: [Int] = [], buffers: [Int] = [], taken: [Int] = [], commutative: Bool = false,
        random: Bool = false,
        traffic: Traffic = .whole, attributes: [AttributeRule] = [], legacy: [AttributeRule] = [],
        arityOptional: [Int] = [],
        normalise: NormaliseRule? = nil, infer: @escaping InferRule, cost: CostRule, fold: FoldRule? = nil
    ) {
        self.kind = kind
        self.inputs = inputs
        self.outputs = outputs
        self.isCommutative = commutative
        self.isRandom = random
        self.traffic = traffic
        self.attributes = attributes
        self.legacy = legacy
        self.normalise = normalise
        self.infer = infer
        self.cost = cost
        self.fold = fold
        parameterMask = parameters.reduce(0) { $0 | (1 << UInt64($1)) }
        bufferMask = buffers.reduce(0) { $0 | (1 << UInt64($1)) }
        optionalMask = arityOptional.reduce(0) { $0 | (1 << UInt64($1)) }
        takenMask = taken.reduce(0) { $0 | (1 << UInt64($1)) }
    }

    /// Whether an input slot says how to compute (a shape, axes, pads) rather than on what.
    public func isParameter(slot: Int) -> Bool {
        slot < 64 && parameterMask >> UInt64(slot) & 1 == 1
    }

    /// Whether an input is a table of which no more is read than is written.
    func isTaken(slot: Int) -> Bool { slot < 64 && takenMask >> UInt64(slot) & 1 == 1 }

    /// Whether an input slot holds stored statistics that are not counted as parameters of the network.
    public func isBuffer(slot: Int) -> Bool {
        slot < 64 && bufferMask >> UInt64(slot) & 1 == 1
    }
}

/// Name, type and default of one attribute.
struct AttributeRule: Sendable {
    /// The type of an attribute's value.
    enum Kind: Sendable { case int, float, string, ints, floats, strings, tensor }

    let name: String
    let kind: Kind
    let standard: AttributeValue?

    static func int(_ name: String, _ standard: Int64? = nil) -> AttributeRule {
        AttributeRule(name: name, kind: .int, standard: standard.map { .int($0) })
    }
    static func float(_ name: String, _ standard: Float? = nil) -> AttributeRule {
        AttributeRule(name: name, kind: .float, standard: standard.map { .float($0) })
    }
    static func string(_ name: String, _ standard: String? = nil) -> AttributeRule {
        AttributeRule(name: name, kind: .string, standard: standard.map { .string($0) })
    }
    static func ints(_ name: String) -> AttributeRule {
        AttributeRule(name: name, kind: .ints, standard: nil)
    }
    static func floats(_ name: String) -> AttributeRule {
        AttributeRule(name: name, kind: .floats, standard: nil)
    }
    static func strings(_ name: String) -> AttributeRule {
        AttributeRule(name: name, kind: .strings, standard: nil)
    }
    static func tensor(_ name: String) -> AttributeRule {
        AttributeRule(name: name, kind: .tensor, standard: nil)
    }

    /// Whether a value has the type of the attribute.
    func accepts(_ value: AttributeValue) -> Bool {
        switch (kind, value) {
        case (.int, .int), (.float, .float), (.string, .string), (.ints, .ints), (.floats, .floats),
            (.strings, .strings), (.tensor, .tensor):
            true
        default: false
        }
    }
}
