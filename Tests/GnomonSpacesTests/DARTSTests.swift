import GnomonGraph
import GnomonSpaces
import GnomonStatistics
import Testing

@Suite("DARTS")
struct DARTSTests {
    /// What a program of 60 lines in plain PyTorch 2.13 counts, written from the papers' description.
    ///
    /// Parameters are `sum(p.numel())`, multiply-accumulates half of what `FlopCounterMode` finds. The paper prints
    /// 3.3 million parameters for CIFAR-10 and 4.7 million for ImageNet (arXiv:1806.09055), which are `darts-v2`
    /// here. It prints 574 million multiply-adds for ImageNet, more than convolutions and classifier have.
    struct Row: Sendable, CustomTestStringConvertible {
        var genotype: String
        var cifar: (parameters: Int, macs: UInt64)
        var imageNet: (parameters: Int, macs: UInt64)
        var testDescription: String { genotype }
    }

    static let rows = [
        Row(genotype: "darts-v1", cifar: (3_169_414, 500_987_520), imageNet: (4_510_432, 505_864_704)),
        Row(genotype: "darts-v2", cifar: (3_349_342, 528_359_040), imageNet: (4_718_752, 529_911_552)),
        Row(genotype: "p-darts", cifar: (3_433_798, 532_174_464), imageNet: (4_944_352, 542_819_328)),
        Row(genotype: "pc-darts", cifar: (3_634_678, 556_670_592), imageNet: (5_270_560, 571_137_408)),
        Row(
            genotype: "pc-darts-imagenet", cifar: (3_721_510, 570_466_944),
            imageNet: (5_342_464, 581_627_328)),
        // Pools alone, 5x5 alone on the nearest sources, dilated 5x5 alone on the farthest, skips alone.
        Row(
            genotype: "000000000000000000000000", cifar: (1_370_134, 227_272_320),
            imageNet: (2_427_232, 265_396_224)),
        Row(
            genotype: "044244544944044244544944", cifar: (5_144_086, 817_833_600),
            imageNet: (6_966_112, 786_674_688)),
        Row(
            genotype: "066166266366066166266366", cifar: (3_257_110, 522_552_960),
            imageNet: (4_696_672, 526_035_456)),
        Row(
            genotype: "022022022022022022022022", cifar: (1_580_950, 248_505_984),
            imageNet: (2_800_480, 294_297_600)),
    ]

    @Test("networks have the parameters and multiply-accumulates PyTorch counts", arguments: rows)
    func counts(row: Row) throws {
        for (variant, expected) in [(DARTS.Variant.cifar, row.cifar), (.imageNet, row.imageNet)] {
            let space = DARTS(variant)
            let network = try space.network(of: space.parse(row.genotype))
            let prepared = try network.prepared()
            #expect(prepared.warnings.isEmpty)
            #expect(network.trainedParameters == expected.parameters)
            #expect(try prepared.totalCost().macs == expected.macs)
            for (position, tensor) in network.tensors.enumerated() where tensor.role == .activation {
                #expect(prepared.tensors[position].shape == tensor.shape, "\(tensor.name)")
            }
        }
    }

    @Test("folding removes the normalisations and no multiply-accumulate")
    func folded() throws {
        let space = DARTS()
        let folded = try space.network(of: space.parse("darts-v2"), options: SpaceOptions(form: .folded))
        #expect(!folded.nodes.contains { $0.op.kind == .batchNormalization })
        #expect(try folded.prepared().totalCost().macs == 528_359_040)
    }

    @Test("genotypes with names are written and read back")
    func published() throws {
        for (name, text) in DARTS.published {
            let architecture = try DARTS().parse(name)
            #expect(DARTS().format(architecture) == text)
            #expect(try DARTS(.imageNet).parse(text) == architecture)
            let digits = architecture.genes.map(String.init).joined()
            #expect(try DARTS().parse(digits) == architecture)
        }
        #expect(Set(DARTS.published.map(\.text)).count == 5)
    }

