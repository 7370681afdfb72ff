import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("What joins a convolution")
struct ConvolutionFusionTests {
    @Test("without rules every live node is a kernel of its own")
    func none() throws {
        let network = try TinyNetworks.residual()
        let kernels = network.kernels(.none)
        #expect(kernels.count == network.nodes.count { $0.state == .live })
        #expect(
            kernels.allSatisfy { $0.members.count == 1 && $0.anchor == $0.members.first && !$0.isBlocked })
    }

    @Test("batch normalisation and activation join")
    func normalised() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            b.relu(b.batchNorm(b.conv(x, out: 16, kernel: 3)))
        }
        #expect(network.plain == ["conv(Conv+BatchNormalization+Relu)"])
        #expect(
            network.blocked == ["reorderInput()*", "conv(Conv+BatchNormalization+Relu)*", "reorderOutput()*"])
        #expect(network.blockedKernels[1].activation == .relu)
    }

    @Test(
        "a residual sum joins the convolution before it, on either side of the addition",
        arguments: [true, false])
    func residual(convolutionFirst: Bool) throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            let first = b.conv(x, out: 16, kernel: 3)
            let second = b.conv(first, out: 16, kernel: 3)
            return b.relu(convolutionFirst ? b.add(second, first) : b.add(first, second))
        }
        #expect(
            network.blocked == ["reorderInput()*", "conv(Conv)*", "conv(Conv+Add+Relu)*", "reorderOutput()*"])
        let kernels = network.blockedKernels
        #expect(kernels[2].addend == kernels[1].outputs.first)
        #expect(kernels[2].activation == .relu)
        #expect(network.plain == ["conv(Conv)", "conv(Conv)", "binary(Add)", "unary(Relu)"])
    }

    @Test("a depthwise convolution takes a clip")
    func depthwise() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            b.clip(b.depthwise(x, kernel: 3), 0, 6)
        }
        #expect(network.blocked == ["reorderInput()*", "depthwise(Conv+Clip)*", "reorderOutput()*"])
    }

    @Test("kinds of convolutions are told apart")
    func kinds() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            let dense = b.conv(x, out: 16, kernel: 3)
            let grouped = b.conv(dense, out: 16, kernel: 3, groups: 2)
            let single = b.depthwise(grouped, kernel: 3)
            let point = b.conv(single, out: 16)
            return b.convTranspose(point, out: 8, kernel: 2, stride: 2)
        }
        let kinds = network.kernels(.none).map(\.kind)
        #expect(kinds == [.conv, .grouped, .depthwise, .pointwise, .convTranspose])
    }

    @Test("a result that two read takes no activation")
    func fork() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            let middle = b.conv(x, out: 16, kernel: 3)
            return b.add(b.relu(middle), middle)
        }
        #expect(network.plain == ["conv(Conv)", "unary(Relu)", "binary(Add)"])
        #expect(
            network.blocked == [
                "reorderInput()*", "conv(Conv)*", "unary(Relu)*", "binary(Add)*", "reorderOutput()*",
            ])
    }

    @Test("a result that the caller gets takes no activation")
    func output() throws {
        let network = try TinyNetworks.network { b in
            let x = b.input([1, 16, 16, 16])
            let middle = b.conv(x, out: 16, kernel: 3)
            return [middle, b.relu(middle)]
        }
        #expect(network.plain == ["conv(Conv)", "unary(Relu)"])
        #expect(network.blockedKernels.count { $0.kind == .reorderOutput } == 2)
    }

    @Test("padding with zeros joins, padding by reflection does not")
    func padding() throws {
        for (mode, joins) in [("constant", true), ("reflect", false)] {
            let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
                let padded = b.pad(x, before: [0, 0, 1, 1], after: [0, 0, 1, 1], mode: mode)
                return b.conv(padded, out: 16, kernel: 3, padding: 0)
            }
            #expect(network.plain == (joins ? ["conv(Pad+Conv)"] : ["pad(Pad)", "conv(Conv)"]))
        }
    }
}
