import GnomonGraph

extension NetworkFamily {
    /// Inverted residuals found by search, with squeeze and excitation and hard swish.
    static let mobileNetV3 = NetworkFamily(
        name: "mobilenet_v3", summary: "searched inverted residuals, squeeze and excitation, hard swish",
        paper: "arXiv:1905.02244",
        plans: [
            MobileNetV3Plan(
                name: "mobilenet_v3_small",
                rows: [
                    .v3(3, 16, 16, squeezes: true, stride: 2), .v3(3, 72, 24, stride: 2), .v3(3, 88, 24),
                    .v3(5, 96, 40, squeezes: true, .hardSwish, stride: 2),
                    .v3(5, 240, 40, squeezes: true, .hardSwish), .v3(5, 240, 40, squeezes: true, .hardSwish),
                    .v3(5, 120, 48, squeezes: true, .hardSwish), .v3(5, 144, 48, squeezes: true, .hardSwish),
                    .v3(5, 288, 96, squeezes: true, .hardSwish, stride: 2),
                    .v3(5, 576, 96, squeezes: true, .hardSwish), .v3(5, 576, 96, squeezes: true, .hardSwish),
                ], last: 576, hidden: 1024),
            MobileNetV3Plan(
                name: "mobilenet_v3_large",
                rows: [
                    .v3(3, 16, 16), .v3(3, 64, 24, stride: 2), .v3(3, 72, 24),
                    .v3(5, 72, 40, squeezes: true, stride: 2), .v3(5, 120, 40, squeezes: true),
                    .v3(5, 120, 40, squeezes: true), .v3(3, 240, 80, .hardSwish, stride: 2),
                    .v3(3, 200, 80, .hardSwish), .v3(3, 184, 80, .hardSwish), .v3(3, 184, 80, .hardSwish),
                    .v3(3, 480, 112, squeezes: true, .hardSwish),
                    .v3(3, 672, 112, squeezes: true, .hardSwish),
                    .v3(5, 672, 160, squeezes: true, .hardSwish, stride: 2),
                    .v3(5, 960, 160, squeezes: true, .hardSwish),
                    .v3(5, 960, 160, squeezes: true, .hardSwish),
                ], last: 960, hidden: 1280),
        ])
}

extension InvertedRow {
    /// A row of MobileNetV3's tables: kernel, depthwise channels, channels after the projection.
    ///
    /// The squeeze layer has a quarter of the depthwise channels, a multiple of 8.
    fileprivate static func v3(
        _ kernel: Int, _ wide: Int, _ out: Int, squeezes: Bool = false, _ activation: Activation = .relu,
        stride: Int = 1
    ) -> InvertedRow {
        InvertedRow(
            out: out, expansion: wide == 16 ? 1 : 6, kernel: kernel, stride: stride,
            reduced: squeezes ? Draft.divisible(Double(wide) / 4) : nil, wide: wide, activation: activation,
            gate: .hardSigmoid)
    }
}

/// A MobileNetV3 (Howard and others 2019).
struct MobileNetV3Plan: FamilyPlan {
    let name: String
    let rows: [InvertedRow]
    /// Channels of the last convolution, and of the fully connected layer behind it.
    let last: Int
    let hidden: Int

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(16), kernel: 3, stride: 2, .hardSwish)
        x = draft.inverted(x, rows)
        x = draft.convNorm(x, draft.channels(last), .hardSwish)
        let features = draft.net.flatten(draft.net.globalAveragePool(x))
        let dense = draft.net.gemm(features, out: draft.channels(hidden))
        return [draft.net.gemm(draft.net.hardSwish(dense), out: draft.options.classes)]
    }
}
