extension FusionRules {
    /// What OpenVINO's processor plugin does with 32-bit floats.
    ///
    /// Read off what OpenVINO 2026.4 did on x86-64 with AVX2; `gnomon fusion` prints how far that holds for a
    /// model. Layout changes are not predicted: their times go to the kernels around them.
    public static let openVINO: FusionRules = {
        var rules = FusionRules()
        rules.foldsIntoConvolution = true
        rules.foldsPadding = true
        rules.sumsIntoConvolution = true
        // HardSigmoid was seen to run alone.
        rules.convolutionActivations = [
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Clip", "HardSwish", "Elu", "Gelu", "Mish", "Swish",
        ]
        rules.gemmActivations = [
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Gelu", "Swish", "HardSwish", "Clip",
        ]
        rules.activatesMatMul = true
        rules.addsBiasToMatMul = true
        rules.foldsIntoProducts = true
        rules.recognisesMacros = true
        rules.fusesMacros = true
        rules.joinsAttention = true
        rules.joinsShuffles = true
        rules.chainsElementwise = true
        rules.joinsSlices = true
        return rules
    }()
}
