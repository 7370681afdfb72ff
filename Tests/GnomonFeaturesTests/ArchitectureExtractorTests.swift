import GnomonFeatures
import GnomonGraph
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Features of architectures")
struct ArchitectureExtractorTests {
    static let spaces: [any SearchSpace] = SpaceCatalog.all

    @Test("every extractor of every space gives finite numbers, one a column, and is found by its name")
    func everywhere() throws {
        for space in Self.spaces {
            for extractor in ArchitectureFeatureCatalog.extractors(of: space) {
                let columns = extractor.columns
                #expect(Set(columns).count == columns.count)
                for architecture in space.sample(2, seed: 3) {
                    let row = try extractor.row(architecture)
                    #expect(row.count == columns.count)
                    #expect(row.allSatisfy { $0.isFinite })
                }
                let found = ArchitectureFeatureCatalog.extractor(named: extractor.name, of: space)
                #expect(found?.schema == extractor.schema)
                #expect(throws: SpaceError.self) { try extractor.row(Architecture([0])) }
            }
            #expect(ArchitectureFeatureCatalog.extractor(named: "crystal-ball", of: space) == nil)
        }
        #expect(ArchitectureFeatureCatalog.extractor(named: "cell-v1", of: FBNet()) == nil)
    }

    @Test("one-hot rows have a one for each position, and none for a layer that is not there")
    func oneHot() throws {
        let cell = try OneHotFeatures(NASBench201()).row(Architecture([0, 1, 2, 3, 4, 0]))
        #expect(cell.count == 30)
        #expect(cell.reduce(0, +) == 6)
        #expect(
            cell[0] == 1 && cell[6] == 1 && cell[12] == 1 && cell[18] == 1 && cell[24] == 1 && cell[25] == 1)
        let space = OFAMobileNetV3()
        let deep = try space.parse("77777777777777777777:66666666666666666666:44444:224")
        let shallow = try space.parse("77777777777777777777:66666666666666666666:22222:224")
        #expect(try OneHotFeatures(space).row(deep).reduce(0, +) == 46)
        #expect(try OneHotFeatures(space).row(shallow).reduce(0, +) == 26)
    }

    @Test("the parts of mobile networks count the operations their networks have")
    func mobileParts() throws {
        for space in Self.spaces {
            guard let mobile = space as? any MobileSpace else { continue }
            for architecture in space.sample(4, seed: 9) {
                let parts = try mobile.parts(of: architecture)
                let network = try space.network(of: architecture).prepared()
                #expect(try Int(network.totalCost().macs) == parts.macs, "\(space.name)")
            }
        }
    }

    @Test("operations of a cell's network are counted without building it")
    func cellOperations() throws {
        let space = NASBench201()
        for architecture in space.sample(4, seed: 2) {
            let counted = try ArchitectureCost.macs(of: architecture, in: space)
            let network = try space.network(of: architecture).prepared()
            #expect(try Double(network.totalCost().macs) == counted)
        }
    }

    @Test("network features tell doubled operators from distinct ones")
    func networkFeatures() throws {
        let features = NetworkFeatures(NASBench201())
        let place = try #require(features.columns.firstIndex(of: "dense count"))
        let one = try features.row(Architecture([3, 0, 0, 0, 1, 0]))
        let two = try features.row(Architecture([3, 0, 0, 3, 1, 0]))
        // Fifteen cells have one more convolution each.
        #expect(two[place] - one[place] == 15)
        let additions = try #require(features.columns.firstIndex(of: "additions"))
        #expect(two[additions] - one[additions] == 15)
        let dead = try features.row(Architecture([3, 3, 0, 0, 1, 0]))
        #expect(dead == one)
    }
}
