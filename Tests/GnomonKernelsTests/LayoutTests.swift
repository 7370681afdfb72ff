import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("The blocked layout")
struct LayoutTests {
    @Test("a stem of three channels reads the plain picture")
    func stem() throws {
        let network = try TinyNetworks.chain([1, 3, 32, 32]) { b, x in b.relu(b.conv(x, out: 16, kernel: 3)) }
        #expect(network.blocked == ["conv(Conv+Relu)*", "reorderOutput()*"])
    }

    @Test("26 input channels fit no block")
    func unaligned() throws {
        let network = try TinyNetworks.chain([1, 26, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3) }
        #expect(network.blocked == ["conv(Conv)"])
    }

    @Test("pooling goes blocked where channels fit, pooling over everything only behind blocked work")
    func pooling() throws {
        let fits = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in b.maxPool(x, kernel: 2, stride: 2) }
        #expect(fits.blocked == ["reorderInput()*", "pool(MaxPool)*", "reorderOutput()*"])
        let odd = try TinyNetworks.chain([1, 6, 16, 16]) { b, x in b.maxPool(x, kernel: 2, stride: 2) }
        #expect(odd.blocked == ["pool(MaxPool)"])
        let global = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in b.globalAveragePool(x) }
        #expect(global.blocked == ["globalPool(GlobalAveragePool)"])
    }

    @Test("squeeze and excitation leaves the layout for its product and comes back")
    func squeeze() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            let wide = b.relu(b.conv(x, out: 16, kernel: 3))
            let squeezed = b.relu(b.conv(b.globalAveragePool(wide), out: 8))
            let gate = b.sigmoid(b.conv(squeezed, out: 16))
            return b.conv(b.mul(wide, gate), out: 16)
        }
        #expect(
            network.blocked == [
                "reorderInput()*", "conv(Conv+Relu)*", "reorderOutput()*", "globalPool(GlobalAveragePool)*",
                "pointwise(Conv+Relu)*", "pointwise(Conv+Sigmoid)*", "reorderOutput()*", "binary(Mul)",
                "reorderInput()*", "pointwise(Conv)*", "reorderOutput()*",
            ])
    }

    @Test("joining channels stays blocked only where every part is whole blocks")
    func concat() throws {
        func joined(_ width: Int) throws -> Network {
            try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
                let left = b.conv(x, out: width, kernel: 3)
                let right = b.conv(x, out: width)
                return b.conv(b.concat([left, right]), out: 16)
            }
        }
        let aligned = try joined(64).blocked
        #expect(aligned.contains("concat(Concat)*"))
        #expect(aligned.count { $0 == "reorderOutput()*" } == 1)
        let unaligned = try joined(58).blocked
        #expect(unaligned.contains("concat(Concat)"))
        #expect(unaligned.count { $0 == "reorderOutput()*" } == 3)
        #expect(unaligned.count { $0 == "reorderInput()*" } == 2)
    }

    @Test("one blocked copy serves all its readers")
    func copies() throws {
        let network = try TinyNetworks.network { b in
            let x = b.input([1, 16, 16, 16])
            return [b.conv(x, out: 16, kernel: 3), b.conv(x, out: 8)]
        }
        #expect(network.blockedKernels.count { $0.kind == .reorderInput } == 1)
        #expect(network.blockedKernels.count { $0.kind == .reorderOutput } == 2)
    }

    @Test("a transposition to or from channels last is the layout change itself")
    func channelsLast() throws {
        let leaving = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            b.transpose(b.conv(x, out: 16, kernel: 3), [0, 2, 3, 1])
        }
        #expect(leaving.blocked == ["reorderInput()*", "conv(Conv)*", "reorderOutput(Transpose)"])
        #expect(leaving.blockedKernels.last?.isChannelsLast == true)
        let coming = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            b.conv(b.transpose(x, [0, 3, 1, 2]), out: 16, kernel: 3)
        }
        #expect(coming.blocked == ["reorderInput(Transpose)*", "conv(Conv)*", "reorderOutput()*"])
        #expect(coming.blockedKernels.first?.isChannelsLast == true)
    }

    @Test("a swish behind a convolution stays blocked as one kernel")
    func swish() throws {
        let network = try TinyNetworks.chain([1, 16, 16, 16]) { b, x in
            b.activate(b.conv(x, out: 16, kernel: 3), .silu)
        }
        #expect(
            network.blocked == ["reorderInput()*", "conv(Conv)*", "unary(Sigmoid+Mul)*", "reorderOutput()*"])
        #expect(network.blockedKernels[2].macro == .swish)
    }
}
