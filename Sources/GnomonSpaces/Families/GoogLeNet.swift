import GnomonGraph

extension NetworkFamily {
    /// Parallel branches.
    static let googLeNet = NetworkFamily(
        name: "googlenet", summary: "parallel convolutions of several kernels, concatenated",
        paper: "arXiv:1409.4842", plans: [GoogLeNetPlan()])
}

/// GoogLeNet (Szegedy and others 2014) as torchvision has it: normalised, 3x3 in place of 5x5, no second heads.
struct GoogLeNetPlan: FamilyPlan {
    let name = "googlenet"

    /// Channels of the 1x1; the 3x3 before and after; the second 3x3 likewise; behind the pooling.
    private let modules = [
        [[64, 96, 128, 16, 32, 32], [128, 128, 192, 32, 96, 64]],
        [
            [192, 96, 208, 16, 48, 64], [160, 112, 224, 24, 64, 64], [128, 128, 256, 24, 64, 64],
            [112, 144, 288, 32, 64, 64], [256, 160, 320, 32, 128, 128],
        ],
        [[256, 160, 320, 32, 128, 128], [384, 192, 384, 48, 128, 128]],
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(64), kernel: 7, stride: 2)
        x = draft.ceilingMaxPool(x, kernel: 3, stride: 2)
        x = draft.convNorm(x, draft.channels(64))
        x = draft.spatialNorm(x, draft.channels(192), kernel: 3)
        for (stage, group) in modules.enumerated() {
            x = draft.ceilingMaxPool(x, kernel: stage == 2 ? 2 : 3, stride: 2)
            for widths in group { x = module(x, widths.map { draft.channels($0) }, &draft) }
        }
        return draft.classifier(x)
    }

    private func module(_ x: TensorID, _ widths: [Int], _ draft: inout Draft) -> TensorID {
        let first = draft.convNorm(x, widths[0])
        let second = draft.spatialNorm(draft.convNorm(x, widths[1]), widths[2], kernel: 3)
        let third = draft.spatialNorm(draft.convNorm(x, widths[3]), widths[4], kernel: 3)
        let pooled = draft.net.maxPool(x, kernel: 3, stride: 1, padding: 1)
        return draft.net.concat([first, second, third, draft.convNorm(pooled, widths[5])])
    }
}
