/// The index of a tensor in `Network.tensors`.
public struct TensorID: Hashable, Sendable, Comparable {
    /// The position in `Network.tensors`.
    public var index: Int
    /// The tensor at `index`.
    public init(_ index: Int) { self.index = index }
    /// Orders by position.
    public static func < (lhs: TensorID, rhs: TensorID) -> Bool { lhs.index < rhs.index }
}

/// The index of a node in `Network.nodes`.
public struct NodeID: Hashable, Sendable, Comparable {
    /// The position in `Network.nodes`.
    public var index: Int
    /// The node at `index`.
    public init(_ index: Int) { self.index = index }
    /// Orders by position.
    public static func < (lhs: NodeID, rhs: NodeID) -> Bool { lhs.index < rhs.index }
}

/// One tensor of a network.
public struct Tensor: Hashable, Sendable {
    /// How a tensor comes to its values.
    public enum Role: Hashable, Sendable {
        /// Given by the caller at every inference.
        case input
        /// Computed by a node from an input.
        case activation
        /// The same at every inference: an initializer, or computed from constants alone.
        case constant
    }

    /// The name in the file, which is not an identity: names may be empty or shared.
    public var name: String
    /// The element type; `undefined` until inferred.
    public var elementType: ElementType
    /// The shape; nil while nothing is known, not even the rank.
    ///
    /// Of a sequence it is what the shapes of its elements have in common.
    public var shape: Shape?
    /// Whether it is one tensor, or a sequence or optional of tensors.
    public var container = TensorContainer.tensor
    /// How the tensor comes to its values.
    public var role: Role
    /// The node that writes it, if any.
    public var producer: NodeID?
    /// The values, for constants.
    public var payload: Payload?

    /// A tensor.
    public init(
        name: String, elementType: ElementType = .undefined, shape: Shape? = nil, role: Role = .activation,
        producer: NodeID? = nil, payload: Payload? = nil
    ) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.role = role
        self.producer = producer
        self.payload = payload
    }
}

/// The operator of a node.
public enum Operator: Hashable, Sendable {
    /// An operator of the catalogue.
    case known(OperatorKind)
    /// Anything else; kept, named in warnings, and never free.
    case unknown(domain: String, type: String)

    /// The kind, if the operator is of the catalogue.
    @inlinable public var kind: OperatorKind? {
        if case .known(let kind) = self { kind } else { nil }
    }

    /// The type as written in the file.
    public var typeName: String {
        switch self {
        case .known(let kind): kind.onnxType
        case .unknown(let domain, let type): domain.isEmpty ? type : "\(domain).\(type)"
        }
    }
}

/// What becomes of a node when the network is run.
public enum NodeState: Hashable, Sendable {
    /// It is executed.
    case live
    /// Its result is known beforehand or is the same memory as its input: it costs nothing.
    case removed
    /// No output depends on it.
    case dead
}

/// One operator application.
public struct Node: Hashable, Sendable {
    /// The name in the file; may be empty.
    public var name: String
    /// What it computes.
    public var op: Operator
    /// Its attributes in canonical form (see `Network.normalised`).
    public var attributes: Attributes
    /// Inputs by slot; nil where an optional input is absent.
    public var inputs: [TensorID?]
    /// Outputs by slot; nil where an optional output is not wanted.
    public var outputs: [TensorID?]
    /// The bodies of control-flow operators.
    public var bodies: [Network]
    /// What becomes of it.
    public var state: NodeState

    /// A node.
    public init(
        name: String = "", op: Operator, attributes: Attributes = [:], inputs: [TensorID?],
        outputs: [TensorID?], bodies: [Network] = [], state: NodeState = .live
    ) {
        self.name = name
        self.op = op
        self.attributes = attributes
        self.inputs = inputs
        self.outputs = outputs
        self.bodies = bodies
        self.state = state
    }
}

/// The computation graph of a neural network: operators joined by tensors.
///
/// Nodes stand in topological order. Identity is by index, never by name.
public struct Network: Hashable, Sendable {
    /// The name in the file.
    public var name: String
    /// The nodes, each after those whose results it reads.
    public var nodes: [Node]
    /// The tensors.
    public var tensors: [Tensor]
    /// The tensors given by the caller, in order.
    public var inputs: [TensorID]
    /// The tensors returned to the caller, in order.
    public var outputs: [TensorID]
    /// The version of the standard operator set the attributes follow after normalisation.
    public var opset: Int
    /// Who wrote the file.
    public var producer: String
    /// Sentences about what was assumed or could not be understood.
    public var warnings: [String]

    /// A network.
    public init(
        name: String = "", nodes: [Node] = [], tensors: [Tensor] = [], inputs: [TensorID] = [],
        outputs: [TensorID] = [], opset: Int = 20, producer: String = "", warnings: [String] = []
    ) {
        self.name = name
        self.nodes = nodes
        self.tensors = tensors
        self.inputs = inputs
        self.outputs = outputs
        self.opset = opset
        self.producer = producer
        self.warnings = warnings
    }

    /// The tensor with this id.
    @inlinable public subscript(_ id: TensorID) -> Tensor {
        // Lends the element: a copy would retain and release every field.
        _read { yield tensors[id.index] }
        _modify { yield &tensors[id.index] }
    }

    /// The node with this id.
    @inlinable public subscript(_ id: NodeID) -> Node {
        _read { yield nodes[id.index] }
        _modify { yield &nodes[id.index] }
    }

    /// Calls a body with each input that a node is given, in order.
    ///
    /// The list is not taken out of the node: networks are walked several times on the way to a prediction.
    @inlinable public borrowing func forEachInput(of id: NodeID, _ body: (TensorID) -> Void) {
        for slot in nodes[id.index].inputs.indices {
            if let input = nodes[id.index].inputs[slot] { body(input) }
        }
    }

    /// For every tensor, the nodes that read it, in order; a node that reads it twice is listed twice.
    ///
    /// - Complexity: O(edges).
    public func consumers() -> [[NodeID]] {
        var consumers = [[NodeID]](repeating: [], count: tensors.count)
        for (index, node) in nodes.enumerated() {
            for case let input? in node.inputs { consumers[input.index].append(NodeID(index)) }
        }
        return consumers
    }
}
