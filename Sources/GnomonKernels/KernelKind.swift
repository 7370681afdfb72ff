import GnomonGraph

/// What kind of work a kernel does: the unit of learning.
///
/// Kernels of one kind share a model.
public enum KernelKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A dense convolution with a window larger than one element.
    case conv
    /// A dense convolution with a window of one element: a matrix product in disguise.
    case pointwise
    /// A convolution with one input channel a group.
    case depthwise
    /// A convolution in groups of several channels.
    case grouped
    /// A transposed convolution.
    case convTranspose
    /// A matrix product with a constant right side.
    case gemm
    /// A product of two computed matrices, possibly a batch of them.
    case matmul
    /// A pooling with a window.
    case pool
    /// A pooling over all of space.
    case globalPool
    /// A reduction over axes.
    case reduce
    /// An element-wise function of one tensor.
    case unary
    /// An element-wise function of two or more tensors.
    case binary
    /// Joining tensors along an axis.
    case concat
    /// Cutting a tensor: Split and Slice.
    case split
    /// Permuting axes.
    case transpose
    /// Bringing a tensor into the runtime's blocked layout.
    case reorderInput
    /// Bringing a tensor back from the runtime's blocked layout.
    case reorderOutput
    /// Softmax and its logarithm.
    case softmax
    /// Normalisations over channels or rows.
    case norm
    /// Sampling at other positions: Resize, GridSample.
    case resize
    /// Padding.
    case pad
    /// Reading at computed positions.
    case gather
    /// Changing the element type.
    case cast
    /// Another view of the same memory: it moves nothing, but has to be called.
    case view
    /// Any other known operator.
    case other
    /// An operator that is not understood.
    case unknown

    /// The kind of a node that runs alone.
    static func of(_ op: OperatorKind) -> KernelKind {
        if let kind = heavy(op) { return kind }
        return switch op {
        case .relu, .leakyRelu, .elu, .selu, .celu, .thresholdedRelu, .sigmoid, .hardSigmoid, .hardSwish,
            .swish,
            .mish, .gelu, .softplus, .softsign, .tanh, .erf, .shrink, .clip, .abs, .neg, .sign, .ceil, .floor,
            .round, .reciprocal, .sqrt, .exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh,
            .asinh,
            .acosh, .atanh, .not, .bitwiseNot, .isNaN, .isInf, .microsoftGelu, .microsoftFastGelu,
            .microsoftQuickGelu, .microsoftScaledSiLU, .microsoftQLinearSigmoid, .microsoftQLinearLeakyRelu:
            .unary
        case .pRelu, .add, .sub, .mul, .div, .pow, .mod, .max, .min, .sum, .mean, .and, .or, .xor, .bitShift,
            .bitwiseAnd, .bitwiseOr, .bitwiseXor, .equal, .greater, .greaterOrEqual, .less, .lessOrEqual,
            .whereSelect, .swiGLU, .microsoftBiasGelu, .microsoftBiasAdd, .microsoftBiasDropout,
            .microsoftBiasSplitGelu, .microsoftComplexMul, .microsoftComplexMulConj, .microsoftQLinearAdd,
            .microsoftQLinearMul, .microsoftQLinearWhere, .microsoftMulInteger:
            .binary
        case .softmax, .logSoftmax, .hardmax, .microsoftBiasSoftmax, .microsoftQLinearSoftmax: .softmax
        case .reduceSum, .reduceMean, .reduceMax, .reduceMin, .reduceProd, .reduceL1, .reduceL2,
            .reduceLogSum,
            .reduceLogSumExp, .reduceSumSquare, .argMax, .argMin, .cumSum, .cumProd, .topK,
            .microsoftQLinearReduceMean, .microsoftReduceSumInteger:
            .reduce
        case .reshape, .flatten, .squeeze, .unsqueeze, .identity, .dropout, .optional,
            .optionalGetElement, .microsoftExpandDims:
            .view
        case .transpose, .depthToSpace, .spaceToDepth: .transpose
        case .concat, .concatFromSequence, .microsoftQLinearConcat: .concat
        case .split, .slice, .splitToSequence: .split
        case .pad, .microsoftPad: .pad
        case .blockedReorderInput: .reorderInput
        case .blockedReorderOutput: .reorderOutput
        case .gather, .gatherElements, .gatherND, .sequenceAt, .microsoftGatherND, .microsoftTorchEmbedding:
            .gather
        case .cast, .castLike, .bitCast, .quantizeLinear, .dequantizeLinear, .dynamicQuantizeLinear,
            .microsoftQuantizeLinear, .microsoftDequantizeLinear:
            .cast
        case .resize, .upsample, .gridSample, .affineGrid, .microsoftGridSample, .blockedUpsample: .resize
        // A body is no kernel anyone has measured.
        case .ifElse, .loop, .scan, .sequenceMap: .unknown
        default: .other
        }
    }

    /// Convolutions, products, pooling and normalisation; nil for anything else.
    private static func heavy(_ op: OperatorKind) -> KernelKind? {
        switch op {
        case .conv, .convInteger, .qLinearConv, .deformConv, .microsoftFusedConv, .causalConvWithState,
            .microsoftQLinearConv, .microsoftNhwcConv, .microsoftNhwcFusedConv, .blockedConv,
            .microsoftCausalConvWithState:
            .conv
        case .convTranspose: .convTranspose
        case .gemm, .microsoftFusedGemm, .microsoftQGemm: .gemm
        case .matMul, .matMulInteger, .qLinearMatMul, .einsum, .microsoftFusedMatMul,
            .microsoftFusedMatMulActivation, .microsoftTransposeMatMul, .microsoftGemmFastGelu,
            .microsoftMatMulNBits,
            .microsoftMatMulBnb4, .microsoftDynamicQuantizeMatMul, .microsoftMatMulIntegerToFloat,
            .microsoftMatMulInteger16:
            .matmul
        case .maxPool, .averagePool, .lpPool, .blockedMaxPool, .blockedAveragePool, .microsoftNhwcMaxPool,
            .microsoftQLinearAveragePool:
            .pool
        case .globalMaxPool, .globalAveragePool, .globalLpPool, .blockedGlobalMaxPool,
            .blockedGlobalAveragePool, .microsoftQLinearGlobalAveragePool:
            .globalPool
        case .batchNormalization, .layerNormalization, .groupNormalization, .instanceNormalization,
            .rmsNormalization, .lpNormalization, .meanVarianceNormalization, .lrn,
            .simplifiedLayerNormalization, .microsoftSkipLayerNormalization,
            .microsoftSkipSimplifiedLayerNormalization, .microsoftEmbedLayerNormalization,
            .microsoftGroupNorm,
            .microsoftSkipGroupNorm:
            .norm
        default: nil
        }
    }
}
