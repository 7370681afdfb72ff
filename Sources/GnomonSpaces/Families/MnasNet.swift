import GnomonGraph

extension NetworkFamily {
    /// Inverted residuals found on a phone.
    static let mnasNet = NetworkFamily(
        name: "mnasnet", summary: "inverted residuals searched for a phone", paper: "arXiv:1807.11626",
        plans: [
            MnasNetPlan(name: "mnasnet0_5", rows: MnasNetPlan.b1, alpha: 0.5),
            MnasNetPlan(name: "mnasnet0_75", rows: MnasNetPlan.b1, alpha: 0.75),
            MnasNetPlan(name: "mnasnet1_0", rows: MnasNetPlan.b1),
            MnasNetPlan(name: "mnasnet1_3", rows: MnasNetPlan.b1, alpha: 1.3),
            MnasNetPlan(name: "mnasnet_a1", rows: MnasNetPlan.a1),
        ])
}

/// A MnasNet (Tan and others 2018): B1 as torchvision has it, or A1 with squeeze and excitation.
struct MnasNetPlan: FamilyPlan {
    let name: String
    let rows: [InvertedRow]
    /// Factor on the channels of all but the last convolution.
    var alpha = 1.0

    static let b1 = [
        InvertedRow(out: 16, expansion: 1, activation: .relu, isPlain: true),
        InvertedRow(out: 24, expansion: 3, stride: 2, depth: 3, activation: .relu),
        InvertedRow(out: 40, expansion: 3, kernel: 5, stride: 2, depth: 3, activation: .relu),
        InvertedRow(out: 80, expansion: 6, kernel: 5, stride: 2, depth: 3, activation: .relu),
        InvertedRow(out: 96, expansion: 6, depth: 2, activation: .relu),
        InvertedRow(out: 192, expansion: 6, kernel: 5, stride: 2, depth: 4, activation: .relu),
        InvertedRow(out: 320, expansion: 6, activation: .relu),
    ]

    static let a1 = [
        InvertedRow(out: 16, expansion: 1, activation: .relu, isPlain: true),
        InvertedRow(out: 24, expansion: 6, stride: 2, depth: 2, activation: .relu),
        InvertedRow(out: 40, expansion: 3, kernel: 5, stride: 2, depth: 3, squeeze: 0.25, activation: .relu),
        InvertedRow(out: 80, expansion: 6, stride: 2, depth: 4, activation: .relu),
        InvertedRow(out: 112, expansion: 6, depth: 2, squeeze: 0.25, activation: .relu),
        InvertedRow(out: 160, expansion: 6, kernel: 5, stride: 2, depth: 3, squeeze: 0.25, activation: .relu),
        InvertedRow(out: 320, expansion: 6, activation: .relu),
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        var x = draft.spatialNorm(image, draft.channels(scaled(32)), kernel: 3, stride: 2)
        let scaledRows = rows.map { row in
            var copy = row
            copy.out = scaled(row.out)
            return copy
        }
        x = draft.inverted(x, scaledRows)
        return draft.classifier(draft.convNorm(x, draft.channels(1280)))
    }

    private func scaled(_ channels: Int) -> Int { Draft.divisible(Double(channels) * alpha) }
}
