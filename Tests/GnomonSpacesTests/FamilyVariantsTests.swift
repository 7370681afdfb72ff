import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Variants of published networks")
struct FamilyVariantsTests {
    /// The smallest network of each family.
    static let names = FamilyCatalog.all.compactMap(\.networks.first)

    @Test("preparation finds the shapes of every variant", arguments: names)
    func valid(name: String) throws {
        let variants = try #require(FamilyVariants(of: name, seed: 1))
        for index in 0..<3 {
            let network = try variants.network(index)
            let prepared = try network.prepared()
            for (position, tensor) in network.tensors.enumerated() where tensor.role == .activation {
                #expect(prepared.tensors[position].shape == tensor.shape, "\(name) \(index) \(tensor.name)")
            }
        }
    }

    @Test("seed and index alone decide, in whatever order", arguments: ["resnet18", "vit_ti_16"])
    func reproducible(name: String) throws {
        let variants = try #require(FamilyVariants(of: name, seed: 7))
        let later = try variants.network(5)
        _ = try variants.network(0)
        #expect(try variants.network(5) == later)
        #expect(try variants.network(4).tensors != later.tensors)
        let other = try #require(FamilyVariants(of: name, seed: 8))
        #expect(try other.network(5).tensors != later.tensors)
    }

    @Test("channels stay between 0.2 and 1.8 of the published ones, kernels in the list")
    func ranges() throws {
        let published = try #require(try ReferenceNetworks.network(named: "vgg11"))
        let variants = try #require(FamilyVariants(of: "vgg11", seed: 3))
        var kernels: Set<Int> = []
        for index in 0..<30 {
            let network = try variants.network(index)
            let pairs = zip(published.nodes, network.nodes).filter { $0.0.op.kind == .conv }
            for (before, after) in pairs {
                let old = try #require(before.inputs[1].flatMap { published[$0].shape?.sizes })
                let new = try #require(after.inputs[1].flatMap { network[$0].shape?.sizes })
                let factor = Double(new[0]) / Double(old[0])
                #expect((0.19...1.81).contains(factor))
                kernels.insert(new[2])
            }
        }
        #expect(kernels == [1, 3, 5, 7, 9])
    }

    @Test("an unknown name has no variants")
    func unknown() {
        #expect(FamilyVariants(of: "nosuch", seed: 0) == nil)
    }
}
