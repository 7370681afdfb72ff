/// The operators Gnomon understands.
///
/// The raw value is the ONNX type name, with the domain before a colon where it is not the standard one.
public enum OperatorKind: String, Hashable, Sendable, Codable, CaseIterable {
    // Control flow
    case ifElse = "If"
    case loop = "Loop"
    case scan = "Scan"
    case sequenceMap = "SequenceMap"

    // Convolution
    case conv = "Conv"
    case convInteger = "ConvInteger"
    case qLinearConv = "QLinearConv"
    case causalConvWithState = "CausalConvWithState"
    case deformConv = "DeformConv"
    case convTranspose = "ConvTranspose"

    // Matrix
    case matMul = "MatMul"
    case gemm = "Gemm"
    case matMulInteger = "MatMulInteger"
    case qLinearMatMul = "QLinearMatMul"
    case einsum = "Einsum"
    case det = "Det"

    // Attention
    case attention = "Attention"
    case linearAttention = "LinearAttention"
    case swiGLU = "SwiGLU"
    case rotaryEmbedding = "RotaryEmbedding"

    // Recurrent
    case lstm = "LSTM"
    case gru = "GRU"
    case rnn = "RNN"

    // Pooling
    case maxPool = "MaxPool"
    case averagePool = "AveragePool"
    case lpPool = "LpPool"
    case globalMaxPool = "GlobalMaxPool"
    case globalAveragePool = "GlobalAveragePool"
    case globalLpPool = "GlobalLpPool"
    case maxUnpool = "MaxUnpool"
    case roiAlign = "RoiAlign"
    case maxRoiPool = "MaxRoiPool"

    // Normalisation
    case batchNormalization = "BatchNormalization"
    case layerNormalization = "LayerNormalization"
    case groupNormalization = "GroupNormalization"
    case instanceNormalization = "InstanceNormalization"
    case rmsNormalization = "RMSNormalization"
    case lpNormalization = "LpNormalization"
    case meanVarianceNormalization = "MeanVarianceNormalization"
    case lrn = "LRN"

    // Activation
    case relu = "Relu"
    case leakyRelu = "LeakyRelu"
    case pRelu = "PRelu"
    case elu = "Elu"
    case selu = "Selu"
    case celu = "Celu"
    case thresholdedRelu = "ThresholdedRelu"
    case sigmoid = "Sigmoid"
    case hardSigmoid = "HardSigmoid"
    case hardSwish = "HardSwish"
    case swish = "Swish"
    case mish = "Mish"
    case gelu = "Gelu"
    case softplus = "Softplus"
    case softsign = "Softsign"
    case tanh = "Tanh"
    case erf = "Erf"
    case shrink = "Shrink"
    case clip = "Clip"
    case hardmax = "Hardmax"

    // Unary
    case abs = "Abs"
    case neg = "Neg"
    case sign = "Sign"
    case ceil = "Ceil"
    case floor = "Floor"
    case round = "Round"
    case reciprocal = "Reciprocal"
    case sqrt = "Sqrt"
    case exp = "Exp"
    case log = "Log"
    case sin = "Sin"
    case cos = "Cos"
    case tan = "Tan"
    case asin = "Asin"
    case acos = "Acos"
    case atan = "Atan"
    case sinh = "Sinh"
    case cosh = "Cosh"
    case asinh = "Asinh"
    case acosh = "Acosh"
    case atanh = "Atanh"
    case not = "Not"
    case bitwiseNot = "BitwiseNot"
    case isNaN = "IsNaN"
    case isInf = "IsInf"

    // Conversion
    case cast = "Cast"
    case castLike = "CastLike"
    case bitCast = "BitCast"
    case quantizeLinear = "QuantizeLinear"
    case dequantizeLinear = "DequantizeLinear"
    case dynamicQuantizeLinear = "DynamicQuantizeLinear"

    // Element-wise
    case add = "Add"
    case sub = "Sub"
    case mul = "Mul"
    case div = "Div"
    case pow = "Pow"
    case mod = "Mod"
    case max = "Max"
    case min = "Min"
    case sum = "Sum"
    case mean = "Mean"
    case and = "And"
    case or = "Or"
    case xor = "Xor"
    case bitShift = "BitShift"
    case bitwiseAnd = "BitwiseAnd"
    case bitwiseOr = "BitwiseOr"
    case bitwiseXor = "BitwiseXor"
    case equal = "Equal"
    case greater = "Greater"
    case greaterOrEqual = "GreaterOrEqual"
    case less = "Less"
    case lessOrEqual = "LessOrEqual"
    case whereSelect = "Where"

    // Softmax
    case softmax = "Softmax"
    case logSoftmax = "LogSoftmax"

    // Reduction
    case reduceSum = "ReduceSum"
    case reduceMean = "ReduceMean"
    case reduceMax = "ReduceMax"
    case reduceMin = "ReduceMin"
    case reduceProd = "ReduceProd"
    case reduceL1 = "ReduceL1"
    case reduceL2 = "ReduceL2"
    case reduceLogSum = "ReduceLogSum"
    case reduceLogSumExp = "ReduceLogSumExp"
    case reduceSumSquare = "ReduceSumSquare"
    case argMax = "ArgMax"
    case argMin = "ArgMin"
    case cumSum = "CumSum"
    case cumProd = "CumProd"
    case topK = "TopK"

