import GnomonGraph

extension NetworkFamily {
    /// Half of the channels pass, then all are shuffled.
    static let shuffleNetV2 = NetworkFamily(
        name: "shufflenet_v2", summary: "half of the channels pass, then all are shuffled",
        paper: "arXiv:1807.11164",
        plans: [
            ShuffleNetV2Plan(name: "shufflenet_v2_x0_5", widths: [48, 96, 192], last: 1024),
            ShuffleNetV2Plan(name: "shufflenet_v2_x1_0", widths: [116, 232, 464], last: 1024),
            ShuffleNetV2Plan(name: "shufflenet_v2_x1_5", widths: [176, 352, 704], last: 1024),
            ShuffleNetV2Plan(name: "shufflenet_v2_x2_0", widths: [244, 488, 976], last: 2048),
        ])
}

/// A ShuffleNetV2 (Ma and others 2018) by the channels of its stages.
struct ShuffleNetV2Plan: FamilyPlan {
    let name: String
    let widths: [Int]
    let last: Int

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(24), kernel: 3, stride: 2)
        x = draft.net.maxPool(x, kernel: 3, stride: 2, padding: 1)
        for (width, depth) in zip(widths, [4, 8, 4]) {
            // Two halves that are shuffled: the count stays even.
            let out = draft.channels(width, of: 2)
            for index in 0..<depth { x = unit(x, out, stride: index == 0 ? 2 : 1, &draft) }
        }
        x = draft.convNorm(x, draft.channels(last))
        return [draft.net.classifier(x, classes: draft.options.classes, reduces: true)]
    }

    private func unit(_ x: TensorID, _ out: Int, stride: Int, _ draft: inout Draft) -> TensorID {
        let half = out / 2
        var (left, right) = (x, x)
        if stride == 1 {
            let parts = draft.net.split(x, axis: 1, into: [half, half])
            (left, right) = (parts[0], parts[1])
        } else {
            left = draft.convNorm(draft.depthwiseNorm(x, kernel: 3, stride: 2, .none), half)
        }
        let inner = draft.redraw.channels(half)
        right = draft.convNorm(right, inner)
        right = draft.depthwiseNorm(right, kernel: 3, stride: stride, .none)
        right = draft.convNorm(right, half)
        return draft.net.channelShuffle(draft.net.concat([left, right]), groups: 2)
    }
}
