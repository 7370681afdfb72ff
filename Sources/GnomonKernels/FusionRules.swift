/// What a runtime does to a network before running it, as data: which operators it joins into one kernel, and
/// which memory layout it works in.
public struct FusionRules: Hashable, Sendable, Codable {
    /// A blocked layout: channels are cut into blocks of `block`, which become the innermost axis.
    public struct BlockedLayout: Hashable, Sendable, Codable {
        /// Channels in a block: the width of a vector register in elements.
        public var block: Int
        /// What the number of channels of a convolution or pooling must be divisible by.
        public var alignment: Int

        /// A layout with this block, for channels divisible by `alignment`.
        public init(block: Int, alignment: Int) {
            self.block = block
            self.alignment = alignment
        }
    }

    /// Whether batch normalisations and per-channel constants fold into the convolution before them.
    public var foldsIntoConvolution = false
    /// Whether a residual addition of two computed tensors joins the convolution before it in any layout.
    public var sumsIntoConvolution = false
    /// Whether explicit padding folds into the convolution or pooling behind it.
    public var foldsPadding = false
    /// Activations that join the convolution before them.
    public var convolutionActivations: Set<String> = []
    /// Whether a residual addition joins the convolution before it, with the activation behind it.
    public var addsIntoConvolution = false
    /// Activations that join the matrix product before them.
    public var gemmActivations: Set<String> = []
    /// Whether MatMul and a bias behind it become one Gemm.
    public var addsBiasToMatMul = false
    /// Whether constants, a number or one for each column, fold into the matrix product with constant weights before them.
    public var foldsIntoProducts = false
    /// Whether scalar factors and transpositions around a MatMul join it.
    public var absorbsMatMulScale = false
    /// Whether functions written in pieces (Gelu, Swish) are recognised.
    public var recognisesMacros = false
    /// Whether Gelu written in pieces is recognised, even where other functions are not.
    public var recognisesGelu = false
    /// Whether an addition joins the layer normalisation that alone reads it.
    public var addsIntoNormalization = false
    /// Whether several pieces cut from one tensor become one Split.
    public var joinsSlices = false
    /// Whether functions written in pieces join the convolution or matrix product before them.
    public var fusesMacros = false
    /// Whether activations join matrix products over more than two axes too.
    public var activatesMatMul = false
    /// Whether element-wise functions in a row are one kernel.
    public var chainsElementwise = false
    /// Whether Reshape, Transpose and Reshape that shuffle channels are one kernel.
    public var joinsShuffles = false
    /// Whether the products, the mask and the softmax of an attention are one kernel.
    public var joinsAttention = false
    /// The blocked layout, where there is one.
    public var layout: BlockedLayout?

    /// No fusion at all: every operator is a kernel.
    public static let none = FusionRules()

    /// Rules of no fusion, to be changed.
    public init() {}
}

extension FusionRules {
    /// Reads rules; what older files do not name is not done.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func flag(_ key: CodingKeys) throws -> Bool {
            try fields.decodeIfPresent(Bool.self, forKey: key) ?? false
        }
        func names(_ key: CodingKeys) throws -> Set<String> {
            try fields.decodeIfPresent(Set<String>.self, forKey: key) ?? []
        }
        self.init()
        foldsIntoConvolution = try flag(.foldsIntoConvolution)
        sumsIntoConvolution = try flag(.sumsIntoConvolution)
        foldsPadding = try flag(.foldsPadding)
        convolutionActivations = try names(.convolutionActivations)
        addsIntoConvolution = try flag(.addsIntoConvolution)
        gemmActivations = try names(.gemmActivations)
        addsBiasToMatMul = try flag(.addsBiasToMatMul)
        foldsIntoProducts = try flag(.foldsIntoProducts)
        absorbsMatMulScale = try flag(.absorbsMatMulScale)
        recognisesMacros = try flag(.recognisesMacros)
        recognisesGelu = try flag(.recognisesGelu)
        addsIntoNormalization = try flag(.addsIntoNormalization)
        joinsSlices = try flag(.joinsSlices)
        fusesMacros = try flag(.fusesMacros)
        activatesMatMul = try flag(.activatesMatMul)
        chainsElementwise = try flag(.chainsElementwise)
        joinsShuffles = try flag(.joinsShuffles)
        joinsAttention = try flag(.joinsAttention)
        layout = try fields.decodeIfPresent(BlockedLayout.self, forKey: .layout)
    }

    /// What ONNX Runtime's CPU provider does at a level of its graph optimisation.
    ///
    /// - Parameters:
    ///   - level: 0 joins nothing, 1 only what is right on any hardware, 2 also what its CPU kernels can do, from 3
    ///     on everything, layouts included.
    ///   - vectorBytes: as in ``onnxRuntime(vectorBytes:)``.
    /// - Returns: The rules.
    public static func onnxRuntime(level: Int, vectorBytes: Int?) -> FusionRules {
        switch level {
        case ..<1: return .none
        case 1:
            var rules = FusionRules()
            rules.foldsIntoConvolution = true
            rules.foldsPadding = true
            rules.addsBiasToMatMul = true
            rules.recognisesGelu = true
            return rules
        case 2: return .onnxRuntime(vectorBytes: nil)
        default: return .onnxRuntime(vectorBytes: vectorBytes)
        }
    }

    /// What ONNX Runtime's CPU provider does with all optimisations on.
    ///
    /// Read off the graphs that ONNX Runtime 1.31 writes when asked for its optimised model, on x86-64.
    ///
    /// - Parameter vectorBytes: the width of the widest vector registers, which decides the block of the layout;
    ///   nil where the processor has no blocked kernels.
    /// - Returns: The rules.
    public static func onnxRuntime(vectorBytes: Int?) -> FusionRules {
        var rules = FusionRules()
        rules.foldsIntoConvolution = true
        rules.foldsPadding = true
        rules.convolutionActivations = [
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Clip", "HardSigmoid",
        ]
        rules.addsIntoConvolution = true
        rules.gemmActivations = [
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "HardSigmoid", "Softplus", "Selu",
        ]
        rules.addsBiasToMatMul = true
        rules.absorbsMatMulScale = true
        rules.recognisesMacros = true
        rules.addsIntoNormalization = true
        rules.joinsSlices = true
        if let vectorBytes, vectorBytes >= 32 {
            // Only blocked kernels take this one.
            rules.convolutionActivations.insert("HardSwish")
            rules.layout = BlockedLayout(block: vectorBytes / 4, alignment: 4)
        }
        return rules
    }
}
