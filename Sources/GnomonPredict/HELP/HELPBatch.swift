import GnomonLearn

/// What all cells have in common, as tensors.
struct HELPGraphTensors {
    /// For each common row the summed features of what it reads: contexts x features.
    let inputs: Tensor
    /// Which common rows each of them reads: contexts x contexts.
    let mixing: Tensor
    /// Which of the three own nodes each of them reads: 3 x 3.
    let adjacency: Tensor

    init(_ graph: HELPCellGraph, _ engine: NeuralEngine) throws(LearnError) {
        inputs = try engine.tensor(graph.contextInputs(), [graph.contexts, HELPCellGraph.features])
        mixing = try engine.tensor(graph.contextMixing(), [graph.contexts, graph.contexts])
        adjacency = try engine.tensor(graph.ownAdjacency(), [HELPCellGraph.own, HELPCellGraph.own])
    }
}

/// Sets of architectures that go through networks side by side, a network each.
struct HELPBatch {
    /// Sets x rows x width; for cells sets x 3 rows x features.
    let inputs: Tensor
    /// Sets x 3 rows x contexts.
    let mixing: Tensor?
    /// The rows of the global node among these: sets x rows x contexts.
    let globalMixing: Tensor?
    /// Rows of each set.
    let rows: Int
    let graph: HELPGraphTensors?

    init(inputs: Tensor, mixing: Tensor?, rows: Int, graph: HELPGraphTensors?) throws(LearnError) {
        self.inputs = inputs
        self.mixing = mixing
        self.rows = rows
        self.graph = graph
        globalMixing = try mixing?.sliced(2 * rows..<3 * rows, axis: 1)
    }
}