    // Views
    case reshape = "Reshape"
    case flatten = "Flatten"
    case squeeze = "Squeeze"
    case unsqueeze = "Unsqueeze"
    case identity = "Identity"
    case dropout = "Dropout"

    // Movement
    case transpose = "Transpose"
    case concat = "Concat"
    case split = "Split"
    case slice = "Slice"
    case pad = "Pad"
    case expand = "Expand"
    case tile = "Tile"
    case gather = "Gather"
    case gatherElements = "GatherElements"
    case gatherND = "GatherND"
    case scatter = "Scatter"
    case scatterElements = "ScatterElements"
    case scatterND = "ScatterND"
    case tensorScatter = "TensorScatter"
    case depthToSpace = "DepthToSpace"
    case spaceToDepth = "SpaceToDepth"
    case trilu = "Trilu"
    case eyeLike = "EyeLike"
    case oneHot = "OneHot"
    case reverseSequence = "ReverseSequence"
    case centerCropPad = "CenterCropPad"
    case col2Im = "Col2Im"
    case compress = "Compress"
    case unique = "Unique"
    case nonZero = "NonZero"

    // Sampling
    case resize = "Resize"
    case upsample = "Upsample"
    case gridSample = "GridSample"
    case affineGrid = "AffineGrid"

    // Constants
    case constant = "Constant"
    case constantOfShape = "ConstantOfShape"
    case shape = "Shape"
    case size = "Size"
    case range = "Range"
    case randomNormal = "RandomNormal"
    case randomNormalLike = "RandomNormalLike"
    case randomUniform = "RandomUniform"
    case randomUniformLike = "RandomUniformLike"
    case bernoulli = "Bernoulli"
    case multinomial = "Multinomial"

    // Detection
    case nonMaxSuppression = "NonMaxSuppression"

    // Signal
    case dft = "DFT"
    case stft = "STFT"
    case hannWindow = "HannWindow"
    case hammingWindow = "HammingWindow"
    case blackmanWindow = "BlackmanWindow"
    case melWeightMatrix = "MelWeightMatrix"

    // Loss
    case softmaxCrossEntropyLoss = "SoftmaxCrossEntropyLoss"
    case negativeLogLikelihoodLoss = "NegativeLogLikelihoodLoss"

    // Sequence
    case sequenceConstruct = "SequenceConstruct"
    case sequenceAt = "SequenceAt"
    case sequenceEmpty = "SequenceEmpty"
    case sequenceInsert = "SequenceInsert"
    case sequenceErase = "SequenceErase"
    case sequenceLength = "SequenceLength"
    case splitToSequence = "SplitToSequence"
    case concatFromSequence = "ConcatFromSequence"
    case optional = "Optional"
    case optionalGetElement = "OptionalGetElement"
    case optionalHasElement = "OptionalHasElement"

