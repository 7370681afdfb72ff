import GnomonGraph

extension NetworkFamily {
    /// Sums around two or three convolutions.
    static let resNet = NetworkFamily(
        name: "resnet", summary: "two or three convolutions around a sum, also grouped and wide",
        paper: "arXiv:1512.03385",
        plans: [
            ResNetPlan(name: "resnet18", depths: [2, 2, 2, 2], isBottleneck: false),
            ResNetPlan(name: "resnet34", depths: [3, 4, 6, 3], isBottleneck: false),
            ResNetPlan(name: "resnet50", depths: [3, 4, 6, 3]),
            ResNetPlan(name: "resnet101", depths: [3, 4, 23, 3]),
            ResNetPlan(name: "resnet152", depths: [3, 8, 36, 3]),
            ResNetPlan(name: "resnext50_32x4d", depths: [3, 4, 6, 3], groups: 32, groupWidth: 4),
            ResNetPlan(name: "wide_resnet50_2", depths: [3, 4, 6, 3], groupWidth: 128),
        ])
}

/// A ResNet, ResNeXt (arXiv:1611.05431) or Wide ResNet (arXiv:1605.07146) as torchvision has it.
struct ResNetPlan: FamilyPlan {
    let name: String
    let depths: [Int]
    var isBottleneck = true
    var groups = 1
    /// Channels of one group of the 3x3 in the first stage.
    var groupWidth = 64

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        let stem = draft.spatialNorm(image, draft.channels(64), kernel: 7, stride: 2)
        var x = draft.net.maxPool(stem, kernel: 3, stride: 2, padding: 1)
        for (stage, depth) in depths.enumerated() {
            // The sums of a stage need one channel count; what is inside a block is free.
            let out = draft.channels((isBottleneck ? 256 : 64) << stage)
            for block in 0..<depth {
                let stride = stage > 0 && block == 0 ? 2 : 1
                x = self.block(x, out, stage: stage, stride: stride, &draft)
            }
        }
        return draft.classifier(x)
    }

    private func block(
        _ x: TensorID, _ out: Int, stage: Int, stride: Int, _ draft: inout Draft
    ) -> TensorID {
        var y: TensorID
        if isBottleneck {
            let inner = draft.channels((groups * groupWidth) << stage, of: groups)
            y = draft.convNorm(x, inner)
            y = draft.spatialNorm(y, inner, kernel: 3, stride: stride, groups: groups)
            y = draft.convNorm(y, out, .none)
        } else {
            y = draft.spatialNorm(x, draft.channels(64 << stage), kernel: 3, stride: stride)
            y = draft.spatialNorm(y, out, kernel: 3, .none)
        }
        let isSame = stride == 1 && draft.net.channels(x) == out
        let shortcut = isSame ? x : draft.convNorm(x, out, stride: stride, .none)
        return draft.net.relu(draft.net.add(y, shortcut))
    }
}
