import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("What joins matrix products and functions in pieces")
struct MatrixFusionTests {
    @Test("a product with constant weights and its bias are one kernel")
    func bias() throws {
        let network = try TinyNetworks.chain([1, 8, 32]) { b, x in b.relu(b.linear(x, out: 16)) }
        #expect(network.plain == ["gemm(MatMul+Add)", "unary(Relu)"])
    }

    @Test("a Gemm takes its activation")
    func gemm() throws {
        let network = try TinyNetworks.chain([4, 32]) { b, x in b.relu(b.gemm(x, out: 16)) }
        #expect(network.plain == ["gemm(Gemm+Relu)"])
    }

    @Test("a product of two computed matrices is a kind of its own and takes a scalar factor")
    func computed() throws {
        let network = try TinyNetworks.chain([2, 8, 8]) { b, x in
            let product = b.matMul(x, b.relu(x))
            return b.softmax(b.mul(product, b.scalar(0.25)))
        }
        #expect(network.plain == ["unary(Relu)", "matmul(MatMul+Mul)", "softmax(Softmax)"])
    }

    @Test("GELU is recognised whatever comes first, the half or the product", arguments: [0, 1, 2])
    func gelu(order: Int) throws {
        let network = try TinyNetworks.chain([1, 8, 32]) { b, x in
            let erf = b.unary(.erf, b.div(x, b.scalar(1.4142135)))
            let shifted = b.add(erf, b.scalar(1))
            switch order {
            case 0: return b.mul(b.mul(x, shifted), b.scalar(0.5))
            case 1:
                let half = b.mul(x, b.scalar(0.5))
                return b.mul(half, shifted)
            default: return b.mul(x, b.mul(shifted, b.scalar(0.5)))
            }
        }
        let kernels = network.kernels(.onnxRuntime(vectorBytes: nil))
        #expect(kernels.count == 1)
        #expect(kernels.first?.macro == .gelu)
        #expect(kernels.first?.members.count == 5)
        #expect(network.kernels(.none).count == 5)
    }

    @Test("a GELU whose inside somebody else reads stays in pieces")
    func openGelu() throws {
        let network = try TinyNetworks.network { b in
            let x = b.input([1, 8, 32])
            let erf = b.unary(.erf, b.div(x, b.scalar(1.4142135)))
            let shifted = b.add(erf, b.scalar(1))
            return [b.mul(b.mul(x, shifted), b.scalar(0.5)), erf]
        }
        #expect(network.kernels(.onnxRuntime(vectorBytes: nil)).count == 5)
    }

    @Test("a layer normalisation takes the sum that it alone reads")
    func normalisation() throws {
        let alone = try TinyNetworks.network { b in
            let x = b.input([1, 8, 32])
            let y = b.input([1, 8, 32])
            return [b.layerNorm(b.add(x, y))]
        }
        #expect(alone.plain == ["norm(Add+LayerNormalization)"])
        let shared = try TinyNetworks.network { b in
            let x = b.input([1, 8, 32])
            let y = b.input([1, 8, 32])
            let sum = b.add(x, y)
            return [b.layerNorm(sum), b.relu(sum)]
        }
        #expect(shared.plain.sorted() == ["binary(Add)", "norm(LayerNormalization)", "unary(Relu)"])
    }

    @Test("slices and single positions that cut a whole tensor are one split")
    func slices() throws {
        let whole = try TinyNetworks.network { b in
            let x = b.input([1, 16, 8])
            let first = b.slice(x, axis: 1, from: 0, to: 6)
            return [first, b.slice(x, axis: 1, from: 6, to: 16)]
        }
        #expect(whole.plain == ["split(Slice+Slice)"])
        let partly = try TinyNetworks.network { b in
            let x = b.input([1, 16, 8])
            let first = b.slice(x, axis: 1, from: 0, to: 6)
            return [first, b.slice(x, axis: 1, from: 6, to: 12)]
        }
        #expect(partly.plain == ["split(Slice)", "split(Slice)"])
        let picked = try TinyNetworks.network { b in
            let x = b.input([3, 8, 8])
            return (0..<3).map { b.pick(x, axis: 0, index: $0) }
        }
        #expect(picked.plain == ["split(Gather+Gather+Gather)"])
    }

    @Test("an operator nobody knows is a kernel of its own")
    func unknown() throws {
        let network = try TinyNetworks.mystery()
        #expect(network.plain == ["conv(Conv)", "unknown(com.example.Mystery)", "conv(Conv)"])
        #expect(network.blocked.contains("unknown(com.example.Mystery)"))
    }
}
