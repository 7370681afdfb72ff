import GnomonGraph

extension NetworkFamily {
    /// Concatenation of all earlier results.
    static let denseNet = NetworkFamily(
        name: "densenet", summary: "each layer reads the results of all before it", paper: "arXiv:1608.06993",
        plans: [
            DenseNetPlan(name: "densenet121", depths: [6, 12, 24, 16]),
            DenseNetPlan(name: "densenet169", depths: [6, 12, 32, 32]),
            DenseNetPlan(name: "densenet201", depths: [6, 12, 48, 32]),
            DenseNetPlan(name: "densenet161", depths: [6, 12, 36, 24], growth: 48, stem: 96),
        ])
}

/// A DenseNet (Huang and others 2016) by the number of layers in each block.
///
/// The normalisation before a 1x1 convolution cannot be folded; the one between 1x1 and 3x3 can.
struct DenseNetPlan: FamilyPlan {
    let name: String
    let depths: [Int]
    var growth = 32
    var stem = 64

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(stem), kernel: 7, stride: 2)
        x = draft.net.maxPool(x, kernel: 3, stride: 2, padding: 1)
        var published = stem
        for (block, depth) in depths.enumerated() {
            for _ in 0..<depth { x = layer(x, &draft) }
            published += depth * growth
            guard block + 1 < depths.count else { break }
            published /= 2
            let normal = draft.net.relu(draft.net.batchNorm(x))
            x = draft.net.conv(normal, out: draft.channels(published), bias: false)
            x = draft.net.averagePool(x, kernel: 2, stride: 2)
        }
        return draft.classifier(draft.net.relu(draft.net.batchNorm(x)))
    }

    private func layer(_ x: TensorID, _ draft: inout Draft) -> TensorID {
        let normal = draft.net.relu(draft.net.batchNorm(x))
        let narrow = draft.convNorm(normal, draft.channels(4 * growth))
        let kernel = Extent(draft.redraw.kernel(3))
        let new = draft.net.conv(narrow, out: draft.channels(growth), kernel: kernel, bias: false)
        return draft.net.concat([x, new])
    }
}
