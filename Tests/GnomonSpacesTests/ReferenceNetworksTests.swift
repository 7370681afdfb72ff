import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Reference networks")
struct ReferenceNetworksTests {
    /// The parameters torchvision states, less one for each channel of a folded batch normalisation.
    @Test(
        "the parameters are those of torchvision with folded normalisations",
        arguments: [
            ("resnet18", 11_689_512 - 4_800), ("resnet50", 25_557_032 - 26_560),
            ("mobilenet_v2", 3_504_872 - 17_056), ("vgg16", 138_357_544), ("squeezenet1_1", 1_235_496),
            ("vit_b_16", 86_567_656),
        ])
    func parameters(name: String, expected: Int) throws {
        let network = try #require(try ReferenceNetworks.network(named: name))
        #expect(network.name == name)
        var count = 0
        for tensor in network.tensors where tensor.payload == .absent {
            count += tensor.shape?.elements ?? 0
        }
        #expect(count == expected)
        #expect(network.outputs.map { network[$0].shape?.sizes } == [[1, 1000]])
    }

    @Test("every name has its network, other names have none")
    func names() throws {
        for name in ReferenceNetworks.names {
            #expect(try ReferenceNetworks.network(named: name)?.prepared().outputs.count == 1)
        }
        #expect(try ReferenceNetworks.network(named: "resnet19") == nil)
    }
}
