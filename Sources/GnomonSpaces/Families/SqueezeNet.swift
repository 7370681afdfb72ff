import GnomonGraph

extension NetworkFamily {
    /// Squeeze and two expansions.
    static let squeezeNet = NetworkFamily(
        name: "squeezenet", summary: "1x1 to few channels, then 1x1 and 3x3 side by side",
        paper: "arXiv:1602.07360",
        plans: [
            SqueezeNetPlan(name: "squeezenet1_0", stem: 96, kernel: 7, pools: [0, 3, 7]),
            SqueezeNetPlan(name: "squeezenet1_1", stem: 64, kernel: 3, pools: [0, 2, 4]),
        ])
}

/// A SqueezeNet (Iandola and others 2016): eight fire modules with poolings before some of them.
struct SqueezeNetPlan: FamilyPlan {
    let name: String
    let stem: Int
    let kernel: Int
    /// The fire modules that a pooling stands before.
    let pools: Set<Int>

    /// Channels of the squeeze and of each of the two expansions.
    private let modules = [
        (16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256),
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatial(image, draft.channels(stem), kernel: kernel, stride: 2, padding: 0)
        for (index, (squeeze, expand)) in modules.enumerated() {
            if pools.contains(index) { x = draft.ceilingMaxPool(x, kernel: 3, stride: 2) }
            let squeezed = draft.net.relu(draft.net.conv(x, out: draft.channels(squeeze)))
            let small = draft.net.relu(draft.net.conv(squeezed, out: draft.channels(expand)))
            let large = draft.spatial(squeezed, draft.channels(expand), kernel: 3)
            x = draft.net.concat([small, large])
        }
        return [draft.net.convHead(x, classes: draft.options.classes)]
    }
}
