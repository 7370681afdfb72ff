import GnomonLearn

/// Graphs as tensors that are made once, from which batches are taken by index.
struct GraphTable {
    /// What is read: graphs (or one for all) x nodes x nodes.
    let arcs: Tensor
    /// See ``NASFLATGraphs/attention(_:)``.
    let attention: Tensor
    /// Codes: graphs x nodes.
    let symbols: Tensor
    /// Numbers beside the graphs: graphs x columns.
    let supplement: Tensor?
    let graphs: NASFLATGraphs
    /// For each device and code, device after device: the code.
    let deviceCodes: Tensor
    /// For each device and code: the device's row among those the network knows.
    let deviceRows: Tensor
    let devices: [Int]

    /// Tensors of graphs for a few devices, which are rows among those of the network; batches name them by place.
    init(
        _ graphs: NASFLATGraphs, supplement: [[Double]]?, devices: [Int], _ form: NASFLATSettings.Form,
        _ engine: NeuralEngine
    ) throws(LearnError) {
        self.graphs = graphs
        self.devices = devices
        let sizes = [graphs.sharesArcs ? 1 : graphs.count, graphs.nodes, graphs.nodes]
        arcs = try engine.tensor(graphs.arcs, sizes)
        attention = form == .reference ? arcs : try engine.tensor(graphs.attention(form), sizes)
        symbols = try engine.indices(graphs.symbols, [graphs.count, graphs.nodes])
        if let supplement, let first = supplement.first {
            self.supplement = try engine.tensor(Array(supplement.joined()), [graphs.count, first.count])
        } else {
            self.supplement = nil
        }
        let codes = Array(0..<graphs.codes)
        deviceCodes = try engine.indices(devices.flatMap { _ in codes }, [devices.count * codes.count])
        deviceRows = try engine.indices(
            devices.flatMap { device in codes.map { _ in device } }, [devices.count * codes.count])
    }

    /// The graphs of some rows, each on one of the devices of the table.
    func batch(_ rows: [Int], on places: [Int]) throws(LearnError) -> GraphBatchOnDevices {
        let engine = symbols.engine
        let index = try engine.indices(rows, [rows.count])
        let shift = try engine.indices(places.map { $0 * graphs.codes }, [rows.count, 1])
        let shared = graphs.sharesArcs
        let arcs = shared ? self.arcs : try self.arcs.gathered(index)
        let attention = shared ? self.attention : try self.attention.gathered(index)
        return GraphBatchOnDevices(
            count: rows.count, nodes: graphs.nodes, arcs: arcs, attention: attention,
            codes: try symbols.gathered(index) + shift,
            hardware: try engine.indices(places.map { devices[$0] }, [rows.count]),
            supplement: try supplement?.gathered(index), deviceCodes: deviceCodes, deviceRows: deviceRows)
    }
}

/// Graphs on devices as the network reads them.
struct GraphBatchOnDevices {
    /// The number of graphs.
    let count: Int
    /// Nodes of each.
    let nodes: Int
    /// Graphs (or one for all) x nodes x nodes.
    let arcs: Tensor
    /// Likewise; see ``NASFLATGraphs/attention(_:)``.
    let attention: Tensor
    /// Graphs x nodes: places in the table of devices and codes.
    let codes: Tensor
    /// The device's row of each graph.
    let hardware: Tensor
    /// Graphs x columns.
    let supplement: Tensor?
    /// The table of devices and codes.
    let deviceCodes: Tensor, deviceRows: Tensor

    /// What each node reads and looks at.
    var edges: NodeEdges { NodeEdges(arcs: arcs, attention: attention) }

    /// What the last node reads and looks at.
    func lastEdges() throws(LearnError) -> NodeEdges {
        let last = nodes - 1..<nodes
        return NodeEdges(arcs: try arcs.sliced(last, axis: 1), attention: try attention.sliced(last, axis: 1))
    }
}

/// What nodes read: graphs x reading nodes x nodes.
struct NodeEdges {
    /// 1 where a node is read.
    let arcs: Tensor
    /// What attention multiplies or adds.
    let attention: Tensor
}
