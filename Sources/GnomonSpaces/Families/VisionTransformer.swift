import GnomonGraph

extension NetworkFamily {
    /// Attention over patches.
    static let visionTransformer = NetworkFamily(
        name: "vit", summary: "attention between patches of the image", paper: "arXiv:2010.11929",
        plans: [
            VisionTransformerPlan(name: "vit_ti_16", width: 192, depth: 12, heads: 3, patch: 16),
            VisionTransformerPlan(name: "vit_s_16", width: 384, depth: 12, heads: 6, patch: 16),
            VisionTransformerPlan(name: "vit_s_32", width: 384, depth: 12, heads: 6, patch: 32),
            VisionTransformerPlan(name: "vit_b_16", width: 768, depth: 12, heads: 12, patch: 16),
            VisionTransformerPlan(name: "vit_b_32", width: 768, depth: 12, heads: 12, patch: 32),
            VisionTransformerPlan(name: "vit_l_16", width: 1024, depth: 24, heads: 16, patch: 16),
            VisionTransformerPlan(name: "vit_l_32", width: 1024, depth: 24, heads: 16, patch: 32),
        ])
}

/// A vision transformer (Dosovitskiy and others 2020), as torch's MultiheadAttention is exported.
struct VisionTransformerPlan: FamilyPlan {
    let name: String
    let width: Int
    let depth: Int
    let heads: Int
    let patch: Int

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        let side = draft.net.image(image).height
        let fits = [14, 16, 28, 32].filter { side % $0 == 0 }
        let patch = draft.redraw.pick(self.patch, among: fits)
        let heads = draft.redraw.heads(draft.scaledHeads(self.heads))
        let width = heads * draft.redraw.headSize(self.width / self.heads)
        let hidden = Int((Double(width) * draft.redraw.ratio(4)).rounded())
        var x = draft.net.patchTokens(image, width: width, patch: patch)
        let token = draft.net.weight([1, 1, width])
        let tokens = draft.batch == 1 ? token : draft.net.expand(token, to: [draft.batch, 1, width])
        x = draft.net.concat([tokens, x], axis: 1)
        x = draft.net.add(x, draft.net.weight([1, draft.net.sizes(x)[1], width]))
        for _ in 0..<draft.redraw.depth(depth) {
            x = draft.net.encoderBlock(x, heads: heads, hidden: hidden, style: .tokensFirst)
        }
        return [draft.net.tokenHead(x, classes: draft.options.classes, picks: true)]
    }
}

extension Draft {
    /// The heads of an attention under the width multiplier.
    func scaledHeads(_ published: Int) -> Int {
        max(1, Int((Double(published) * options.width).rounded()))
    }
}
