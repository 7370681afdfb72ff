import Testing

@testable import GnomonGraph

@Suite("Typed views of attributes")
struct ParameterViewTests {
    @Test("read a depthwise convolution with its multiplier")
    func depthwise() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 8, 9, 9])
        let w = b.weight([16, 1, 3, 3])
        b.output(b.node(.conv, [x, w], ["group": .int(8), "strides": .ints([1, 2])]))
        let network = try b.network.prepared()
        let view = try #require(ConvolutionParameters(network.nodes[0], in: network))
        #expect(view.kernel == [3, 3] && view.strides == [1, 2] && view.spatialRank == 2)
        #expect(view.inputChannels == 8 && view.outputChannels == 16)
        #expect(view.isDepthwise && view.channelMultiplier == 2 && !view.isPointwise && !view.hasBias)
    }

    @Test("read a transposed convolution the right way round")
    func transposed() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 8, 9])
        let w = b.weight([8, 3, 4])
        let bias = b.weight([6])
        b.output(b.node(.convTranspose, [x, w, bias], ["group": .int(2)]))
        let network = try b.network.prepared()
        let view = try #require(ConvolutionParameters(network.nodes[0], in: network))
        #expect(view.inputChannels == 8 && view.outputChannels == 6 && view.isTransposed && view.hasBias)
    }

    @Test("keep the spatial size of a global pooling")
    func pooling() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 8, 7, 9])
        b.output(b.node(.globalAveragePool, [x]))
        b.output(b.node(.averagePool, [x], ["kernel_shape": .ints([2, 3]), "count_include_pad": .int(1)]))
        let network = try b.network.prepared()
        let global = try #require(PoolingParameters(network.nodes[0], in: network))
        #expect(global.kernel == [7, 9] && global.isGlobal)
        let local = try #require(PoolingParameters(network.nodes[1], in: network))
        #expect(local.kernel == [2, 3] && local.strides == [1, 1] && local.countsPadding && !local.isGlobal)
    }

    @Test("read matrix products with batch and transposition")
    func matrices() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 5, 16, 64])
        let y = b.node(.matMul, [x, b.weight([64, 32])])
        let flat = b.node(.reshape, [y, b.integers([160, 32])])
        b.output(b.linear(flat, 32, 7))
        let network = try b.network.prepared()
        let product = try #require(MatrixParameters(network.nodes[0], in: network))
        #expect(product.batch == 10 && product.rows == 16 && product.inner == 64 && product.columns == 32)
        #expect(product.hasConstantWeight && !product.hasBias)
        let gemm = try #require(MatrixParameters(network.nodes[2], in: network))
        #expect(gemm.batch == 1 && gemm.rows == 160 && gemm.inner == 32 && gemm.columns == 7 && gemm.hasBias)
    }

    @Test("are nil for other operators")
    func others() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 8])
        b.output(b.node(.relu, [x]))
        let network = try b.network.prepared()
        #expect(ConvolutionParameters(network.nodes[0], in: network) == nil)
        #expect(PoolingParameters(network.nodes[0], in: network) == nil)
        #expect(MatrixParameters(network.nodes[0], in: network) == nil)
    }
}
