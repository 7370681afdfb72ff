public import GnomonGraph

/// Builds a `Network` operator by operator, with concrete shapes, the way an exporter would write it.
///
/// Every operator returns the tensor it computes. Weights have a type and a shape and no values. Parameters
/// such as the target of a Reshape are constant inputs, as in operator set 20. A wrong argument is remembered
/// and thrown by ``finish(_:name:)``, so that building reads as plain calls.
public struct NetworkBuilder: Sendable {
    var network = Network(producer: "gnomon")
    private var windows: [(settings: WindowSettings, attributes: Attributes)] = []
    private(set) var sizesOf: [[Int]] = []
    private(set) var problem: GraphError?

    /// Multiply-accumulate operations so far; element-wise work is not counted.
    public private(set) var macs = 0
    /// Bytes of all weights so far.
    public private(set) var weightBytes = 0
    /// Bytes written by all operators so far, views not counted.
    public private(set) var activationBytes = 0
    /// About how many kernels a runtime will execute: views are free, an activation joins its convolution.
    public private(set) var kernels = 0

    /// Operators so far.
    public var nodeCount: Int { network.nodes.count }

    /// An empty network.
    public init() {}

    /// Two operations for each multiply-accumulate.
    public var flops: Int { 2 * macs }

    /// The sizes of a tensor's axes.
    public func sizes(_ id: TensorID) -> [Int] {
        sizesOf.indices.contains(id.index) ? sizesOf[id.index] : []
    }

    /// The size of axis 1, the channels of an image.
    public func channels(_ id: TensorID) -> Int {
        let sizes = sizes(id)
        return sizes.count > 1 ? sizes[1] : 1
    }

    /// The height and width of an image in channels-first layout.
    public func image(_ id: TensorID) -> Extent {
        let sizes = sizes(id)
        return sizes.count == 4 ? Extent(sizes[2], sizes[3]) : 1
    }

    /// A tensor the caller gives at every inference.
    public mutating func input(_ sizes: [Int], type: ElementType = .float32) -> TensorID {
        let id = tensor(sizes, type, .input, nil)
        network[id].name = network.inputs.isEmpty ? "input" : "input\(network.inputs.count)"
        network.inputs.append(id)
        return id
    }

    /// A trained tensor; its values are made up when the network is written.
    public mutating func weight(_ sizes: [Int]) -> TensorID {
        weightBytes += 4 * sizes.reduce(1, *)
        return tensor(sizes, .float32, .constant, .absent)
    }

    /// Trained tensors of one shape.
    mutating func weights(_ count: Int, _ sizes: [Int]) -> [TensorID] {
        let shape = Shape(sizes)
        weightBytes += 4 * count * sizes.reduce(1, *)
        return (0..<count).map { _ in tensor(sizes, .float32, .constant, .absent, shape: shape) }
    }

    /// The attributes of a window; those of equal windows are one value in memory.
    mutating func attributes(of window: WindowSettings) -> Attributes {
        if let known = windows.first(where: { $0.settings == window }) { return known.attributes }
        let attributes = window.attributes
        if windows.count < 32 { windows.append((window, attributes)) }
        return attributes
    }

    /// A list of integers, such as the target of a Reshape.
    public mutating func integers(_ values: [Int]) -> TensorID {
        tensor([values.count], .int64, .constant, .integers(values.map(Int64.init)))
    }

    /// One integer without axes, such as the index of a Gather.
    public mutating func integer(_ value: Int) -> TensorID {
        tensor([], .int64, .constant, .integers([Int64(value)]))
    }

    /// One number without axes, such as the divisor of a GELU.
    public mutating func scalar(_ value: Double) -> TensorID {
        tensor([], .float32, .constant, .floats([value]))
    }

    /// The finished network.
    ///
    /// - Throws: `GraphError` with the first thing that was wrong while building.
    public func finish(_ outputs: [TensorID], name: String) throws(GraphError) -> Network {
        if let problem { throw problem }
        guard !outputs.isEmpty, !network.nodes.isEmpty else {
            throw GraphError(.nothingToRun, "the network has no operators", at: name)
        }
        var result = network
        result.outputs = outputs
        result.name = name
        return result
    }

    /// Remembers the first argument that makes no sense.
    mutating func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        guard !condition, problem == nil else { return }
        problem = GraphError(.shape, message(), at: "node \(network.nodes.count)")
    }

    /// Adds an operator with one result.
    mutating func node(
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: Attributes = [:],
        to sizes: [Int], type: ElementType = .float32, macs: Int = 0
    ) -> TensorID {
        require(sizes.allSatisfy { $0 > 0 }, "\(kind.rawValue) would have an empty result")
        let id = tensor(sizes, type, .activation, nil)
        append(kind, inputs, attributes, [id], macs: macs)
        return id
    }

    /// Adds an operator with several results.
    mutating func nodes(
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: Attributes = [:],
        to results: [[Int]], type: ElementType = .float32, macs: Int = 0
    ) -> [TensorID] {
        require(
            results.allSatisfy { $0.allSatisfy { $0 > 0 } }, "\(kind.rawValue) would have an empty result")
        let outputs = results.map { tensor($0, type, .activation, nil) }
        append(kind, inputs, attributes, outputs, macs: macs)
        return outputs
    }

    private mutating func append(
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: Attributes, _ outputs: [TensorID?],
        macs: Int
    ) {
        let node = NodeID(network.nodes.count)
        for case let output? in outputs { network.tensors[output.index].producer = node }
        if !NetworkBuilder.isView(kind) {
            for case let output? in outputs { activationBytes += sizesOf[output.index].reduce(4, *) }
            if !(NetworkBuilder.joins(kind) && followsConvolution(inputs)) { kernels += 1 }
        }
        self.macs += macs
        network.nodes.append(
            Node(
                name: NetworkBuilder.name("n", node.index), op: .known(kind), attributes: attributes,
                inputs: inputs, outputs: outputs))
    }

    private static func isView(_ kind: OperatorKind) -> Bool {
        switch kind {
        case .reshape, .flatten, .squeeze, .unsqueeze, .identity: true
        default: false
        }
    }

    /// Whether a runtime is likely to compute the operator within a convolution before it.
    private static func joins(_ kind: OperatorKind) -> Bool {
        switch kind {
        case .relu, .clip, .leakyRelu, .sigmoid, .hardSigmoid, .tanh: true
        default: false
        }
    }

    /// The names of most nodes and tensors, made once.
    private static let nodeNames = (0..<4096).map { "n\($0)" }
    private static let tensorNames = (0..<4096).map { "t\($0)" }

    private static func name(_ prefix: Character, _ index: Int) -> String {
        guard index < 4096 else { return "\(prefix)\(index)" }
        return prefix == "n" ? nodeNames[index] : tensorNames[index]
    }

    private func followsConvolution(_ inputs: [TensorID?]) -> Bool {
        guard case .some(.some(let first)) = inputs.first, let producer = network[first].producer else {
            return false
        }
        return network[producer].op.kind == .conv
    }

    private mutating func tensor(
        _ sizes: [Int], _ type: ElementType, _ role: Tensor.Role, _ payload: Payload?, shape: Shape? = nil
    ) -> TensorID {
        let id = TensorID(network.tensors.count)
        network.tensors.append(
            Tensor(
                name: NetworkBuilder.name("t", id.index), elementType: type, shape: shape ?? Shape(sizes),
                role: role, payload: payload))
        sizesOf.append(sizes)
        return id
    }
}
