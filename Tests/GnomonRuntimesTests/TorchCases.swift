import GnomonGraph

extension TorchCase {
    private static let image = [2, 4, 9, 8]

    static let unary: [TorchCase] = [
        .relu, .sigmoid, .tanh, .erf, .hardSwish, .mish, .softplus, .softsign, .abs, .neg, .sign, .ceil,
        .floor, .round, .reciprocal, .sqrt, .exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh,
        .asinh, .acosh, .atanh, .isNaN, .gelu, .leakyRelu, .elu, .selu, .celu, .thresholdedRelu,
        .hardSigmoid, .shrink, .isInf, .flatten, .globalAveragePool, .globalMaxPool,
        .globalLpPool, .hardmax, .softmax, .logSoftmax, .lpNormalization,
        .meanVarianceNormalization,
    ].map { TorchCase($0, x: image) }

    static let binary: [TorchCase] =
        [
            OperatorKind.add, .sub, .mul, .div, .pow, .max, .min, .sum, .mean, .equal, .greater,
            .greaterOrEqual, .less, .lessOrEqual,
        ].map { TorchCase($0, [.input([2, 3, 4], .float32), .input([3, 1], .float32)]) }
        + [OperatorKind.and, .or, .xor].map {
            TorchCase($0, [.input([2, 3], .bool), .input([1, 3], .bool)])
        } + [
            TorchCase(.not, [.input([2, 3], .bool)]),
            TorchCase(.div, [.input([5], .int64), .integers([-7, 2, 3, -2, 1])], "of integers"),
            TorchCase(.mod, [.input([5], .int64), .integers([-7, 2, 3, -2, 1])]),
            TorchCase(.mod, x: [4], ["fmod": .int(1)]).with(.weight([4])),
            TorchCase(
                .whereSelect, [.input([2, 3], .bool), .input([3], .float32), .input([2, 1], .float32)]),
            TorchCase(.pRelu, [.input(image, .float32), .weight([4, 1, 1])], "a slope a channel"),
            TorchCase(.pRelu, [.input(image, .float32), .weight([8])], "a slope a column"),
            TorchCase(.clip, [.input(image, .float32), .number(-0.5), .number(0.25)]),
            TorchCase(.clip, [.input(image, .float32), .absent, .number(0.25)], "from above"),
            TorchCase(.clip, [.input([3, 3], .float32), .input([], .float32)], "with a computed bound"),
            TorchCase(
                .bitShift, [.input([3], .uint8), .values([1, 2, 3], .uint8)],
                [
                    "direction": .string("LEFT")
                ]),
            TorchCase(.bitwiseAnd, [.input([3], .int32), .values([1, 2, 3], .int32)]),
            TorchCase(.bitwiseOr, [.input([3], .int32), .values([1, 2, 3], .int32)]),
            TorchCase(.bitwiseXor, [.input([3], .int32), .values([1, 2, 3], .int32)]),
            TorchCase(.bitwiseNot, [.input([3], .int32)]),
            TorchCase(.castLike, [.input([3], .float32), .input([1], .int32)]),
            TorchCase(.microsoftGelu, x: [7]),
            TorchCase(.microsoftQuickGelu, x: [7], ["alpha": .float(1.702)]),
            TorchCase(.swish, x: [7]),
            TorchCase(.cast, x: [5], ["to": .int(7)]),
            TorchCase(.cast, x: [5], ["to": .int(9)]),
            TorchCase(.gelu, x: [7], ["approximate": .string("tanh")]),
            TorchCase(.hardSigmoid, x: [7], ["alpha": .float(1.0 / 6), "beta": .float(0.5)]),
            TorchCase(.quantizeLinear, [.input([2, 3], .float32), .number(0.02), .absent]),
            TorchCase(
                .quantizeLinear,
                [.input([2, 3], .float32), .floats([0.02, 0.1, 0.3]), .values([3, 4, 5], .int8)],
                ["axis": .int(1)], "a scale a column"),
            TorchCase(
                .dequantizeLinear, [.input([2, 3], .uint8), .number(0.5), .absent]),
            TorchCase(.dynamicQuantizeLinear, [.input([2, 3], .float32)], outputs: 3),
        ]

    func with(_ operand: Operand) -> TorchCase {
        var copy = self
        copy.operands.append(operand)
        return copy
    }

