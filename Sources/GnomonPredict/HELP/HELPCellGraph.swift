/// Cells of NAS-Bench-201 as HELP's graph network reads them: input, six operators, output, and a global node that
/// reads all.
///
/// All cells have the same arcs, only operators differ. What a layer computes at a node depends on the operators of the
/// node and of those before it, so the input and five of the operators have 66 different rows in all
/// (``contexts``), whatever the cells. A layer runs on these rows and on three rows a cell (the last operator, the
/// output, the global node) instead of nine.
struct HELPCellGraph: Sendable {
    /// Input, operators, output, global node.
    static let nodes = 9
    /// Columns: input, average pooling, 1x1, 3x3, none, skip, output, global.
    static let features = 8
    /// The nodes that have rows of their own in each cell.
    static let own = 3

    /// Whose row each node reads: a row of zeros and ones a node.
    let adjacency: [[Double]]
    /// For each of the first six nodes the operators its row depends on: its own and those it is reached from.
    private let ancestors: [[Int]]
    /// Where the rows of each of the first six nodes begin.
    private let starts: [Int]
    /// The rows of the first six nodes.
    let contexts: Int

    /// The graph of a mode.
    ///
    /// The published architecture file is lost; the arcs of `reference` fit the released checkpoint. They suit
    /// operators in another order than the one they are given in; those of `strict` suit that order.
    init(_ mode: HELPSettings.Mode) {
        let arcs =
            mode == .strict
            ? [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)]
            : [(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (2, 6), (3, 7), (4, 6), (5, 7), (6, 7)]
        var adjacency = (0..<Self.nodes).map { node in
            (0..<Self.nodes).map { $0 == node || node == Self.nodes - 1 ? 1.0 : 0 }
        }
        for (from, to) in arcs { adjacency[to][from] = 1 }
        self.adjacency = adjacency
        var ancestors: [[Int]] = []
        var starts: [Int] = []
        var count = 0
        for node in 0..<Self.nodes - Self.own {
            var found: Set<Int> = node == 0 ? [] : [node]
            for (from, to) in arcs where to == node { found.formUnion(ancestors[from]) }
            ancestors.append(found.sorted())
            starts.append(count)
            count += found.reduce(1) { product, _ in product * 5 }
        }
        (self.ancestors, self.starts, contexts) = (ancestors, starts, count)
    }

    /// The column of each node's only one.
    static func columns(_ cell: [Int]) -> [Int] {
        // None, skip, 1x1, 3x3, average pooling.
        [0] + cell.map { [4, 5, 2, 3, 1][$0] } + [6, 7]
    }

    /// The place of one of the first six nodes' row among all of them.
    func place(_ node: Int, _ cell: [Int]) -> Int {
        starts[node] + ancestors[node].reduce(0) { 5 * $0 + cell[$1 - 1] }
    }

    /// For each of the rows of the first six nodes the summed features of what it reads: contexts x 8.
    func contextInputs() -> [Float] {
        var inputs = [Float](repeating: 0, count: contexts * Self.features)
        for (row, (node, cell)) in cells().enumerated() {
            for column in columnsRead(by: node, cell) { inputs[row * Self.features + column] += 1 }
        }
        return inputs
    }

    /// For each of these rows which of them it reads: contexts x contexts.
    func contextMixing() -> [Float] {
        var mixing = [Float](repeating: 0, count: contexts * contexts)
        for (row, (node, cell)) in cells().enumerated() {
            for place in contextsRead(by: node, cell) { mixing[row * contexts + place] = 1 }
        }
        return mixing
    }

    /// The columns of the features of the nodes that a node reads, itself among them.
    func columnsRead(by node: Int, _ cell: [Int]) -> [Int] {
        let columns = Self.columns(cell)
        return columns.indices.filter { adjacency[node][$0] > 0 }.map { columns[$0] }
    }

    /// The places of the rows of the first six nodes that a node reads.
    func contextsRead(by node: Int, _ cell: [Int]) -> [Int] {
        (0..<Self.nodes - Self.own).filter { adjacency[node][$0] > 0 }.map { place($0, cell) }
    }

    /// Which of the three nodes that have rows of their own each of them reads: 3 x 3.
    func ownAdjacency() -> [Double] {
        adjacency.suffix(Self.own).flatMap { $0.suffix(Self.own) }
    }

    /// A node and a cell that has each of the rows of the first six nodes, in order.
    private func cells() -> [(node: Int, cell: [Int])] {
        ancestors.indices.flatMap { node in
            let operators = ancestors[node]
            let count = operators.reduce(1) { product, _ in product * 5 }
            return (0..<count).map { number in
                var (rest, cell) = (number, [0, 0, 0, 0, 0, 0])
                for place in operators.reversed() {
                    cell[place - 1] = rest % 5
                    rest /= 5
                }
                return (node, cell)
            }
        }
    }
}
