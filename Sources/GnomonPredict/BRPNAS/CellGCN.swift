import GnomonLearn

/// The graph network of BRP-NAS (Dudziak and others 2020, arXiv:2007.08668): layers
/// H' = dropout(relu(norm(A (H W) + b))), of which the global node's last row is read.
///
/// Two identities spare most of the work and change nothing but the order of sums. A (X W) = (A X) W, and A X has
/// few different rows, so the first layer runs on those, and the second takes products of them. Of the last
/// layer only one row is wanted: A_0 (H W) = (A_0 H) W.
struct CellGCN: Module {
    let layers: [GraphLayer]

    /// The most dropout at which correcting a few products is cheaper than making all.
    static let rareDropout = 0.05

    /// So many layers of a width.
    init(
        layers count: Int, width: Int, dropout: Double, _ source: inout WeightSource
    ) throws(LearnError) {
        var layers: [GraphLayer] = []
        for layer in 0..<max(2, count) {
            let inputs = layer == 0 ? 6 : width
            layers.append(try GraphLayer(inputs, width, dropout: dropout, &source))
        }
        self.layers = layers
    }

    /// One row of numbers a cell.
    func callAsFunction(_ cells: CellBatch, _ pass: Pass) throws(LearnError) -> Tensor {
        // Dropout acts on nodes, so it waits until the rows are handed out to them.
        let first = try layers[0](cells.contexts, drops: false, pass)
        let dropout = layers[0].dropout
        var h: Tensor
        var next = 1
        if layers.count > 2, dropout <= Self.rareDropout {
            h = try layers[1](first, cells.adjacency, index: cells.index, dropsInput: dropout, pass)
            next = 2
        } else {
            h = try Dropout(dropout)(first.gathered(cells.index), pass)
        }
        for layer in next..<layers.count {
            h = try layers[layer](h, cells.adjacency, readsFirst: layer == layers.count - 1, pass)
        }
        return h
    }
}

/// The latency predictor: the graph network and one linear layer.
struct LatencyGCN: Module {
    let gcn: CellGCN
    let readout: Linear

    init(_ settings: LatencyGCNSettings, _ source: inout WeightSource) throws(LearnError) {
        gcn = try CellGCN(
            layers: settings.layers, width: settings.width, dropout: settings.dropout, &source)
        readout = try Linear(settings.width, 1, &source)
    }

    /// One number a cell.
    func callAsFunction(_ cells: CellBatch, _ pass: Pass) throws(LearnError) -> Tensor {
        try readout(gcn(cells, pass)).reshaped([-1])
    }
}
