import GnomonGraph

extension NetworkFamily {
    /// Depthwise and 1x1 convolutions in turn.
    static let mobileNetV1 = NetworkFamily(
        name: "mobilenet_v1", summary: "depthwise and 1x1 convolutions in turn", paper: "arXiv:1704.04861",
        plans: [MobileNetV1Plan()])
}

/// MobileNetV1 (Howard and others 2017): channels and stride of each depthwise and 1x1 pair.
struct MobileNetV1Plan: FamilyPlan {
    let name = "mobilenet_v1"
    private let layers =
        [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
        + [(Int, Int)](repeating: (512, 1), count: 5) + [(1024, 2), (1024, 1)]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(32), kernel: 3, stride: 2, .relu6)
        for (out, stride) in layers {
            x = draft.depthwiseNorm(x, kernel: 3, stride: stride, .relu6)
            x = draft.convNorm(x, draft.channels(out), .relu6)
        }
        return draft.classifier(x)
    }
}
