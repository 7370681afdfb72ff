import GnomonGraph

extension NetworkFamily {
    /// Attention in shifted windows.
    static let swin = NetworkFamily(
        name: "swin", summary: "attention in shifted windows with relative positions",
        paper: "arXiv:2103.14030",
        plans: [
            SwinPlan(name: "swin_t", width: 96, depths: [2, 2, 6, 2], heads: 3),
            SwinPlan(name: "swin_s", width: 96, depths: [2, 2, 18, 2], heads: 3),
            SwinPlan(name: "swin_b", width: 128, depths: [2, 2, 18, 2], heads: 4),
        ])
}

/// A Swin transformer (Liu and others 2021), as torchvision's is exported.
struct SwinPlan: FamilyPlan {
    let name: String
    /// Channels and heads of the first stage; each later one has twice as many.
    let width: Int
    let depths: [Int]
    let heads: Int
    private let window = 7

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        let heads = draft.redraw.heads(draft.scaledHeads(self.heads))
        let width = heads * draft.redraw.headSize(self.width / self.heads)
        let ratio = draft.redraw.ratio(4)
        let window = draft.redraw.pick(self.window, among: [4, 7, 8, 14])
        var x = draft.net.conv(image, out: width, kernel: 4, stride: 4, padding: 0)
        x = draft.net.layerNorm(draft.net.transpose(x, [0, 2, 3, 1]))
        for (stage, published) in depths.enumerated() {
            let channels = width << stage
            if stage > 0 { x = draft.net.patchMerging(x, out: channels) }
            for index in 0..<draft.redraw.depth(published) {
                let windows = WindowAttention(
                    window: window, heads: heads << stage, isShifted: index % 2 == 1)
                let attended = windows.build(draft.net.layerNorm(x), &draft.net)
                let middle = draft.net.add(x, attended)
                let hidden = Int((Double(channels) * ratio).rounded())
                x = draft.net.add(
                    middle, draft.net.perceptron(draft.net.layerNorm(middle), hidden: hidden))
            }
        }
        let pooled = draft.net.reduceMean(draft.net.layerNorm(x), axes: [1, 2])
        return [draft.net.gemm(pooled, out: draft.options.classes)]
    }
}
