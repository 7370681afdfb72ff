/// Several steps in one operator, as ONNX Runtime's optimiser writes them.
enum FusedFamily {
    static let definitions: [OperatorDefinition] = products + normalisations + pointwise + others

    private static let activation: [AttributeRule] = [
        .string("activation", ""), .float("activation_alpha"), .float("activation_beta"),
        .float("activation_gamma"),
    ]

    private static let products: [OperatorDefinition] = [
        OperatorDefinition(
            .microsoftFusedGemm, 2...3,
            attributes: [.float("alpha", 1), .float("beta", 1), .int("transA", 0), .int("transB", 0)]
                + activation,
            infer: { (f) throws(GraphError) in try MatrixFamily.inferGemm(f) },
            cost: .custom { (c) throws(GraphError) in try activated(c, MatrixFamily.gemmCost(c)) }),
        OperatorDefinition(
            .microsoftFusedMatMulActivation, 2...2,
            attributes: MatrixFamily.fusedAttributes + activation + [.int("activation_axis")],
            infer: { (f) throws(GraphError) in try MatrixFamily.inferFused(f) },
            cost: .custom { (c) throws(GraphError) in try activated(c, MatrixFamily.fusedCost(c)) }),
        OperatorDefinition(
            .microsoftTransposeMatMul, 2...2, attributes: MatrixFamily.fusedAttributes,
            infer: { (f) throws(GraphError) in try MatrixFamily.inferFused(f) },
            cost: .custom { (c) throws(GraphError) in try MatrixFamily.fusedCost(c) }),
        OperatorDefinition(
            .microsoftGemmFastGelu, 2...3,
            infer: { (f) throws(GraphError) in try MatrixFamily.infer(f, right: 1, type: f.type(0)) },
            cost: .custom { (c) throws(GraphError) in
                guard var work = try MatrixFamily.cost(c, bias: false), let n = c.n else { return nil }
                work.other = try Checked.multiply(UInt64(n), c.facts.has(2) ? 6 : 5)
                work.transcendentals = UInt64(n)
                return work
            }),
    ]

    private static let normalisations: [OperatorDefinition] = [
        skip(.microsoftSkipLayerNormalization, 3...5, bias: 4, flops: 9),
        skip(.microsoftSkipSimplifiedLayerNormalization, 3...4, bias: 3, flops: 5),
        OperatorDefinition(
            .simplifiedLayerNormalization, 2...2, outputs: 1...2,
            attributes: [.int("axis", -1), .float("epsilon", 1e-5), .int("stash_type", 1)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in try NormalisationFamily.overAxes(f) }, cost: .output(4)),
        OperatorDefinition(
            .microsoftEmbedLayerNormalization, 7...9, outputs: 1...3, taken: [2, 3, 4],
            attributes: [.float("epsilon", 1e-12), .int("mask_index_type", 1)],
            arityOptional: [1, 4],
            infer: { (f) throws(GraphError) in try inferEmbedding(f) }, cost: .output(10)),
        group(.microsoftGroupNorm, 3...3, outputs: 1...1),
        group(.microsoftSkipGroupNorm, 4...5, outputs: 1...2),
    ]

