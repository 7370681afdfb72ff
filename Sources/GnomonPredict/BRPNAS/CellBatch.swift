import GnomonFeatures
import GnomonLearn

/// Cells as the tensors a graph network of BRP-NAS reads.
struct CellBatch {
    /// The different rows of A X: contexts x 6.
    let contexts: Tensor
    /// For each node of each cell its row among them: cells x 9.
    let index: Tensor
    /// A of each cell: cells x 9 x 9.
    let adjacency: Tensor

    /// The tensors of some cells.
    ///
    /// - Complexity: O(cells).
    init(_ cells: [CellEncoding], normalised: Bool, _ engine: NeuralEngine) throws(LearnError) {
        var places: [CellContext: Int] = [:]
        var rows: [Double] = []
        var index: [Int] = []
        var matrix: [Double] = []
        index.reserveCapacity(cells.count * CellEncoding.nodes)
        matrix.reserveCapacity(cells.count * CellEncoding.nodes * CellEncoding.nodes)
        for cell in cells {
            for node in 0..<CellEncoding.nodes {
                let context = cell.context(of: node)
                if let place = places[context] {
                    index.append(place)
                } else {
                    index.append(places.count)
                    places[context] = places.count
                    rows += context.row(normalised: normalised)
                }
            }
            matrix += cell.matrix(normalised: normalised)
        }
        contexts = try engine.tensor(rows, [places.count, CellEncoding.features])
        self.index = try engine.indices(index, [cells.count, CellEncoding.nodes])
        adjacency = try engine.tensor(matrix, [cells.count, CellEncoding.nodes, CellEncoding.nodes])
    }
}
