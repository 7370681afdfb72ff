import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Fusion on OpenVINO")
struct OpenVINOFusionTests {
    private func kernels(
        _ sizes: [Int] = [1, 8, 16, 16], _ build: (inout NetworkBuilder, TensorID) -> TensorID
    ) throws -> [String] {
        let network = try TinyNetworks.chain(sizes, build)
        return shown(network.kernels(.openVINO), in: network)
    }

    @Test("a function in pieces joins the convolution before it")
    func swish() throws {
        let made = try kernels { b, x in
            let y = b.conv(x, out: 8, kernel: 3)
            return b.mul(y, b.activate(y, .sigmoid))
        }
        #expect(made == ["conv(Conv+Sigmoid+Mul)"])
    }

    @Test("a sum joins the convolution of its first input, and takes the activation along")
    func sum() throws {
        let made = try kernels { b, x in
            let left = b.conv(x, out: 8, kernel: 3)
            let right = b.conv(x, out: 8, kernel: 1)
            return b.relu(b.add(left, right))
        }
        #expect(made == ["pointwise(Conv)", "conv(Conv+Add+Relu)"])
    }

    @Test("a sum behind an activation is a kernel of its own")
    func sumBehindActivation() throws {
        let made = try kernels { b, x in b.add(b.relu(b.conv(x, out: 8, kernel: 3)), x) }
        #expect(made == ["conv(Conv+Relu)", "binary(Add)"])
    }

    @Test("the scale of a residual branch joins the product before it, the sum does not")
    func layerScale() throws {
        let made = try kernels([1, 8, 16]) { b, x in
            b.add(x, b.mul(b.linear(b.softmax(x), out: 16), b.weight([16])))
        }
        #expect(made == ["softmax(Softmax)", "gemm(MatMul+Add+Mul)", "binary(Add)"])
    }

    @Test("a constant that differs from row to row does not join a product")
    func positions() throws {
        let made = try kernels([1, 8, 16]) { b, x in
            b.add(b.linear(b.softmax(x), out: 16), b.weight([8, 16]))
        }
        #expect(made == ["softmax(Softmax)", "gemm(MatMul+Add)", "binary(Add)"])
    }

    @Test("a normalisation before convolutions and its activation are one kernel")
    func elementwise() throws {
        let made = try kernels { b, x in
            b.conv(b.relu(b.batchNorm(b.maxPool(x, kernel: 2, stride: 2))), out: 8, kernel: 1)
        }
        #expect(made == ["pool(MaxPool)", "norm(BatchNormalization+Relu)", "pointwise(Conv)"])
    }

    @Test("an element-wise result that two read ends the chain")
    func branching() throws {
        let made = try kernels { b, x in
            let y = b.relu(x)
            return b.add(b.activate(y, .tanh), b.globalAveragePool(y))
        }
        #expect(made.contains("unary(Relu)"))
    }

    @Test("shuffling channels is one kernel")
    func shuffle() throws {
        let made = try kernels { b, x in
            b.reshape(b.transpose(b.reshape(x, [1, 2, 4, 16, 16]), [0, 2, 1, 3, 4]), [1, 8, 16, 16])
        }
        #expect(made == ["transpose(Reshape+Transpose+Reshape)"])
    }

    @Test("an attention is one kernel, with its mask and without its scale")
    func attention() throws {
        let network = try TinyNetworks.network { b in
            let q = b.input([1, 2, 8, 4])
            let k = b.input([1, 2, 8, 4])
            let v = b.input([1, 2, 8, 4])
            let scores = b.matMul(q, b.transpose(k, [0, 1, 3, 2]))
            let result = b.matMul(b.softmax(b.add(scores, b.input([1, 1, 8, 8]))), v)
            return [b.transpose(result, [0, 2, 1, 3])]
        }
        #expect(
            shown(network.kernels(.openVINO), in: network)
                == ["matmul(Transpose+MatMul+Add+Softmax+MatMul+Transpose)"])
    }

    @Test("every live operator is in exactly one kernel", arguments: 1...12)
    func partition(seed: UInt64) throws {
        let network = try RandomNetworkGenerator(seed: seed).network().network.prepared()
        let members = network.kernels(.openVINO).flatMap { $0.members.map(\.index) }.sorted()
        #expect(members == network.nodes.indices.filter { network.nodes[$0].state == .live })
    }
}

@Suite("Fusion at the levels of ONNX Runtime")
struct LevelFusionTests {
    private func kernels(_ level: Int, _ build: (inout NetworkBuilder, TensorID) -> TensorID) throws
        -> [String]
    {
        let network = try TinyNetworks.chain([1, 8, 16, 16], build)
        return shown(network.kernels(.onnxRuntime(level: level, vectorBytes: 32)), in: network)
    }

    @Test("level 0 joins nothing, 1 folds, 2 activates, 99 also changes layouts")
    func levels() throws {
        let build = { (b: inout NetworkBuilder, x: TensorID) in
            b.relu(b.batchNorm(b.conv(x, out: 8, kernel: 3)))
        }
        #expect(try kernels(0, build) == ["conv(Conv)", "norm(BatchNormalization)", "unary(Relu)"])
        #expect(try kernels(1, build) == ["conv(Conv+BatchNormalization)", "unary(Relu)"])
        #expect(try kernels(2, build) == ["conv(Conv+BatchNormalization+Relu)"])
        #expect(try kernels(99, build).contains("conv(Conv+BatchNormalization+Relu)*"))
    }

    @Test("a hard swish needs the blocked layout to join a convolution")
    func hardSwish() throws {
        let build = { (b: inout NetworkBuilder, x: TensorID) in
            b.activate(b.conv(x, out: 8, kernel: 3), .hardSwish)
        }
        #expect(try kernels(2, build) == ["conv(Conv)", "unary(HardSwish)"])
        #expect(try kernels(99, build).contains("conv(Conv+HardSwish)*"))
    }
}
