import GnomonGraph

extension NetworkFamily {
    /// Stacks of 3x3 convolutions.
    static let vgg = NetworkFamily(
        name: "vgg", summary: "stacks of 3x3 convolutions, three large fully connected layers",
        paper: "arXiv:1409.1556",
        plans: [
            VGGPlan(name: "vgg11", depths: [1, 1, 2, 2, 2]), VGGPlan(name: "vgg13", depths: [2, 2, 2, 2, 2]),
            VGGPlan(name: "vgg16", depths: [2, 2, 3, 3, 3]), VGGPlan(name: "vgg19", depths: [2, 2, 4, 4, 4]),
        ])
}

/// A VGG network (Simonyan, Zisserman 2014) by the number of convolutions before each pooling.
struct VGGPlan: FamilyPlan {
    let name: String
    let depths: [Int]

    func build(_ draft: inout Draft) -> [TensorID] {
        var x = draft.image()
        for (stage, depth) in depths.enumerated() {
            for _ in 0..<depth { x = draft.spatial(x, draft.channels(min(512, 64 << stage)), kernel: 3) }
            x = draft.net.maxPool(x, kernel: 2, stride: 2)
        }
        x = draft.gridPool(x, side: 7)
        let hidden = [draft.channels(4096), draft.channels(4096)]
        return [draft.net.denseHead(x, hidden: hidden, classes: draft.options.classes)]
    }
}
