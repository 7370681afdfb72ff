public import GnomonGraph

/// Builds a `Network` operator by operator, with concrete shapes, the way an exporter would write it.
///
/// Every operator returns the tensor it computes. Weights have a type and a shape and no values. Parameters
/// such as the target of a Reshape are constant inputs, as in operator set 20. A wrong argument is remembered
/// and thrown by ``finish(_:name:)``, so that building reads as plain calls.
public struct NetworkBuilder: Sendable {
    var network = Network(producer: "gnomon")
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
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: [String: AttributeValue] = [:],
        to sizes: [Int], type: ElementType = .float32, macs: Int = 0
    ) -> TensorID {
        nodes(kind, inputs, attributes, to: [sizes], type: type, macs: macs)[0]
    }

    /// Adds an operator with several results.
    mutating func nodes(
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: [String: AttributeValue] = [:],
        to results: [[Int]], type: ElementType = .float32, macs: Int = 0
    ) -> [TensorID] {
        require(
            results.allSatisfy { $0.allSatisfy { $0 > 0 } }, "\(kind.rawValue) would have an empty result")
        let node = NodeID(network.nodes.count)
        var outputs: [TensorID] = []
        for sizes in results {
            let id = tensor(sizes, type, .activation, nil)
            network[id].producer = node
            outputs.append(id)
        }
        let isView = NetworkBuilder.views.contains(kind)
        if !isView {
            for sizes in results { activationBytes += sizes.reduce(4, *) }
            if !(NetworkBuilder.joining.contains(kind) && followsConvolution(inputs)) { kernels += 1 }
        }
        self.macs += macs
        network.nodes.append(
            Node(
                name: "\(kind.onnxType)_\(node.index)", op: .known(kind), attributes: attributes,
                inputs: inputs,
                outputs: outputs.map { $0 }))
        return outputs
    }

    private static let views: Set<OperatorKind> = [.reshape, .flatten, .squeeze, .unsqueeze, .identity]
    private static let joining: Set<OperatorKind> = [.relu, .clip, .leakyRelu, .sigmoid, .hardSigmoid, .tanh]

    private func followsConvolution(_ inputs: [TensorID?]) -> Bool {
        guard case .some(.some(let first)) = inputs.first, let producer = network[first].producer else {
            return false
        }
        return network[producer].op.kind == .conv
    }

    private mutating func tensor(
        _ sizes: [Int], _ type: ElementType, _ role: Tensor.Role, _ payload: Payload?
    ) -> TensorID {
        let id = TensorID(network.tensors.count)
        network.tensors.append(
            Tensor(
                name: "t\(id.index)", elementType: type, shape: Shape(sizes), role: role, payload: payload))
        sizesOf.append(sizes)
        return id
    }
}