    private static let pointwise: [OperatorDefinition] = [
        broadcast(.microsoftBiasGelu, 2...2, .output(6, transcendentals: 1)),
        broadcast(.microsoftBiasAdd, 3...3, .output(2)),
        OperatorDefinition(
            .microsoftBiasDropout, 2...5, outputs: 1...2, parameters: [3, 4], attributes: [.int("seed")],
            infer: { (f) in [Inferred(f.type(0), f.shape(0)), Inferred(.bool, f.shape(0))] }, cost: .output(2)
        ),
        OperatorDefinition(
            .microsoftBiasSoftmax, 2...2, attributes: [.int("axis", 1), .int("is_inner_broadcast", 1)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(6, transcendentals: 1)),
        OperatorDefinition(
            .microsoftBiasSplitGelu, 2...2,
            infer: { (f) throws(GraphError) in
                guard var x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                guard let last = x.dims.last else { throw GraphError(.shape, "a scalar cannot be split") }
                x.dims[x.rank - 1] = try last.map { (size) throws(GraphError) in
                    guard size % 2 == 0 else { throw GraphError(.shape, "\(x) cannot be halved") }
                    return size / 2
                }
                return [Inferred(f.type(0), x)]
            }, cost: .output(8, transcendentals: 1)),
        OperatorDefinition(
            .microsoftScaledSiLU, 1...2, attributes: [.float("alpha", 1)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(5, transcendentals: 1)),
        broadcast(.microsoftComplexMul, 2...2, .output(3)),
        broadcast(.microsoftComplexMulConj, 2...2, .output(3)),
    ]

    private static let others: [OperatorDefinition] = [
        OperatorDefinition(
            .microsoftInverse, 1...1,
            infer: { (f) throws(GraphError) in
                if let x = f.shape(0), x.rank < 2 || !Dim.agree(x.dims[x.rank - 1], x.dims[x.rank - 2]) {
                    throw GraphError(.shape, "the input has shape \(x), expected square matrices")
                }
                return InferRules.sameAsInput(f)
            },
            cost: .custom { (c) throws(GraphError) in
                guard let side = c.facts.shape(0)?.sizes?.last else { return nil }
                return try Checked.product(c.n, side).map { Work(macs: $0) }
            }),
        OperatorDefinition(
            .microsoftTrilu, 1...2, parameters: [1], attributes: [.int("upper", 1)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .free, fold: Fold.triangle),
        OperatorDefinition(
            .microsoftExpandDims, 2...2, parameters: [1], traffic: .none,
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let given = f.knownIntegers(1)?.first else {
                    return [Inferred(f.type(0), nil)]
                }
                var dims = x.dims
                dims.insert(.known(1), at: try InferRules.axis(given, rank: x.rank, inclusive: true))
                return [Inferred(f.type(0), Shape(dims))]
            }, cost: .free, fold: Fold.view),
        OperatorDefinition(
            .microsoftPad, 2...3, parameters: [1, 2], attributes: [.string("mode", "constant")],
            infer: { (f) throws(GraphError) in try PadRule.infer(f) }, cost: .free),
        OperatorDefinition(
            .microsoftGatherND, 2...2, traffic: .taken,
            infer: { (f) throws(GraphError) in try IndexingFamily.inferGatherND(f) }, cost: .free),
        OperatorDefinition(
            .microsoftGridSample, 2...2,
            attributes: [
                .int("align_corners", 0), .string("mode", "bilinear"), .string("padding_mode", "zeros"),
            ],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let grid = f.shape(1) else { return [Inferred(f.type(0), nil)] }
                guard x.rank == 4, grid.rank == 4 else {
                    throw GraphError(.shape, "a grid of shape \(grid) does not fit an input of shape \(x)")
                }
                return [Inferred(f.type(0), Shape([x.dims[0], x.dims[1], grid.dims[1], grid.dims[2]]))]
            }, cost: .output(8)),
        OperatorDefinition(
            .microsoftIsAllFinite, 1...Int.max, attributes: [.int("isinf_only", 0), .int("isnan_only", 0)],
            infer: { (_) in [Inferred(.bool, Shape([Int]()))] }, cost: .input(1)),
        OperatorDefinition(
            .microsoftTorchEmbedding, 2...4, parameters: [2, 3], traffic: .taken,
            infer: { (f) throws(GraphError) in
                guard let table = f.shape(0), let indices = f.shape(1) else {
                    return [Inferred(f.type(0), nil)]
                }
                guard table.rank == 2 else {
                    throw GraphError(.shape, "the table has shape \(table), expected rank 2")
                }
                return [Inferred(f.type(0), Shape(indices.dims + [table.dims[1]]))]
            }, cost: .free),
    ]

    /// One more operation an element for the activation, as elsewhere for convolutions.
    private static func activated(_ cost: CostFacts, _ work: Work?) throws(GraphError) -> Work? {
        guard var work, let n = cost.n else { return nil }
        if !cost.facts.string("activation").isEmpty { work.other = try Checked.add(work.other, UInt64(n)) }
        return work
    }

    private static func broadcast(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ cost: CostRule
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, infer: { (f) throws(GraphError) in try InferRules.broadcast(f) }, cost: cost)
    }

    /// The sum of two tensors, normalised; the fourth output is the sum.
    private static func skip(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, bias: Int, flops: UInt64
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, outputs: 1...4, attributes: [.float("epsilon", 1e-12)],
            infer: { (f) throws(GraphError) in
                let same = InferRules.sameAsInput(f)[0]
                var rows: Shape?
                if let x = f.shape(0), let skip = f.shape(1) {
                    guard try Shape.broadcast(x, skip).rank == x.rank, let last = x.dims.last else {
                        throw GraphError(.shape, "\(skip) cannot be added to \(x)")
                    }
                    if let scale = f.shape(2), scale.rank != 1 || !Dim.agree(scale.dims[0], last) {
                        throw GraphError(.shape, "the scale \(scale) does not fit \(x)")
                    }
                    rows = Shape(x.dims.dropLast() + [.known(1)])
                }
                return [same, Inferred(.float32, rows), Inferred(.float32, rows), same]
            },
            cost: .custom { (c) throws(GraphError) in
                try Checked.product(c.n, Int(flops) + (c.facts.has(bias) ? 1 : 0)).map { Work(other: $0) }
            })
    }

    private static func group(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, outputs: ClosedRange<Int>
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, outputs: outputs,
            attributes: [
                .int("activation", 0), .int("channels_last", 1), .float("epsilon", 1e-5), .int("groups"),
            ],
            infer: { (f) throws(GraphError) in
                guard f.int("groups") >= 1 else {
                    throw GraphError(.attribute, "groups is missing or below 1")
                }
                let same = InferRules.sameAsInput(f)[0]
                return [same, same]
            },
            cost: .custom { (c) throws(GraphError) in
                let isActivated = c.facts.int("activation") != 0
                let flops = 8 + (isActivated ? 4 : 0) + (kind == .microsoftSkipGroupNorm ? 1 : 0)
                guard let other = try Checked.product(c.n, flops), let n = c.n else { return nil }
                return Work(other: other, transcendentals: isActivated ? UInt64(n) : 0)
            })
    }

    private static func inferEmbedding(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let type = facts.type(2)
        guard let ids = facts.shape(0), let table = facts.shape(2) else {
            return [Inferred(type, nil), Inferred(.int32, nil), Inferred(type, nil)]
        }
        guard ids.rank == 2, table.rank == 2 else {
            throw GraphError(.shape, "ids of shape \(ids) and a table of shape \(table), expected rank 2")
        }
        let result = Inferred(type, Shape(ids.dims + [table.dims[1]]))
        return [result, Inferred(.int32, Shape([ids.dims[0]])), result]
    }
}
