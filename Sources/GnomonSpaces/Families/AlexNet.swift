import GnomonGraph

extension NetworkFamily {
    /// Five convolutions and three large fully connected layers.
    static let alexNet = NetworkFamily(
        name: "alexnet", summary: "five convolutions, three large fully connected layers",
        paper: "arXiv:1404.5997", plans: [AlexNetPlan()])
}

/// AlexNet with one tower (Krizhevsky 2014), as torchvision has it.
struct AlexNetPlan: FamilyPlan {
    let name = "alexnet"
    /// Channels and kernel of the convolutions after the first, and whether a pooling follows.
    private let layers = [(192, 5, true), (384, 3, false), (256, 3, false), (256, 3, true)]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatial(image, draft.channels(64), kernel: 11, stride: 4, padding: 2)
        x = draft.net.maxPool(x, kernel: 3, stride: 2)
        for (out, kernel, pools) in layers {
            x = draft.spatial(x, draft.channels(out), kernel: kernel)
            if pools { x = draft.net.maxPool(x, kernel: 3, stride: 2) }
        }
        x = draft.gridPool(x, side: 6)
        let hidden = [draft.channels(4096), draft.channels(4096)]
        return [draft.net.denseHead(x, hidden: hidden, classes: draft.options.classes)]
    }
}
