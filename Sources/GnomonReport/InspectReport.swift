public import GnomonGraph

/// The answer of `gnomon inspect` for one model.
public struct InspectReport: ReportRow {
    /// One input or output of the network.
    public struct Port: Hashable, Sendable {
        /// The name in the file.
        public var name: String
        /// The element type.
        public var elementType: ElementType
        /// The shape; nil while not even the rank is known.
        public var shape: Shape?

        /// An input or output.
        public init(name: String, elementType: ElementType, shape: Shape?) {
            self.name = name
            self.elementType = elementType
            self.shape = shape
        }

        /// The JSON object: free axes by name, unknown ones null.
        var json: JSONObject {
            let dims = shape?.dims.map { dim -> JSONValue in
                switch dim {
                case .known(let size): .int(size)
                case .symbol(let name): .string(name)
                case .bounded(let bound): .string("<=\(bound)")
                case .unknown: .null
                }
            }
            return [
                "name": .string(name), "type": .string(String(describing: elementType)),
                "shape": dims.map(JSONValue.array) ?? .null,
            ]
        }
    }

    /// How often an operator occurs.
    public struct OperatorCount: Hashable, Sendable {
        /// The operator's type as written in the file.
        public var name: String
        /// The number of its nodes.
        public var count: Int

        /// How often an operator occurs.
        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// The model as the user named it.
    public var model: String
    /// The canonical hash of the network, as printed.
    public var hash: String
    /// The number of nodes.
    public var nodes: Int
    /// The number of parameters.
    public var parameters: Int
    /// Multiply-accumulate operations of one inference; nil while a needed shape is unknown.
    public var macs: Int?
    /// Floating-point operations of one inference; nil while a needed shape is unknown.
    public var flops: Int?
    /// Bytes of the parameters.
    public var weightBytes: Int
    /// The inputs in order.
    public var inputs: [Port]
    /// The outputs in order.
    public var outputs: [Port]
    /// The operators in any order; reports sort them by name.
    public var operators: [OperatorCount]
    /// The number of tensors whose shape is not known.
    public var unknownShapes: Int
    /// What the user should know.
    public var warnings: [String]

    /// The hash of the network at batch 1; nil where constants fix the batch, or if not asked for.
    public var family: String?
    /// The hash of operators and edges alone; nil if not asked for.
    public var structure: String?

    /// The answer for one model.
    public init(
        model: String, hash: String, nodes: Int, parameters: Int, macs: Int?, flops: Int?, weightBytes: Int,
        inputs: [Port], outputs: [Port], operators: [OperatorCount], unknownShapes: Int, warnings: [String],
        family: String? = nil, structure: String? = nil
    ) {
        self.model = model
        self.hash = hash
        self.nodes = nodes
        self.parameters = parameters
        self.macs = macs
        self.flops = flops
        self.weightBytes = weightBytes
        self.inputs = inputs
        self.outputs = outputs
        self.operators = operators
        self.unknownShapes = unknownShapes
        self.warnings = warnings
        self.family = family
        self.structure = structure
    }
}