    @Test("what the papers' programs print is read, in either order of the edges")
    func genotype() throws {
        let text = """
            Genotype(normal=[('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), ('sep_conv_3x3', 1),
            ('skip_connect', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 2)],
            normal_concat=[2, 3, 4, 5], reduce=[("max_pool_3x3", 0), ("max_pool_3x3", 1), ("skip_connect", 2),
            ("max_pool_3x3", 0), ("max_pool_3x3", 0), ("skip_connect", 2), ("skip_connect", 2),
            ("avg_pool_3x3", 0)], reduce_concat=range(2, 6))
            """
        #expect(try DARTS().parse(text) == DARTS().parse("darts-v1"))
        for (part, other) in [
            ("range(2, 6)", "range(3, 6)"), ("normal=", "usual="), ("('skip_connect', 0), ", ""),
            ("('sep_conv_3x3', 1)", "('sep_conv_3x3', 0)"), ("reduce_concat=range(2, 6))", ""),
            ("max_pool_3x3", "none"), (", 2)]", ", 5)]"), ("Genotype(", "Genotype(x"),
        ] {
            let wrong = text.replacing(part, with: other)
            #expect(throws: SpaceError.self, "\(part) as \(other)") { try DARTS().parse(wrong) }
        }
    }

    @Test("other texts and unfit sizes are refused with a sentence")
    func refusals() throws {
        let good = DARTS.published[1].text
        for wrong in [
            "darts-v3", "|", good + ":", String(good.dropLast()), good.replacing("~1", with: "~0"),
            good.replacing("skip_connect", with: "none"), good.replacing("~2", with: "~9"),
            good.replacing(":", with: "+"), good.replacing("~0", with: ""), "0123", "Genotype()",
            String(repeating: "9", count: 24),
        ] {
            #expect(throws: SpaceError.self, "\(wrong)") { try DARTS().parse(wrong) }
        }
        let architecture = try DARTS().parse(good)
        for (variant, size) in [(DARTS.Variant.cifar, 30), (.imageNet, 100)] {
            do {
                let network = try DARTS(variant).network(of: architecture, options: SpaceOptions(size: size))
                Issue.record("\(network.name) of \(size) pixels was built")
            } catch {
                #expect(error.code == .options)
                #expect(error.message.contains("\(size)"))
            }
        }
        let large = try DARTS().network(of: architecture, options: SpaceOptions(size: 64))
        #expect(try large.prepared().totalCost().macs == 4 * (528_359_040 - 5760) + 5760)
    }

    @Test("edges become genes and genes edges; a node reads two different earlier ones")
    func edges() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<50 {
            let architecture = DARTS().random(using: &generator)
            let cells = try DARTS().cells(of: architecture)
            #expect(
                try DARTS().architecture(normal: cells.normal.reversedPairs, reducing: cells.reducing)
                    == architecture)
            for (position, edge) in (cells.normal + cells.reducing).enumerated() {
                #expect(edge.source < position % 8 / 2 + 2)
            }
        }
        let pool = DARTS.Edge(source: 0, operation: .maxPool3x3)
        #expect(throws: SpaceError.self) {
            try DARTS().architecture(normal: Array(repeating: pool, count: 8), reducing: [])
        }
    }

    @Test("the space has the size the paper reckons, and every choice is drawn equally often")
    func sampling() {
        #expect(DARTS().count == 1_037_664_180 * 1_037_664_180)
        let drawn = DARTS().sample(4_000, seed: 5)
        #expect(drawn == DARTS().sample(4_000, seed: 5))
        #expect(drawn != DARTS().sample(4_000, seed: 6))
        for (position, choices) in DARTS().choices.enumerated() where choices > 1 {
            // Six standard deviations of a binomial count.
            let expected = 4_000 / Double(choices)
            let slack = 6 * (expected * (1 - 1 / Double(choices))).squareRoot()
            for gene in 0..<choices {
                let count = Double(drawn.count { $0.genes[position] == gene })
                #expect(abs(count - expected) < slack, "gene \(gene) at \(position)")
            }
        }
    }
}

extension [DARTS.Edge] {
    /// The two edges of each node in the other order.
    fileprivate var reversedPairs: [DARTS.Edge] { indices.map { self[$0 ^ 1] } }
}
