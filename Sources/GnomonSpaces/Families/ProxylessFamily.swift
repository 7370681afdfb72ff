import GnomonGraph

extension NetworkFamily {
    /// Inverted residuals found for a phone, a processor and a graphics card.
    static let proxylessNAS = NetworkFamily(
        name: "proxylessnas", summary: "inverted residuals searched on the target device",
        paper: "arXiv:1812.00332",
        plans: [
            ProxylessPlan(
                name: "proxylessnas_mobile", stem: 32, last: 1280,
                rows: [
                    (16, 1, [(1, 3)]), (32, 2, [(3, 5), (3, 3)]),
                    (40, 2, [(3, 7), (3, 3), (3, 5), (3, 5)]), (80, 2, [(6, 7), (3, 5), (3, 5), (3, 5)]),
                    (96, 1, [(6, 5), (3, 5), (3, 5), (3, 5)]), (192, 2, [(6, 7), (6, 7), (3, 7), (3, 7)]),
                    (320, 1, [(6, 7)]),
                ]),
            ProxylessPlan(
                name: "proxylessnas_cpu", stem: 40, last: 1432,
                rows: [
                    (24, 1, [(1, 3)]), (32, 2, [(6, 3), (3, 3), (3, 3), (3, 3)]),
                    (48, 2, [(6, 3), (3, 3), (3, 3), (3, 5)]), (88, 2, [(6, 3), (3, 3)]),
                    (104, 1, [(6, 5), (3, 3), (3, 3), (3, 3)]), (216, 2, [(6, 5), (3, 5), (3, 5), (3, 3)]),
                    (360, 1, [(6, 5)]),
                ]),
            ProxylessPlan(
                name: "proxylessnas_gpu", stem: 40, last: 1728,
                rows: [
                    (24, 1, [(1, 3)]), (32, 2, [(3, 5)]), (56, 2, [(3, 7), (3, 3)]),
                    (112, 2, [(6, 7), (3, 5)]), (128, 1, [(6, 5), (3, 3), (3, 5)]),
                    (256, 2, [(6, 7), (6, 7), (6, 7), (6, 5)]), (432, 1, [(6, 7)]),
                ]),
        ])
}

/// A network that ProxylessNAS found (Cai and others 2018).
struct ProxylessPlan: FamilyPlan {
    let name: String
    /// Channels of the first and of the last convolution.
    let stem: Int
    let last: Int
    /// Channels and stride of a stage, and expansion and kernel of each of its blocks.
    let rows: [(out: Int, stride: Int, blocks: [(expansion: Int, kernel: Int)])]

    func build(_ draft: inout Draft) -> [TensorID] {
        let image = draft.image()
        let x = draft.spatialNorm(image, draft.channels(stem), kernel: 3, stride: 2, .relu6)
        var blocks: [InvertedRow] = []
        for row in rows {
            for (index, block) in row.blocks.enumerated() {
                blocks.append(
                    InvertedRow(
                        out: row.out, expansion: Double(block.expansion), kernel: block.kernel,
                        stride: index == 0 ? row.stride : 1))
            }
        }
        let y = draft.inverted(x, blocks)
        return draft.classifier(draft.convNorm(y, draft.channels(last), .relu6))
    }
}
