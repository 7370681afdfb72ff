import GnomonGraph

extension NetworkFamily {
    /// Grouped bottlenecks of quantised width.
    static let regNet = NetworkFamily(
        name: "regnet", summary: "grouped bottlenecks whose widths follow a line", paper: "arXiv:2003.13678",
        plans: [
            RegNetPlan(
                name: "regnet_x_400mf", depths: [1, 2, 7, 12], widths: [32, 64, 160, 400], group: 16),
            RegNetPlan(
                name: "regnet_x_800mf", depths: [1, 3, 7, 5], widths: [64, 128, 288, 672], group: 16),
            RegNetPlan(
                name: "regnet_x_1_6gf", depths: [2, 4, 10, 2], widths: [72, 168, 408, 912], group: 24),
            RegNetPlan(
                name: "regnet_x_3_2gf", depths: [2, 6, 15, 2], widths: [96, 192, 432, 1008], group: 48),
            RegNetPlan(
                name: "regnet_y_400mf", depths: [1, 3, 6, 6], widths: [48, 104, 208, 440], group: 8,
                squeezes: true),
            RegNetPlan(
                name: "regnet_y_800mf", depths: [1, 3, 8, 2], widths: [64, 144, 320, 784], group: 16,
                squeezes: true),
            RegNetPlan(
                name: "regnet_y_1_6gf", depths: [2, 6, 17, 2], widths: [48, 120, 336, 888], group: 24,
                squeezes: true),
        ])
}

/// A RegNetX, or with squeeze and excitation a RegNetY (Radosavovic and others 2020).
struct RegNetPlan: FamilyPlan {
    let name: String
    let depths: [Int]
    let widths: [Int]
    /// Channels of a group of the 3x3.
    let group: Int
    var squeezes = false

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(32), kernel: 3, stride: 2)
        for (width, depth) in zip(widths, depths) {
            let out = draft.channels(width, of: group)
            for index in 0..<depth { x = block(x, out, width, stride: index == 0 ? 2 : 1, &draft) }
        }
        return draft.classifier(x)
    }

    private func block(
        _ x: TensorID, _ out: Int, _ width: Int, stride: Int, _ draft: inout Draft
    ) -> TensorID {
        let channels = draft.net.channels(x)
        let inner = draft.channels(width, of: group)
        var y = draft.convNorm(x, inner)
        y = draft.spatialNorm(y, inner, kernel: 3, stride: stride, groups: inner / group)
        if squeezes {
            let reduced = Int((0.25 * Double(channels)).rounded())
            y = draft.squeezeExcite(y, max(1, draft.redraw.channels(reduced)))
        }
        y = draft.convNorm(y, out, .none)
        let isSame = stride == 1 && channels == out
        return draft.net.relu(
            draft.net.add(y, isSame ? x : draft.convNorm(x, out, stride: stride, .none)))
    }
}
