import GnomonLearn
import GnomonSpaces

/// Architectures as tensors, from which sets of rows are taken.
struct HELPTable {
    private let engine: NeuralEngine
    private let count: Int
    /// A row an architecture; for cells three blocks of rows, one for each node that has its own in each cell.
    private let inputs: Tensor
    /// For cells, which of the common rows each of these rows reads.
    private let mixing: Tensor?
    private let graph: HELPGraphTensors?

    /// The tensors of architectures that the encoding accepts.
    ///
    /// - Complexity: O(architectures).
    init(
        _ architectures: [Architecture], _ encoding: HELPEncoding, _ graph: HELPGraphTensors?,
        _ engine: NeuralEngine
    ) throws(LearnError) {
        self.engine = engine
        self.graph = graph
        count = architectures.count
        guard case .cells(let cells) = encoding else {
            var rows: [Float] = []
            rows.reserveCapacity(count * encoding.width)
            for architecture in architectures { rows += encoding.row(architecture) }
            self.inputs = try engine.tensor(rows, [count, encoding.width])
            self.mixing = nil
            return
        }
        let rows = HELPCellGraph.own * count
        var inputs = [Float](repeating: 0, count: rows * HELPCellGraph.features)
        var mixing = [Float](repeating: 0, count: rows * cells.contexts)
        for (place, architecture) in architectures.enumerated() {
            for number in 0..<HELPCellGraph.own {
                let (row, node) = (number * count + place, HELPCellGraph.nodes - HELPCellGraph.own + number)
                for column in cells.columnsRead(by: node, architecture.genes) {
                    inputs[row * HELPCellGraph.features + column] += 1
                }
                for context in cells.contextsRead(by: node, architecture.genes) {
                    mixing[row * cells.contexts + context] = 1
                }
            }
        }
        self.inputs = try engine.tensor(inputs, [rows, HELPCellGraph.features])
        self.mixing = try engine.tensor(mixing, [rows, cells.contexts])
    }

    /// Sets of as many rows each.
    func batch(_ sets: [[Int]]) throws(LearnError) -> HELPBatch {
        let each = sets.first?.count ?? 0
        let blocks = mixing == nil ? 1 : HELPCellGraph.own
        var index: [Int] = []
        index.reserveCapacity(sets.count * each * blocks)
        for set in sets {
            for block in 0..<blocks { for row in set { index.append(block * count + row) } }
        }
        let places = try engine.indices(index, [sets.count, blocks * each])
        return try HELPBatch(
            inputs: inputs.gathered(places), mixing: mixing?.gathered(places), rows: each, graph: graph)
    }

    /// All rows as one set.
    func batch() throws(LearnError) -> HELPBatch {
        try HELPBatch(
            inputs: inputs.reshaped([1] + inputs.sizes),
            mixing: mixing?.reshaped([1] + (mixing?.sizes ?? [])),
            rows: count, graph: graph)
    }
}
