import Testing

@testable import GnomonLearn

@Suite(
    "What image networks and transformers are made of agrees with PyTorch",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct ImageTests {
    @Test(
        "convolutions in groups, with strides and with uneven pads, with oneDNN and without",
        arguments: [true, false])
    func convolutions(oneDNN: Bool) throws {
        let g = try GoldenModel()
        _ = try NeuralEngine(oneDNN: oneDNN)
        let (x, w, b) = (try g.fill(1, 2, 4, 5, 5), try g.fill(2, 6, 2, 3, 3), try g.fill(3, 6))
        let window = ImageWindow(3, stride: 2, padding: 1)
        try g.check("conv", x.tensor.convolved(w.tensor, bias: b.tensor, window, groups: 2), [x, w, b])
        let (small, each) = (try g.fill(1, 2, 3, 4, 4), try g.fill(2, 3, 1, 3, 3))
        let uneven = ImageWindow(
            kernel: [3, 3], strides: [1, 1], padsBegin: [0, 0], padsEnd: [2, 1], dilations: [1, 1])
        try g.check("depthwise", small.tensor.convolved(each.tensor, uneven, groups: 3), [small, each])
        _ = try NeuralEngine()
    }

    @Test("pooling")
    func pooling() throws {
        let g = try GoldenModel()
        let x = try g.fill(1, 2, 3, 4, 4)
        let window = ImageWindow(3, padding: 1)
        try g.check("averagePool", x.tensor.averagePooled(window, countsPadding: false), [x])
        let wide = ImageWindow(3, stride: 2, padding: 1)
        try g.check("averagePoolCounted", x.tensor.averagePooled(wide, countsPadding: true), [x])
        try g.check("maxPool", x.tensor.maxPooled(ImageWindow(2, stride: 2)), [x])
    }

    @Test("batch normalisation in training and later, and its second derivative")
    func batchNorm() throws {
        let g = try GoldenModel()
        var source = g.source()
        let norm = try BatchNorm(3, &source)
        let p = try g.set([norm.gamma, norm.beta], from: 2)
        let x = try g.fill(1, 6, 3)
        try g.check("batchNorm", norm(x.tensor, Pass(trainingWith: 1)), [x] + p)
        try g.check("batchNormLater", norm(x.tensor, Pass()), [x] + p)
        #expect(norm.parameters.map(\.name) == ["gamma", "beta"])
        let y = try x.tensor.normalisedByBatch(gamma: nil, beta: nil)
        let first = try g.engine.gradients(of: (y * y * y).sum(), in: [x.tensor], again: true)
        let slope = try #require(first[0])
        try g.check("batchNormSecond", (slope * slope).sum(), [x])
    }

    @Test("determinant and eigenvalues")
    func matrices() throws {
        let g = try GoldenModel()
        let m = try g.fill(1, 4, 4)
        let square = try m.tensor.matmul(m.tensor.transposed())
        let eye = try g.engine.tensor((0..<16).map { $0 % 5 == 0 ? 1.0 : 0 }, [4, 4])
        try g.check("logDeterminant", (square + eye).logAbsoluteDeterminant(), [m])
        let wanted = try #require(Goldens.all["eigenvalues"]).value
        let found = try square.detached().symmetricEigenvalues().values()
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-9 } && found.count == 4)
    }

    @Test("a transformer's layer with norms first")
    func transformer() throws {
        let g = try GoldenModel()
        var source = g.source()
        let x = try g.fill(1, 2, 3, 4)
        try g.check("gelu", x.tensor.gelu(), [x])
        let layer = try TransformerLayer(4, heads: 2, hidden: 6, &source)
        let linears = [
            layer.attention.query, layer.attention.key, layer.attention.value, layer.attention.output,
        ]
        var p = try g.set(linears.map(\.weight), from: 2)
        p += try g.set(linears.compactMap(\.bias), from: 6)
        let (wide, narrow) = (try #require(layer.wide.bias), try #require(layer.narrow.bias))
        p += try g.set([layer.wide.weight, wide, layer.narrow.weight, narrow], from: 10)
        let mask = [1.0, 1, 0, 1, 1, 1, 0, 1, 1]
        let y = try layer(x.tensor, mask: g.engine.tensor(mask + mask, [2, 3, 3]))
        try g.check("transformerLayer", y, [x] + p)
    }

    @Test("what was recorded stays for another derivative only where that is asked for")
    func keeping() throws {
        let engine = try NeuralEngine()
        let x = try Parameter(engine.tensor([0.3, 0.5], [2])).tensor
        let y = try x.tanh().exp().sum()
        let first = try engine.gradients(of: y, in: [x], keeping: true)[0]?.values()
        let second = try engine.gradients(of: y, in: [x])[0]?.values()
        #expect(first == second && first != nil)
        #expect(throws: LearnError.self) { try engine.gradients(of: y, in: [x]) }
    }
}
