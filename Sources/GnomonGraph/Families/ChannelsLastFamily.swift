/// ONNX Runtime's own convolutions and pools on tensors with the channels last.
enum ChannelsLastFamily {
    static let definitions: [OperatorDefinition] = [
        convolution(.microsoftNhwcConv, 2...3, []),
        convolution(
            .microsoftNhwcFusedConv, 2...4, [.string("activation", ""), .floats("activation_params")]),
        OperatorDefinition(
            .microsoftQLinearConv, 8...9,
            attributes: ConvolutionFamily.windowAttributes + [.int("channels_last", 0)],
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in
                try ConvolutionFamily.normalise(&n, view(f), weight: 3)
            },
            infer: { (f) throws(GraphError) in
                back(f, try ConvolutionFamily.infer(view(f), weight: 3, bias: 8, type: f.type(7)))
            },
            cost: .custom { (c) throws(GraphError) in try ConvolutionFamily.cost(c, weight: 3, bias: 8) }),
        OperatorDefinition(
            .microsoftNhwcMaxPool, 1...1, attributes: PoolingFamily.window,
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try PoolingFamily.normalise(&n, view(f)) },
            infer: { (f) throws(GraphError) in back(f, [try PoolingFamily.infer(view(f))[0]]) },
            cost: .custom { (c) throws(GraphError) in try PoolingFamily.cost(c) }),
        OperatorDefinition(
            .microsoftQLinearAveragePool, 4...5,
            attributes: PoolingFamily.window + [.int("count_include_pad", 0), .int("channels_last", 0)],
            legacy: ConvolutionFamily.paddingLegacy, arityOptional: [2],
            normalise: { (n, f, _) throws(GraphError) in try PoolingFamily.normalise(&n, view(f)) },
            infer: { (f) throws(GraphError) in back(f, [try PoolingFamily.infer(view(f))[0]]) },
            cost: .custom { (c) throws(GraphError) in try PoolingFamily.cost(c) }),
        OperatorDefinition(
            .microsoftQLinearGlobalAveragePool, 5...5, attributes: [.int("channels_last", 0)],
            infer: { (f) throws(GraphError) in
                guard var x = view(f).shape(0) else { return [Inferred(f.type(0), nil)] }
                _ = try Window.spatial(of: x)
                for axis in 2..<x.rank { x.dims[axis] = .known(1) }
                return back(f, [Inferred(f.type(0), x)])
            }, cost: .input(1)),
    ]

    private static func convolution(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ extra: [AttributeRule]
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, attributes: ConvolutionFamily.windowAttributes + extra,
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in
                try ConvolutionFamily.normalise(&n, view(f), weight: 1)
            },
            infer: { (f) throws(GraphError) in
                back(f, try ConvolutionFamily.infer(view(f), weight: 1, bias: 2, type: f.type(0)))
            },
            cost: .custom { (c) throws(GraphError) in try ConvolutionFamily.cost(c, weight: 1, bias: 2) })
    }

    private static func isLast(_ facts: NodeFacts) -> Bool {
        switch facts.kind {
        case .microsoftNhwcConv, .microsoftNhwcFusedConv, .microsoftNhwcMaxPool: true
        default: facts.int("channels_last") != 0
        }
    }

    /// The facts as if the channels of the data came second.
    private static func view(_ facts: NodeFacts) -> NodeFacts {
        guard isLast(facts), var data = facts.operand(0), let shape = data.shape, shape.rank >= 3 else {
            return facts
        }
        data.shape = first(shape)
        var operands = facts.operands
        operands[0] = data
        return NodeFacts(
            kind: facts.kind, node: facts.node, operands: operands, opset: facts.opset, given: facts.given)
    }

    /// Results with the channels where the node wants them.
    private static func back(_ facts: NodeFacts, _ results: [Inferred]) -> [Inferred] {
        guard isLast(facts) else { return results }
        return results.map { Inferred($0.type, $0.shape.map(last)) }
    }

    /// The shape with the channels moved from the end to the second place.
    static func first(_ shape: Shape) -> Shape {
        guard shape.rank >= 3, let channels = shape.dims.last else { return shape }
        return Shape([shape.dims[0], channels] + shape.dims[1..<(shape.rank - 1)])
    }

    /// The shape with the channels moved from the second place to the end.
    static func last(_ shape: Shape) -> Shape {
        guard shape.rank >= 3 else { return shape }
        return Shape([shape.dims[0]] + shape.dims[2...] + [shape.dims[1]])
    }
}
