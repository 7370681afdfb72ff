import GnomonGraph

extension NetworkFamily {
    /// Inverted residuals scaled in width, depth and resolution together.
    static let efficientNet = NetworkFamily(
        name: "efficientnet", summary: "inverted residuals with squeeze and excitation, scaled as one",
        paper: "arXiv:1905.11946",
        plans: [
            EfficientNetPlan(name: "efficientnet_b0", width: 1, depth: 1, size: 224),
            EfficientNetPlan(name: "efficientnet_b1", width: 1, depth: 1.1, size: 240),
            EfficientNetPlan(name: "efficientnet_b2", width: 1.1, depth: 1.2, size: 260),
            EfficientNetPlan(name: "efficientnet_b3", width: 1.2, depth: 1.4, size: 300),
            EfficientNetPlan(name: "efficientnet_b4", width: 1.4, depth: 1.8, size: 380),
        ])
}

/// An EfficientNet (Tan, Le 2019) by its multipliers and its resolution.
struct EfficientNetPlan: FamilyPlan {
    let name: String
    let width: Double
    let depth: Double
    let size: Int

    /// Channels, expansion, kernel, stride and depth of B0's stages.
    private let stages = [
        (16, 1.0, 3, 1, 1), (24, 6, 3, 2, 2), (40, 6, 5, 2, 2), (80, 6, 3, 2, 3), (112, 6, 5, 1, 3),
        (192, 6, 5, 2, 4), (320, 6, 3, 1, 1),
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(scaled(32)), kernel: 3, stride: 2, .silu)
        x = draft.inverted(
            x,
            stages.map { out, expansion, kernel, stride, count in
                InvertedRow(
                    out: scaled(out), expansion: expansion, kernel: kernel, stride: stride,
                    depth: Int((Double(count) * depth).rounded(.up)), squeeze: 0.25, activation: .silu)
            })
        return draft.classifier(draft.convNorm(x, draft.channels(4 * scaled(320)), .silu))
    }

    private func scaled(_ channels: Int) -> Int { Draft.divisible(Double(channels) * width) }
}
