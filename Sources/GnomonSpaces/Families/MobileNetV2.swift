import GnomonGraph

extension NetworkFamily {
    /// Inverted residuals with a linear end.
    static let mobileNetV2 = NetworkFamily(
        name: "mobilenet_v2", summary: "expansion, depthwise, linear projection around a sum",
        paper: "arXiv:1801.04381", plans: [MobileNetV2Plan()])
}

/// MobileNetV2 (Sandler and others 2018).
struct MobileNetV2Plan: FamilyPlan {
    let name = "mobilenet_v2"
    private let rows = [
        InvertedRow(out: 16, expansion: 1), InvertedRow(out: 24, expansion: 6, stride: 2, depth: 2),
        InvertedRow(out: 32, expansion: 6, stride: 2, depth: 3),
        InvertedRow(out: 64, expansion: 6, stride: 2, depth: 4),
        InvertedRow(out: 96, expansion: 6, depth: 3),
        InvertedRow(out: 160, expansion: 6, stride: 2, depth: 3),
        InvertedRow(out: 320, expansion: 6),
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(32), kernel: 3, stride: 2, .relu6)
        x = draft.inverted(x, rows)
        // The last layer does not become narrower than published.
        let last = max(1280, draft.scaled(1280))
        x = draft.convNorm(x, draft.redraw.channels(last), .relu6)
        return draft.classifier(x)
    }
}
