import GnomonGraph
import GnomonSpaces
import Testing

@Suite("FBNet, Once-for-all and ProxylessNAS")
struct MobileSpacesTests {
    @Test(
        "FBNet has the published parameters and multiply-accumulates",
        arguments: [
            ("fbnet", "7818488874147327324245", 1_790_500, 67_605_376 as UInt64),
            ("fbnet", String(repeating: "0", count: 22), 1_170_676, 31_322_240),
            ("fbnet", String(repeating: "7", count: 22), 3_749_652, 160_926_080),
            ("fbnet", String(repeating: "8", count: 22), 780_660, 11_608_960),
            ("fbnet-imagenet", String(repeating: "7", count: 22), 5_754_072, 572_634_080),
        ])
    func fbnet(name: String, text: String, parameters: Int, macs: UInt64) throws {
        let space = try #require(SpaceCatalog.space(named: name))
        let network = try space.network(of: space.parse(text))
        #expect(network.trainedParameters == parameters)
        #expect(try network.prepared().totalCost().macs == macs)
    }

    @Test(
        "FBNet parameters equal the published column",
        .enabled(if: PublicData.has("fbnet_zcp.csv.gz"), "needs fbnet_zcp.csv.gz in GNOMON_DATA"))
    func fbnetColumn() throws {
        let rows = try PublicData.rows("fbnet_zcp.csv.gz")
        #expect(rows.count == 5000)
        let space = FBNet()
        for row in rows.prefix(NASBench201Tests.isThorough ? 5000 : 300) {
            let network = try space.network(of: space.parse(row["ops"] ?? ""))
            #expect(network.trainedParameters == Int(row["params"] ?? ""))
        }
    }

    @Test(
        "Once-for-all has the published multiply-accumulates",
        arguments: [
            ("ofa-mbv3", "3", "3", "2", 160, 100.321), ("ofa-mbv3", "7", "6", "4", 224, 843.101),
            ("ofa-mbv3-w1.0", "3", "3", "2", 160, 63.241), ("ofa-mbv3-w1.0", "7", "6", "4", 224, 566.171),
        ])
    func ofa(name: String, kernel: String, expand: String, depth: String, size: Int, millions: Double) throws
    {
        let space = try #require(SpaceCatalog.space(named: name))
        let text = [
            String(repeating: kernel, count: 20), String(repeating: expand, count: 20),
            String(repeating: depth, count: 5), "\(size)",
        ].joined(separator: ":")
        let cost = try space.network(of: space.parse(text)).prepared().totalCost()
        #expect(abs(Double(cost.macs) / 1e6 - millions) < 0.0006)
    }

    @Test(
        "published mixed networks of Once-for-all have their MACs",
        arguments: [
            ("33335533553355333373:33333633443364446663:23344:224", 389.488),
            ("33335333553333333333:33334343443364436643:23334:224", 339.353),
        ])
    func mixed(text: String, millions: Double) throws {
        let space = OFAMobileNetV3()
        let cost = try space.network(of: space.parse(text)).prepared().totalCost()
        #expect(abs(Double(cost.macs) / 1e6 - millions) < 0.0006)
    }

    @Test("layers that are not there make no difference")
    func inactive() throws {
        let space = OFAMobileNetV3()
        let short = String(repeating: "3", count: 20)
        let other = String(repeating: "3375", count: 5)
        let first = try space.parse("\(short):\(short):22222:160")
        #expect(try space.parse("\(other):\(short):22222:160") == first)
        var genes = first.genes
        genes[3] = 2
        #expect(
            try space.network(of: Architecture(genes)).prepared().canonicalHash()
                == space.network(of: first).prepared().canonicalHash())
    }

    @Test("ProxylessNAS has the parameters of its published network for phones")
    func proxyless() throws {
        let space = ProxylessNAS(secondWidth: 32)
        // Absent layers may stand anywhere in their stage.
        let text = "2066" + "4022" + "5222" + "3222" + "5544" + "5"
        let architecture = try space.parse(text)
        #expect(try space.parse("2606" + text.dropFirst(4)) == architecture)
        let network = try space.network(of: architecture)
        #expect(network.trainedParameters == 4_080_512)
        let folded = try space.network(of: architecture, options: SpaceOptions(form: .folded))
        #expect(!folded.nodes.contains { $0.op.kind == .batchNormalization })
        #expect(try folded.prepared().totalCost().macs == network.prepared().totalCost().macs)
    }
}

@Suite("Search spaces")
struct SearchSpaceTests {
    @Test("every space draws, changes, writes, reads and builds", arguments: SpaceCatalog.all.map(\.name))
    func roundTrip(name: String) throws {
        let space = try #require(SpaceCatalog.space(named: name))
        let drawn = space.sample(6, seed: 7)
        #expect(drawn == space.sample(6, seed: 7))
        #expect(drawn != space.sample(6, seed: 8))
        #expect(Set(drawn).count == 6)
        var generator = SystemRandomNumberGenerator()
        for architecture in drawn {
            try space.check(architecture)
            #expect(space.normalised(architecture) == architecture)
            #expect(try space.parse(space.format(architecture)) == architecture)
            let neighbour = space.mutated(architecture, using: &generator)
            try space.check(neighbour)
            #expect(neighbour != architecture)
        }
        for form in space.forms where form != .latbench && form != .live {
            let network = try space.network(of: drawn[0], options: SpaceOptions(batch: 2, form: form))
            let prepared = try network.prepared()
            #expect(prepared.outputs.map { prepared[$0].shape?.sizes?.first } == [2])
            #expect(prepared.warnings.isEmpty)
        }
    }

    @Test("wrong genes and options are refused, not trapped on", arguments: SpaceCatalog.all.map(\.name))
    func refusals(name: String) throws {
        let space = try #require(SpaceCatalog.space(named: name))
        let good = try #require(space.sample(1, seed: 1).first)
        for genes in [[], [0], good.genes.map { _ in -1 }, good.genes.map { _ in 99 }] {
            #expect(throws: SpaceError.self) { try space.network(of: Architecture(genes)) }
            _ = space.normalised(Architecture(genes))
            _ = space.format(Architecture(genes))
        }
        for options in [
            SpaceOptions(batch: 0), SpaceOptions(batch: Int.max), SpaceOptions(size: 0),
            SpaceOptions(size: Int.max), SpaceOptions(classes: 0), SpaceOptions(classes: Int.max),
        ] {
            #expect(throws: SpaceError.self) { try space.network(of: good, options: options) }
        }
        for text in ["", "9", "::::", "\u{0}", String(repeating: "1", count: 100)] {
            #expect(throws: SpaceError.self) { try space.parse(text) }
        }
    }

    @Test("only a small space is listed")
    func listing() {
        #expect(Set(NASBench201().architectures() ?? []).count == 15_625)
        #expect(FBNet().architectures() == nil)
        #expect(FBNet().count == 984_770_902_183_611_232_881)
        #expect(SpaceCatalog.space(named: "nasbench") == nil)
        #expect(Set(SpaceCatalog.all.map(\.name)).count == SpaceCatalog.all.count)
    }
}
