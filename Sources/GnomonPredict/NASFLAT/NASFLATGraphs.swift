import GnomonSpaces

/// Architectures as graphs for `nasflat`: the operator of each node, and what each node reads (arXiv:2403.02446).
///
/// Node 0 is the input and the last one the output, which have codes of their own behind those of operators.
struct NASFLATGraphs: Sendable {
    /// Nodes of each graph.
    let nodes: Int
    /// Codes of operators.
    let operators: Int
    /// The number of architectures.
    let count: Int
    /// The code of each node of each architecture.
    let symbols: [Int]
    /// For each graph (one if all are alike), to and from: 1 where the first node reads the second.
    let arcs: [Float]
    /// Whether all architectures have one graph.
    let sharesArcs: Bool

    /// The code of the output.
    var output: Int { operators }
    /// The code of the input.
    var input: Int { operators + 1 }
    /// All codes.
    var codes: Int { operators + 2 }

    /// The graphs of architectures; nil for a space there are none for.
    ///
    /// - Complexity: O(architectures · nodes²).
    init?(_ pool: [Architecture], of space: any SearchSpace, _ form: NASFLATSettings.Form) {
        switch space {
        case is NASBench201: self.init(cells: pool)
        case is FBNet: self.init(layers: pool, isReference: form == .reference)
        default: return nil
        }
    }

    /// Cells of NAS-Bench-201: operators are nodes, in the order of the edges.
    ///
    /// Dead nodes lose their arcs and keep their codes: some devices run what leads nowhere.
    private init(cells pool: [Architecture]) {
        let nodes = 8
        var symbols: [Int] = []
        symbols.reserveCapacity(pool.count * nodes)
        var arcs = [Float](repeating: 0, count: pool.count * nodes * nodes)
        for (place, cell) in pool.enumerated() {
            symbols.append(6)
            symbols += cell.genes
            symbols.append(5)
            for (from, targets) in CellGraph(codes: cell.genes).successors.enumerated() where targets != 0 {
                for to in 1..<nodes where targets & (1 << to) != 0 {
                    arcs[(place * nodes + to) * nodes + from] = 1
                }
            }
        }
        (self.nodes, operators, count) = (nodes, 5, pool.count)
        (self.symbols, self.arcs, sharesArcs) = (symbols, arcs, false)
    }

    /// Layers of FBNet in a chain between input and output.
    ///
    /// The published code has no input and output: the first and last layers' codes are overwritten with theirs, and
    /// a layer reads itself only.
    private init(layers pool: [Architecture], isReference: Bool) {
        let nodes = isReference ? 22 : 24
        var symbols: [Int] = []
        symbols.reserveCapacity(pool.count * nodes)
        for architecture in pool {
            symbols.append(10)
            symbols += isReference ? architecture.genes.dropFirst().dropLast() : architecture.genes[...]
            symbols.append(9)
        }
        var arcs = [Float](repeating: 0, count: nodes * nodes)
        for to in 0..<nodes {
            if isReference {
                arcs[to * nodes + to] = 1
            } else if to > 0 {
                arcs[to * nodes + to - 1] = 1
            }
        }
        (self.nodes, operators, count) = (nodes, 9, pool.count)
        (self.symbols, self.arcs, sharesArcs) = (symbols, arcs, true)
    }

    private init(_ graphs: NASFLATGraphs, rows: [Int]) {
        (nodes, operators, count) = (graphs.nodes, graphs.operators, rows.count)
        sharesArcs = graphs.sharesArcs
        let (nodes, square) = (graphs.nodes, graphs.nodes * graphs.nodes)
        symbols = rows.flatMap { graphs.symbols[$0 * nodes..<($0 + 1) * nodes] }
        arcs =
            graphs.sharesArcs
            ? graphs.arcs : rows.flatMap { graphs.arcs[$0 * square..<($0 + 1) * square] }
    }

    /// Some of the architectures.
    func selecting(_ rows: [Int]) -> NASFLATGraphs { NASFLATGraphs(self, rows: rows) }

    /// What attention multiplies or adds: 1 at arcs as published; 0 at arcs and at nodes themselves, and next to
    /// minus infinity elsewhere, if corrected.
    func attention(_ form: NASFLATSettings.Form) -> [Float] {
        guard form == .corrected else { return arcs }
        return arcs.enumerated().map { place, arc in
            let inside = place % (nodes * nodes)
            return arc != 0 || inside % (nodes + 1) == 0 ? 0 : -1e30
        }
    }
}
