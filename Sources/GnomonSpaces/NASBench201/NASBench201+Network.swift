public import GnomonGraph

extension NASBench201 {
    /// The network of a cell.
    ///
    /// In the published form every edge is there, a `none` as a multiplication by zero. `live` leaves out
    /// edges that are not on a path from input to output. `latbench` is built from ``CellGraph``: no
    /// normalisations, convolution then rectifier, one Sum at each reader.
    /// - Throws: `spaces.disconnected` in the last two forms where nothing leads to the output.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        try check(architecture)
        try options.check(self)
        let form = options.form ?? .published
        let graph = CellGraph(codes: architecture.genes)
        guard form == .published || graph.isConnected else {
            throw SpaceError(.disconnected, "nothing leads to the output of \(format(architecture))")
        }
        var cell = CellWriter(
            form: form, codes: form == .live ? CellGraph.liveCodes(architecture.genes) : architecture.genes,
            graph: graph)
        let side = options.size ?? 32
        var x = cell.net.input([options.batch, 3, side, side])
        x = cell.stem(x)
        for stage in 0..<3 {
            if stage > 0 { x = cell.reduction(x, out: 16 << stage) }
            for _ in 0..<cellsPerStage { x = cell.cell(x) }
        }
        if form != .latbench { x = cell.net.relu(cell.net.batchNorm(x)) }
        let scores = cell.net.classifier(x, classes: options.classes ?? (form == .latbench ? 100 : 10))
        do {
            return try cell.net.finish(
                [scores], name: "\(name)-\(architecture.genes.map(String.init).joined())")
        } catch { throw SpaceError(error) }
    }
}

/// Writes the parts of a NAS-Bench-201 network.
struct CellWriter {
    var net = NetworkBuilder()
    let form: SpaceForm
    let codes: [Int]
    let graph: CellGraph

    init(form: SpaceForm, codes: [Int], graph: CellGraph) {
        self.form = form
        self.codes = codes
        self.graph = graph
    }

    mutating func stem(_ x: TensorID) -> TensorID {
        let y = net.conv(x, out: 16, kernel: 3, bias: false)
        return form == .latbench ? net.relu(y) : net.batchNorm(y)
    }

    /// Halves the image: two 3x3 convolutions beside a mean and a 1x1 convolution.
    mutating func reduction(_ x: TensorID, out: Int) -> TensorID {
        var y = x
        for stride in [2, 1] {
            if form != .latbench { y = net.relu(y) }
            y = net.conv(y, out: out, kernel: 3, stride: Extent(stride), bias: false)
            if form != .latbench { y = net.batchNorm(y) }
        }
        let mean = net.averagePool(x, kernel: 2, stride: 2)
        let beside = net.conv(mean, out: out, bias: false)
        return net.sum([y, beside]) ?? y
    }

    mutating func cell(_ x: TensorID) -> TensorID {
        form == .latbench ? contracted(x) : written(x)
    }

    private mutating func operation(_ code: Int, _ x: TensorID) -> TensorID {
        switch code {
        case 0: return net.mul(x, net.scalar(0))
        case 1: return x
        case 2, 3:
            let kernel: Extent = code == 2 ? 1 : 3
            let source = form == .latbench ? x : net.relu(x)
            let y = net.conv(source, out: net.channels(x), kernel: kernel, bias: false)
            return form == .latbench ? net.relu(y) : net.batchNorm(y)
        default: return net.averagePool(x, kernel: 3, stride: 1, padding: 1, countsPadding: false)
        }
    }

    /// Four nodes, each the sum of its incoming edges.
    private mutating func written(_ x: TensorID) -> TensorID {
        var nodes: [TensorID?] = [x, nil, nil, nil]
        for target in 1...3 {
            var terms: [TensorID] = []
            for (position, edge) in NASBench201.edges.enumerated() where edge.to == target {
                guard let source = nodes[edge.from] else { continue }
                if codes[position] == 0, form == .live { continue }
                terms.append(operation(codes[position], source))
            }
            nodes[target] = net.sum(terms)
        }
        return nodes[3] ?? x
    }

    /// Operators as nodes, each of which sums what it reads.
    private mutating func contracted(_ x: TensorID) -> TensorID {
        var values: [TensorID?] = [x] + [TensorID?](repeating: nil, count: 7)
        for node in 1...7 {
            let terms = graph.predecessors(of: node).compactMap { values[$0] }
            guard let source = net.sum(terms) else { continue }
            values[node] = node == 7 ? source : operation(graph.operations[node - 1], source)
        }
        return values[7] ?? x
    }
}
