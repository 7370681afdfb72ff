extension FusionRules {
    /// What OpenVINO's processor plugin does with 32-bit floats.
    ///
    /// Read off the profiles of OpenVINO 2026.4 on x86-64: activations and residual sums join the convolution
    /// before them; tensors are channels-last throughout, so that layouts change at the edges only.
    public static let openVINO: FusionRules = {
        var rules = FusionRules()
        rules.foldsIntoConvolution = true
        rules.foldsPadding = true
        rules.sumsIntoConvolution = true
        // HardSigmoid was seen to run alone.
        rules.convolutionActivations = [
            "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Clip", "HardSwish", "Elu", "Gelu", "Mish", "Swish",
        ]
        rules.gemmActivations = ["Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Gelu"]
        rules.addsBiasToMatMul = true
        rules.absorbsMatMulScale = true
        rules.recognisesMacros = true
        rules.joinsSlices = true
        return rules
    }()
}
