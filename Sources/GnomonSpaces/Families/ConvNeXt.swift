import GnomonGraph

extension NetworkFamily {
    /// Depthwise 7x7 and a perceptron in channels-last layout.
    static let convNeXt = NetworkFamily(
        name: "convnext", summary: "depthwise 7x7 and a perceptron in channels-last layout",
        paper: "arXiv:2201.03545",
        plans: [
            ConvNeXtPlan(name: "convnext_tiny", depths: [3, 3, 9, 3], width: 96),
            ConvNeXtPlan(name: "convnext_small", depths: [3, 3, 27, 3], width: 96),
            ConvNeXtPlan(name: "convnext_base", depths: [3, 3, 27, 3], width: 128),
            ConvNeXtPlan(name: "convnext_large", depths: [3, 3, 27, 3], width: 192),
        ])
}

/// A ConvNeXt (Liu and others 2022) by depths and the channels of its first stage.
struct ConvNeXtPlan: FamilyPlan {
    let name: String
    let depths: [Int]
    let width: Int

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.net.conv(image, out: draft.channels(width), kernel: 4, stride: 4, padding: 0)
        x = draft.net.layerNorm2d(x)
        for (stage, depth) in depths.enumerated() {
            if stage > 0 {
                x = draft.net.layerNorm2d(x)
                let out = draft.channels(width << stage)
                x = draft.net.conv(x, out: out, kernel: 2, stride: 2, padding: 0)
            }
            for _ in 0..<depth { x = block(x, &draft) }
        }
        let pooled = draft.net.layerNorm2d(draft.net.globalAveragePool(x))
        return [draft.net.gemm(draft.net.flatten(pooled), out: draft.options.classes)]
    }

    private func block(_ x: TensorID, _ draft: inout Draft) -> TensorID {
        let channels = draft.net.channels(x)
        let hidden = draft.redraw.channels(4 * channels)
        var y = draft.net.depthwise(x, kernel: Extent(draft.redraw.depthwiseKernel(7)))
        y = draft.net.layerNorm(draft.net.transpose(y, [0, 2, 3, 1]))
        y = draft.net.transpose(draft.net.perceptron(y, hidden: hidden), [0, 3, 1, 2])
        return draft.net.add(draft.net.mul(draft.net.weight([channels, 1, 1]), y), x)
    }
}