    // ONNX Runtime's own
    case microsoftGelu = "com.microsoft:Gelu"
    case microsoftFastGelu = "com.microsoft:FastGelu"
    case microsoftQuickGelu = "com.microsoft:QuickGelu"
    case microsoftFusedConv = "com.microsoft:FusedConv"
    case microsoftFusedMatMul = "com.microsoft:FusedMatMul"
    case simplifiedLayerNormalization = "SimplifiedLayerNormalization"
    case microsoftFusedGemm = "com.microsoft:FusedGemm"
    case microsoftFusedMatMulActivation = "com.microsoft:FusedMatMulActivation"
    case microsoftTransposeMatMul = "com.microsoft:TransposeMatMul"
    case microsoftGemmFastGelu = "com.microsoft:GemmFastGelu"
    case microsoftBiasGelu = "com.microsoft:BiasGelu"
    case microsoftBiasSoftmax = "com.microsoft:BiasSoftmax"
    case microsoftBiasSplitGelu = "com.microsoft:BiasSplitGelu"
    case microsoftBiasAdd = "com.microsoft:BiasAdd"
    case microsoftBiasDropout = "com.microsoft:BiasDropout"
    case microsoftSkipLayerNormalization = "com.microsoft:SkipLayerNormalization"
    case microsoftSkipSimplifiedLayerNormalization = "com.microsoft:SkipSimplifiedLayerNormalization"
    case microsoftEmbedLayerNormalization = "com.microsoft:EmbedLayerNormalization"
    case microsoftGroupNorm = "com.microsoft:GroupNorm"
    case microsoftSkipGroupNorm = "com.microsoft:SkipGroupNorm"
    case microsoftMultiHeadAttention = "com.microsoft:MultiHeadAttention"
    case microsoftDecoderMaskedMultiHeadAttention = "com.microsoft:DecoderMaskedMultiHeadAttention"
    case microsoftAttention = "com.microsoft:Attention"
    case microsoftGroupQueryAttention = "com.microsoft:GroupQueryAttention"
    case microsoftQAttention = "com.microsoft:QAttention"
    case microsoftRotaryEmbedding = "com.microsoft:RotaryEmbedding"
    case microsoftMatMulNBits = "com.microsoft:MatMulNBits"
    case microsoftMatMulBnb4 = "com.microsoft:MatMulBnb4"
    case microsoftDynamicQuantizeMatMul = "com.microsoft:DynamicQuantizeMatMul"
    case microsoftMatMulIntegerToFloat = "com.microsoft:MatMulIntegerToFloat"
    case microsoftMatMulInteger16 = "com.microsoft:MatMulInteger16"
    case microsoftQGemm = "com.microsoft:QGemm"
    case microsoftQLinearAdd = "com.microsoft:QLinearAdd"
    case microsoftQLinearMul = "com.microsoft:QLinearMul"
    case microsoftQLinearWhere = "com.microsoft:QLinearWhere"
    case microsoftQLinearSigmoid = "com.microsoft:QLinearSigmoid"
    case microsoftQLinearLeakyRelu = "com.microsoft:QLinearLeakyRelu"
    case microsoftQLinearGlobalAveragePool = "com.microsoft:QLinearGlobalAveragePool"
    case microsoftQLinearAveragePool = "com.microsoft:QLinearAveragePool"
    case microsoftQLinearConcat = "com.microsoft:QLinearConcat"
    case microsoftQLinearSoftmax = "com.microsoft:QLinearSoftmax"
    case microsoftQLinearConv = "com.microsoft:QLinearConv"
    case microsoftQLinearReduceMean = "com.microsoft:QLinearReduceMean"
    case microsoftMulInteger = "com.microsoft:MulInteger"
    case microsoftNhwcConv = "com.microsoft:NhwcConv"
    case microsoftNhwcFusedConv = "com.microsoft:NhwcFusedConv"
    case microsoftNhwcMaxPool = "com.microsoft:NhwcMaxPool"
    case microsoftDequantizeLinear = "com.microsoft:DequantizeLinear"
    case microsoftQuantizeLinear = "com.microsoft:QuantizeLinear"
    case microsoftInverse = "com.microsoft:Inverse"
    case microsoftTrilu = "com.microsoft:Trilu"
    case microsoftExpandDims = "com.microsoft:ExpandDims"
    case microsoftPad = "com.microsoft:Pad"
    case microsoftGatherND = "com.microsoft:GatherND"
    case microsoftGridSample = "com.microsoft:GridSample"
    case microsoftIsAllFinite = "com.microsoft:IsAllFinite"
    case microsoftReduceSumInteger = "com.microsoft:ReduceSumInteger"
    case microsoftComplexMul = "com.microsoft:ComplexMul"
    case microsoftComplexMulConj = "com.microsoft:ComplexMulConj"
    case microsoftTorchEmbedding = "com.microsoft:TorchEmbedding"
    case microsoftScaledSiLU = "com.microsoft:ScaledSiLU"
    case microsoftCausalConvWithState = "com.microsoft:CausalConvWithState"
    case microsoftLinearAttention = "com.microsoft:LinearAttention"

    // ONNX Runtime's blocked layout
    case blockedConv = "com.microsoft.nchwc:Conv"
    case blockedMaxPool = "com.microsoft.nchwc:MaxPool"
    case blockedAveragePool = "com.microsoft.nchwc:AveragePool"
    case blockedGlobalMaxPool = "com.microsoft.nchwc:GlobalMaxPool"
    case blockedGlobalAveragePool = "com.microsoft.nchwc:GlobalAveragePool"
    case blockedReorderInput = "com.microsoft.nchwc:ReorderInput"
    case blockedReorderOutput = "com.microsoft.nchwc:ReorderOutput"
    case blockedUpsample = "com.microsoft.nchwc:Upsample"

    /// The type name as written in a file, without the domain.
    public var onnxType: String { Self.onnxTypes[ordinal] }

    /// The type names of all cases, made once: names of kernels are made of them at every prediction.
    private static let onnxTypes: [String] = allCases.map { kind in
        guard let colon = kind.rawValue.lastIndex(of: ":") else { return kind.rawValue }
        return String(kind.rawValue[kind.rawValue.index(after: colon)...])
    }

    /// The operator domain; empty for the standard one.
    public var domain: String {
        guard let colon = rawValue.lastIndex(of: ":") else { return "" }
        return String(rawValue[..<colon])
    }

    /// The kind of a type in a domain (`ai.onnx` and the empty domain are one), or nil if it is not known.
    public init?(domain: String, type: String) {
        let isStandard = domain.isEmpty || domain == "ai.onnx"
        self.init(rawValue: isStandard ? type : "\(domain):\(type)")
    }

    /// The position in `allCases`, for tables indexed by kind.
    public var ordinal: Int {
        // A payload-free enum of at most 256 cases is stored as one byte that counts the cases in order, a
        // larger one as two; a test compares it with `allCases`. Looking the kind up by its text costs more than
        // inferring a Relu.
        if MemoryLayout<OperatorKind>.size == 1 { return withUnsafeBytes(of: self) { Int($0[0]) } }
        return withUnsafeBytes(of: self) { Int($0.loadUnaligned(as: UInt16.self)) }
    }
}
