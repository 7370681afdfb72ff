import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Published networks")
struct ReferenceNetworksTests {
    @Test(
        "parameters and multiply-accumulates are exactly those other libraries count",
        arguments: PublishedCounts.torchvision + PublishedCounts.timm)
    func counts(row: PublishedCounts.Row) throws {
        let options = FamilyOptions(normalisation: .separate)
        let network = try #require(try FamilyCatalog.network(named: row.name, options: options))
        #expect(network.name == row.name)
        let cost = try network.prepared().totalCost()
        #expect(Int(cost.parameters) == row.parameters)
        #expect(Int(cost.macs) == row.macs)
        #expect(network.outputs.map { network[$0].shape?.sizes } == [[1, 1000]])
    }

    /// Counted in `BertModel` and `GPT2LMHeadModel` of transformers 5.24, built from their configurations without
    /// weights; BERT with its pooler, GPT-2 with its output tied to the embedding.
    @Test(
        "language models have the parameters transformers counts",
        arguments: [
            ("bert_tiny", 4_385_920), ("bert_medium", 41_373_184), ("bert_base", 109_482_240),
            ("bert_large", 335_141_888), ("gpt2", 124_439_808), ("gpt2_medium", 354_823_168),
            ("gpt2_large", 774_030_080), ("gpt2_decode", 124_439_808),
        ])
    func languageModels(name: String, parameters: Int) throws {
        let network = try #require(try FamilyCatalog.network(named: name))
        #expect(Int(try network.prepared().totalCost().parameters) == parameters)
    }

    /// Counted in the models of pytorchcv 0.0.74 with PyTorch's `FlopCounterMode`.
    @Test(
        "ProxylessNAS networks have the parameters and multiply-accumulates pytorchcv has",
        arguments: [
            ("proxylessnas_mobile", 4_080_512, 320_427_584), ("proxylessnas_cpu", 4_361_648, 439_243_864),
            ("proxylessnas_gpu", 7_119_848, 465_260_160),
        ])
    func proxyless(name: String, parameters: Int, macs: Int) throws {
        let options = FamilyOptions(normalisation: .separate)
        let network = try #require(try FamilyCatalog.network(named: name, options: options))
        let cost = try network.prepared().totalCost()
        #expect(Int(cost.parameters) == parameters)
        #expect(Int(cost.macs) == macs)
    }

    @Test("every name is one network's; other names have none")
    func names() throws {
        #expect(Set(ReferenceNetworks.names).count == ReferenceNetworks.names.count)
        #expect(FamilyCatalog.family(ofNetwork: "resnet50")?.name == "resnet")
        #expect(try ReferenceNetworks.network(named: "resnet19") == nil)
    }

    @Test("options that leave nothing to build are refused, not trapped on")
    func refused() {
        for options in [
            FamilyOptions(batch: 0), FamilyOptions(size: 2), FamilyOptions(size: -1),
            FamilyOptions(batch: .max), FamilyOptions(classes: 0), FamilyOptions(width: .nan),
            FamilyOptions(sequence: 0),
        ] {
            #expect(throws: GraphError.self) {
                // The count alone is compared: a network as a message would fill pages.
                _ = try FamilyCatalog.network(named: "vgg11", options: options)?.nodes.count
            }
        }
    }
}
