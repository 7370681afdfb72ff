import Testing

@testable import GnomonLearn

@Suite(
    "Neural modules agree with PyTorch, forward and backward",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct ModuleTests {
    @Test("linear layer, layer normalisation, embedding")
    func simple() throws {
        let g = try GoldenModel()
        var source = g.source()
        let linear = try Linear(4, 5, &source)
        let bias = try #require(linear.bias)
        var p = try g.set([linear.weight, bias], from: 2)
        var x = try g.fill(1, 3, 4)
        try g.check("linear", linear(x.tensor), [x] + p)
        let norm = try LayerNorm(6, &source)
        p = try g.set([norm.gamma, norm.beta], from: 2)
        x = try g.fill(1, 3, 6)
        try g.check("layerNorm", norm(x.tensor), [x] + p)
        let embedding = try Embedding(codes: 5, width: 3, &source)
        p = try g.set([embedding.weight], from: 1)
        try g.check("embedding", embedding(g.engine.indices([4, 0, 4, 2], [2, 2])), p)
    }

    @Test("graph layers: GCN, SAGE, GAT, GIN")
    func graphs() throws {
        let g = try GoldenModel()
        var source = g.source()
        let h = try g.fill(1, 2, 4, 3)
        let a = try g.adjacency()
        let gcn = try GCN(3, 5, &source)
        var p = try g.set([gcn.weight, gcn.bias], from: 2)
        try g.check("gcn", gcn(h.tensor, a), [h] + p)
        let sage = try SAGE(3, 5, &source)
        let bias = try #require(sage.neighbours.bias)
        p = try g.set([sage.neighbours.weight, bias, sage.own.weight], from: 2)
        try g.check("sage", sage(h.tensor, a), [h] + p)
        let gat = try GAT(3, 6, heads: 2, &source)
        p = try g.set([gat.weight, gat.source, gat.target, gat.bias], from: 2)
        try g.check("gat", gat(h.tensor, a), [h] + p)
        let gin = try GIN(3, 2, hidden: 5, &source)
        let (first, second) = (try #require(gin.first.bias), try #require(gin.second.bias))
        p = try g.set([gin.epsilon, gin.first.weight, first, gin.second.weight, second], from: 2)
        try g.check("gin", gin(h.tensor, a), [h] + p)
    }

    @Test("long short-term memory, also for sequences that end earlier")
    func recurrent() throws {
        let g = try GoldenModel()
        var source = g.source()
        let lstm = try LSTM(3, 2, &source)
        let p = try g.set([lstm.weight, lstm.recurrent, lstm.bias], from: 2)
        let x = try g.fill(1, 2, 4, 3)
        try g.check("lstm", lstm(x.tensor), [x] + p)
        try g.check("lstmLast", lstm.last(x.tensor, lengths: [2, 4]), [x] + p)
        #expect(throws: LearnError.self) { try lstm.last(x.tensor, lengths: [0, 4]) }
    }

    @Test("attention in several heads, with a mask")
    func attention() throws {
        let g = try GoldenModel()
        var source = g.source()
        let layer = try MultiHeadAttention(4, heads: 2, &source)
        let linears = [layer.query, layer.key, layer.value, layer.output]
        _ = try g.set(linears.map(\.weight), from: 2)
        _ = try g.set(linears.compactMap(\.bias), from: 6)
        let p = linears.flatMap { [$0.weight] + [$0.bias].compactMap { $0 } }
        let x = try g.fill(1, 2, 3, 4)
        let mask = [1.0, 1, 0, 1, 1, 1, 0, 1, 1]
        let y = try layer(x.tensor, mask: g.engine.tensor(mask + mask, [2, 3, 3]))
        try g.check("attention", y, [x] + p)
    }

    @Test("the graph layer in one node: all rows, the first row, without normalisation")
    func graphLayer() throws {
        let g = try GoldenModel()
        var source = g.source()
        let layer = try GraphLayer(3, 19, &source)
        let norm = try #require(layer.norm)
        var p = try g.set([layer.weight, layer.bias, norm.gamma, norm.beta], from: 2)
        let h = try g.fill(1, 2, 4, 3)
        let a = try g.adjacency()
        try g.check("graphLayer", layer(h.tensor, a, Pass()), [h] + p)
        try g.check("graphLayerFirst", layer(h.tensor, a, readsFirst: true, Pass()), [h] + p)
        let plain = try GraphLayer(3, 19, normalises: false, &source)
        p = try g.set([plain.weight, plain.bias], from: 2)
        try g.check("graphLayerPlain", plain(h.tensor, a, Pass()), [h] + p)
    }
}

@Suite(
    "The graph layer in one node agrees with the layer operator by operator",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct GraphLayerTests {
    /// Result and derivatives of a layer under one name of the table.
    private func run(
        _ name: String, index: Bool, precision: NeuralEngine.Precision, drop: Double
    ) throws -> [[Double]] {
        let engine = try NeuralEngine(precision: precision)
        func parameter(_ offset: Double, _ sizes: [Int]) throws -> Parameter {
            try Parameter(engine.tensor(Goldens.fill(offset, sizes.reduce(1, *)), sizes))
        }
        let h = try parameter(1, index ? [3, 7] : [2, 4, 7])
        let p = try [(2.0, [7, 37]), (3, [37]), (4, [37]), (5, [37])].map { try parameter($0.0, $0.1) }
        let a = try engine.tensor(GoldenModel.adjacency, [2, 4, 4])
        let rows = try engine.indices([0, 1, 1, 2, 2, 0, 0, 1], [2, 4])
        let y = try engine.apply(
            name,
            [h.tensor, p[0].tensor, p[1].tensor, a, p[2].tensor, p[3].tensor, index ? rows : nil],
            lists: [[0], [11, 12]], numbers: [1e-5, index ? drop : 0, drop])
        let factors = try engine.tensor((0..<y.count).map { Double($0 % 7) - 2 }, y.sizes)
        let gradients = try engine.gradients(of: (y * factors).sum(), in: ([h] + p).map(\.tensor))
        return try [y.values()] + gradients.map { try #require($0).values() }
    }

    @Test("with dropout, with rows that nodes share, in both precisions", arguments: [0, 0.05, 0.6])
    func agrees(drop: Double) throws {
        for index in [false, true] {
            for precision in [NeuralEngine.Precision.float64, .float32] {
                let fast = try run("graph_layer", index: index, precision: precision, drop: drop)
                let slow = try run("graph_layer_by_operators", index: index, precision: precision, drop: drop)
                let tolerance = precision == .float64 ? 1e-11 : 1e-3
                for (left, right) in zip(fast, slow) {
                    let worst = zip(left, right).map { abs($0 - $1) }.max() ?? .infinity
                    #expect(left.count == right.count && worst < tolerance, "\(index) \(precision) \(worst)")
                }
            }
        }
    }

    @Test("what does not fit is an error, and there is no second derivative of it")
    func refuses() throws {
        let engine = try NeuralEngine()
        var source = WeightSource(engine, seed: 1)
        let layer = try GraphLayer(3, 5, &source)
        let h = try engine.full(1, [2, 4, 3])
        let a = try engine.full(1, [2, 3, 3])
        let error = #expect(throws: LearnError.self) { try layer(h, a, Pass()) }
        #expect(error?.code == .tensor)
        for rows in [[0, 1, 2, 3], [0, -1, 0, 0]] {
            #expect(throws: LearnError.self) {
                try layer(
                    engine.full(1, [3, 3]), engine.full(1, [1, 4, 4]), index: engine.indices(rows, [1, 4]),
                    Pass())
            }
        }
        let y = try layer(h, engine.full(1, [2, 4, 4]), Pass()).sum()
        #expect(throws: LearnError.self) {
            try engine.gradients(of: y, in: [layer.weight.tensor], again: true)
        }
    }
}
