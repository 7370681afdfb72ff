@testable import GnomonGraph

/// Builds networks in test code, one call an operator.
struct NetworkBuilder {
    var network = Network()

    init(opset: Int = 20) { network.opset = opset }

    mutating func tensor(
        _ name: String = "", _ type: ElementType = .undefined, _ shape: Shape? = nil,
        role: Tensor.Role = .activation, payload: Payload? = nil
    ) -> TensorID {
        network.tensors.append(
            Tensor(name: name, elementType: type, shape: shape, role: role, payload: payload))
        return TensorID(network.tensors.count - 1)
    }

    mutating func input(_ sizes: [Int], _ type: ElementType = .float32, name: String = "x") -> TensorID {
        input(dims: sizes.map { .known($0) }, type, name: name)
    }

    mutating func input(dims: [Dim], _ type: ElementType = .float32, name: String = "x") -> TensorID {
        let id = tensor(name, type, Shape(dims), role: .input)
        network.inputs.append(id)
        return id
    }

    /// A weight without values.
    mutating func weight(_ sizes: [Int], _ type: ElementType = .float32) -> TensorID {
        tensor("w\(network.tensors.count)", type, Shape(sizes), role: .constant, payload: .absent)
    }

    mutating func integers(_ values: [Int64], sizes: [Int]? = nil, _ type: ElementType = .int64) -> TensorID {
        tensor(
            "c\(network.tensors.count)", type, Shape(sizes ?? [values.count]), role: .constant,
            payload: .integers(values))
    }

    mutating func floats(_ values: [Double], sizes: [Int]? = nil, _ type: ElementType = .float32) -> TensorID
    {
        tensor(
            "c\(network.tensors.count)", type, Shape(sizes ?? [values.count]), role: .constant,
            payload: .floats(values))
    }

    /// Adds a node with several outputs.
    mutating func nodes(
        _ kind: OperatorKind, _ inputs: [TensorID?], outputs: Int = 1,
        _ attributes: Attributes = [:], name: String? = nil
    ) -> [TensorID] {
        let results = (0..<outputs).map { _ in tensor("t\(network.tensors.count)") }
        network.nodes.append(
            Node(
                name: name ?? "n\(network.nodes.count)", op: .known(kind), attributes: attributes,
                inputs: inputs,
                outputs: results))
        return results
    }

    /// Adds a node with one output.
    mutating func node(
        _ kind: OperatorKind, _ inputs: [TensorID?], _ attributes: Attributes = [:],
        name: String? = nil
    ) -> TensorID {
        nodes(kind, inputs, outputs: 1, attributes, name: name)[0]
    }

    mutating func output(_ id: TensorID) { network.outputs.append(id) }

    /// A 2-D convolution without bias.
    mutating func conv(
        _ x: TensorID, _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, pad: Int? = nil,
        group: Int = 1, bias: Bool = false
    ) -> TensorID {
        let w = weight([outputs, inputs / group, kernel, kernel])
        let pads = Array(repeating: Int64(pad ?? kernel / 2), count: 4)
        let b: TensorID? = bias ? weight([outputs]) : nil
        return node(
            .conv, bias ? [x, w, b] : [x, w],
            [
                "strides": .ints([Int64(stride), Int64(stride)]), "pads": .ints(pads),
                "group": .int(Int64(group)),
            ])
    }

    mutating func batchNorm(_ x: TensorID, _ channels: Int) -> TensorID {
        let parts = (0..<4).map { _ in weight([channels]) }
        return node(.batchNormalization, [x] + parts)
    }

    mutating func linear(_ x: TensorID, _ inputs: Int, _ outputs: Int) -> TensorID {
        let w = weight([outputs, inputs])
        let b = weight([outputs])
        return node(.gemm, [x, w, b], ["transB": .int(1)])
    }
}

extension Network {
    /// The shape of the n-th output.
    func outputShape(_ index: Int = 0) -> Shape? { self[outputs[index]].shape }

    /// The live nodes' kinds in order.
    var liveKinds: [OperatorKind] { nodes.filter { $0.state == .live }.compactMap(\.op.kind) }
}