    static let matrix: [TorchCase] = [
        TorchCase(.matMul, [.input([2, 3, 4], .float32), .weight([4, 5])]),
        TorchCase(.matMul, [.input([2, 1, 3, 4], .float32), .input([5, 4, 2], .float32)], "broadcast"),
        TorchCase(.matMul, [.input([4], .float32), .weight([4, 5])], "of a vector"),
        TorchCase(.gemm, [.input([3, 4], .float32), .weight([4, 5]), .weight([5])]),
        TorchCase(
            .gemm, [.input([4, 3], .float32), .weight([5, 4])],
            ["transA": .int(1), "transB": .int(1), "alpha": .float(0.5)], "transposed, without a bias"),
        TorchCase(
            .gemm, [.input([3, 4], .float32), .weight([4, 5]), .weight([3, 1])], ["beta": .float(2)],
            "with a bias a row"),
        TorchCase(
            .einsum, [.input([2, 3, 4], .float32), .input([2, 5, 4], .float32)],
            ["equation": .string("b i d, b j d -> b i j")]),
        TorchCase(.det, x: [2, 3, 3]),
        TorchCase(.attention, [.input([1, 2, 3, 4], .float32), .input([1, 2, 5, 4], .float32)]).with(
            .input([1, 2, 5, 4], .float32)),
        TorchCase(
            .attention,
            [
                .input([1, 4, 3, 4], .float32), .input([1, 2, 3, 4], .float32),
                .input([1, 2, 3, 4], .float32),
            ], ["is_causal": .int(1), "scale": .float(0.3)], "causal, with shared keys"),
        TorchCase(.matMulInteger, [.input([2, 3], .uint8), .input([3, 4], .uint8)]),
        TorchCase(.conv, [.input(image, .float32), .weight([6, 4, 3, 3]), .weight([6])]),
        TorchCase(
            .conv, [.input(image, .float32), .weight([6, 2, 3, 2])],
            [
                "group": .int(2), "strides": .ints([2, 1]), "dilations": .ints([1, 2]),
                "pads": .ints([1, 0, 2, 3]),
            ], "uneven"),
        TorchCase(
            .conv, [.input([1, 4, 9], .float32), .weight([4, 1, 3])],
            ["group": .int(4), "auto_pad": .string("SAME_UPPER"), "strides": .ints([2])], "of a signal"),
        TorchCase(.conv, [.input([1, 2, 4, 5, 6], .float32), .weight([3, 2, 2, 2, 2])], "of a volume"),
        TorchCase(.convTranspose, [.input(image, .float32), .weight([4, 3, 3, 3]), .weight([3])]),
        TorchCase(
            .convTranspose, [.input(image, .float32), .weight([4, 3, 3, 3])],
            ["strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1]), "output_padding": .ints([1, 1])],
            "with output padding"),
        TorchCase(
            .convTranspose, [.input(image, .float32), .weight([4, 3, 4, 4])],
            ["strides": .ints([2, 2]), "pads": .ints([0, 1, 2, 2]), "group": .int(2)], "uneven"),
        TorchCase(
            .maxPool, x: image,
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])]),
        TorchCase(
            .maxPool, x: image,
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "ceil_mode": .int(1)]),
        TorchCase(
            .maxPool, x: image,
            ["kernel_shape": .ints([3, 2]), "pads": .ints([0, 1, 2, 0]), "dilations": .ints([2, 1])]),
        TorchCase(.maxPool, x: [1, 2, 9], ["kernel_shape": .ints([3])]),
        TorchCase(
            .averagePool, x: image,
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])]),
        TorchCase(
            .averagePool, x: image,
            [
                "kernel_shape": .ints([3, 3]), "pads": .ints([0, 1, 2, 0]), "count_include_pad": .int(1),
            ]),
        TorchCase(
            .averagePool, x: image,
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "auto_pad": .string("SAME_UPPER")]),
        TorchCase(
            .averagePool, x: image,
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "ceil_mode": .int(1)]),
        TorchCase(.lpPool, x: image, ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
    ]

    static let recurrent: [TorchCase] = [false, true].flatMap { isBoth in
        let d = isBoth ? 2 : 1
        let direction = AttributeValue.string(isBoth ? "bidirectional" : "forward")
        let state = Operand.input([d, 2, 4], .float32)
        return [
            TorchCase(
                .lstm,
                [
                    .input([5, 2, 3], .float32), .weight([d, 16, 3]), .weight([d, 16, 4]),
                    .weight([d, 32]), .absent, state, state,
                ], ["direction": direction, "hidden_size": .int(4)], outputs: 3),
            TorchCase(
                .gru,
                [
                    .input([5, 2, 3], .float32), .weight([d, 12, 3]), .weight([d, 12, 4]), .weight([d, 24]),
                ],
                ["direction": direction, "hidden_size": .int(4), "linear_before_reset": .int(1)],
                outputs: 2),
            TorchCase(
                .rnn, [.input([5, 2, 3], .float32), .weight([d, 4, 3]), .weight([d, 4, 4])],
                ["direction": direction, "hidden_size": .int(4)], outputs: 2),
        ]
    }

    static let movement: [TorchCase] = [
        TorchCase(.reshape, [.input(image, .float32), .integers([0, -1])]),
        TorchCase(.squeeze, [.input([1, 3, 1], .float32), .integers([0])]),
        TorchCase(.unsqueeze, [.input([3], .float32), .integers([0, -1])]),
        TorchCase(.transpose, x: [2, 3, 4], ["perm": .ints([2, 0, 1])]),
        TorchCase(.expand, [.input([3, 1], .float32), .integers([2, 1, 4])]),
        TorchCase(.split, [.input([2, 7], .float32), .integers([3, 4])], ["axis": .int(-1)], outputs: 2),
        TorchCase(
            .slice,
            [.input(image, .float32), .integers([1, -3]), .integers([9, 1 << 62]), .integers([1, 3])]
        ),
        TorchCase(
            .slice,
            [
                .input([2, 9], .float32), .integers([-1]), .integers([-(1 << 62)]), .integers([1]),
                .integers([-2]),
            ], "backwards"),
        TorchCase(.concat, [.input([2, 3], .float32), .weight([2, 2])], ["axis": .int(-1)]),
        TorchCase(.tile, [.input([2, 3], .float32), .integers([2, 3])]),
        TorchCase(.pad, [.input(image, .float32), .integers([0, 0, 1, 2, 0, 0, 3, -1]), .number(0.5)]),
        TorchCase(
            .pad, [.input([1, 2, 5, 6], .float32), .integers([0, 0, 1, 2, 0, 0, 3, 1])],
            ["mode": .string("reflect")]),
        TorchCase(
            .pad, [.input([1, 2, 5, 6], .float32), .integers([0, 0, 1, 2, 0, 0, 3, 1])],
            ["mode": .string("edge")]),
        TorchCase(.depthToSpace, x: [1, 8, 2, 3], ["blocksize": .int(2)]),
        TorchCase(.depthToSpace, x: [1, 8, 2, 3], ["blocksize": .int(2), "mode": .string("CRD")]),
        TorchCase(.spaceToDepth, x: [1, 2, 4, 6], ["blocksize": .int(2)]),
        TorchCase(.trilu, x: [3, 4]),
        TorchCase(.trilu, [.input([3, 4], .float32), .scalar(-1)], ["upper": .int(0)]),
        TorchCase(.gather, [.input([5, 3], .float32), .input([2, 2], .int64)]),
        TorchCase(
            .gather, [.input([5, 3], .float32), .integers([1, -1])], ["axis": .int(1)], "counted back"),
        TorchCase(.gather, [.input([5, 3], .float32), .scalar(-2)], "of one"),
        TorchCase(.gather, [.weight([5, 3]), .input([4], .int32)], "of rows"),
        TorchCase(.gatherElements, [.input([3, 3], .float32), .input([2, 3], .int64)], ["axis": .int(1)]),
        TorchCase(.gatherND, [.input([2, 3, 4], .float32), .input([5, 2], .int64)]),
        TorchCase(
            .scatterND, [.input([4, 3], .float32), .integers([2, 0]).column, .input([2, 3], .float32)]),
        TorchCase(
            .scatterElements,
            [.input([3, 3], .float32), .input([1, 3], .int64), .input([1, 3], .float32)],
            ["reduction": .string("add")]),
        TorchCase(.oneHot, [.input([2, 3], .int64), .scalar(4), .floats([-1, 2])], ["axis": .int(1)]),
        TorchCase(.eyeLike, x: [3, 4], ["k": .int(1)]),
    ]

    static let reductions: [TorchCase] =
        [
            OperatorKind.reduceSum, .reduceMean, .reduceMax, .reduceMin, .reduceProd, .reduceL1, .reduceL2,
            .reduceLogSum, .reduceLogSumExp, .reduceSumSquare,
        ].flatMap { kind in
            [
                TorchCase(kind, [.input([2, 3, 4], .float32), .integers([-1, 0])]),
                TorchCase(kind, [.input([2, 3, 4], .float32)], ["keepdims": .int(0)], "of all"),
            ]
        } + [
            TorchCase(.argMax, x: [3, 4], ["axis": .int(1)]),
            TorchCase(
                .argMin, [.input([3, 4], .int32)], ["axis": .int(0), "select_last_index": .int(1)]),
            TorchCase(.cumSum, [.input([3, 4], .float32), .scalar(-1)]),
            TorchCase(
                .cumSum, [.input([3, 4], .float32), .scalar(0)],
                ["exclusive": .int(1), "reverse": .int(1)], "backwards"),
            TorchCase(.topK, [.input([3, 9], .float32), .integers([4])], outputs: 2),
            TorchCase(.softmax, x: [2, 3, 4], ["axis": .int(1)]),
        ]

    static let normalisations: [TorchCase] = [
        TorchCase(
            .batchNormalization,
            [.input(image, .float32), .weight([4]), .weight([4]), .weight([4]), .floats([0.5, 1, 2, 3])]),
        TorchCase(.layerNormalization, [.input([2, 3, 4], .float32), .weight([4]), .weight([4])]),
        TorchCase(
            .layerNormalization, [.input([2, 3, 4], .float32), .weight([3, 4])], ["axis": .int(1)],
            "over two axes"),
        TorchCase(.simplifiedLayerNormalization, [.input([2, 3, 4], .float32), .weight([4])]),
        TorchCase(.rmsNormalization, [.input([2, 3, 4], .float32), .weight([4])]),
        TorchCase(.instanceNormalization, [.input(image, .float32), .weight([4]), .weight([4])]),
        TorchCase(
            .groupNormalization, [.input(image, .float32), .weight([4]), .weight([4])],
            ["num_groups": .int(2)]),
        TorchCase(.lrn, x: image, ["size": .int(3), "alpha": .float(0.5)]),
        TorchCase(.lpNormalization, x: [3, 4], ["p": .int(1)]),
    ]

    static let sampling: [TorchCase] =
        [
            ("nearest", "asymmetric", "floor"), ("nearest", "half_pixel", "round_prefer_floor"),
            ("nearest", "half_pixel", "round_prefer_ceil"), ("nearest", "align_corners", "ceil"),
            ("linear", "half_pixel", ""), ("linear", "align_corners", ""),
            ("linear", "pytorch_half_pixel", ""),
            ("cubic", "half_pixel", ""), ("cubic", "align_corners", ""),
        ].flatMap { (mode: String, transformation: String, rounding: String) in
            var attributes: Attributes = [
                "mode": .string(mode), "coordinate_transformation_mode": .string(transformation),
            ]
            if mode == "nearest" { attributes["nearest_mode"] = .string(rounding) }
            let note = "\(mode) \(transformation) \(rounding)"
            return [
                TorchCase(
                    .resize,
                    [.input([1, 2, 4, 5], .float32), .absent, .floats([1, 1, 2, 2.5])], attributes,
                    note + " by scales"),
                TorchCase(
                    .resize,
                    [.input([1, 2, 7, 5], .float32), .absent, .absent, .integers([1, 2, 3, 11])], attributes,
                    note + " to sizes"),
            ]
        } + [
            TorchCase(.gridSample, [.input([1, 2, 5, 4], .float32), .input([1, 3, 3, 2], .float32)]),
            TorchCase(
                .gridSample, [.input([1, 2, 5, 4], .float32), .input([1, 3, 3, 2], .float32)],
                ["align_corners": .int(1), "padding_mode": .string("border"), "mode": .string("nearest")]),
            TorchCase(.affineGrid, [.input([1, 2, 3], .float32), .integers([1, 2, 4, 5])]),
        ]

    static let all =
        unary + binary + matrix + recurrent + movement + reductions + normalisations + sampling
}

extension TorchCase.Operand {
    /// The same integers below each other.
    var column: TorchCase.Operand {
        if case .integers(let values) = self { .table(values, [values.count, 1]) } else { self }
    }
}
