/// Small labelled multigraphs, compared by trying every order of their vertices.
struct SmallGraph {
    var labels: [Int]
    /// How often a vertex reads another, by source and target.
    var edges: [[Int]]

    init(_ labels: [Int]) {
        self.labels = labels
        edges = labels.map { _ in labels.map { _ in 0 } }
    }

    /// The same list for isomorphic graphs, another one for others.
    func canonical() -> [Int] {
        let keys = labels.indices.map { vertex in
            labels[vertex] * 10_000 + edges.reduce(0) { $0 + $1[vertex] } * 100 + edges[vertex].reduce(0, +)
        }
        let order = labels.indices.sorted { keys[$0] < keys[$1] }
        var best: [Int] = []
        var chosen: [Int] = []
        extend(&chosen, order, keys, &best)
        return order.map { keys[$0] } + best
    }

    private func extend(_ chosen: inout [Int], _ order: [Int], _ keys: [Int], _ best: inout [Int]) {
        if chosen.count == order.count {
            let code = chosen.flatMap { row in chosen.map { edges[row][$0] } }
            if best.isEmpty || code.lexicographicallyPrecedes(best) { best = code }
            return
        }
        let key = keys[order[chosen.count]]
        for vertex in order where keys[vertex] == key && !chosen.contains(vertex) {
            chosen.append(vertex)
            extend(&chosen, order, keys, &best)
            chosen.removeLast()
        }
    }

    private static let ends = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

    /// The operators on a path through a NAS-Bench-201 cell and which reads which through skips.
    ///
    /// Nil if the output reads nothing. Written from the definition of the cell, not from the encoding.
    static func operators(_ codes: [Int]) -> SmallGraph? {
        // through[a][b]: skips alone lead from node a to node b.
        var through = (0..<4).map { a in (0..<4).map { $0 == a } }
        for target in 1..<4 {
            for (code, end) in zip(codes, ends) where code == 1 && end.1 == target {
                for start in 0..<4 where through[start][end.0] { through[start][target] = true }
            }
        }
        // Vertices: the input ends at node 0, the output begins at node 3.
        var vertices = [(label: 1, from: -1, to: 0)]
        for (code, end) in zip(codes, ends) where code > 1 { vertices.append((code, end.0, end.1)) }
        vertices.append((9, 3, -1))
        let count = vertices.count
        var reads = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
        for a in 0..<(count - 1) {
            for b in 1..<count where a != b { reads[a][b] = through[vertices[a].to][vertices[b].from] }
        }
        func reached(from start: Int, _ follows: (Int, Int) -> Bool) -> Set<Int> {
            var seen: Set<Int> = [start]
            var waiting = [start]
            while let next = waiting.popLast() {
                for other in 0..<count where follows(next, other) && seen.insert(other).inserted {
                    waiting.append(other)
                }
            }
            return seen
        }
        let ahead = reached(from: 0) { reads[$0][$1] }
        guard ahead.contains(count - 1) else { return nil }
        let alive = ahead.intersection(reached(from: count - 1) { reads[$1][$0] }).sorted()
        var graph = SmallGraph(alive.map { vertices[$0].label })
        for (row, a) in alive.enumerated() {
            for (column, b) in alive.enumerated() where reads[a][b] { graph.edges[row][column] = 1 }
        }
        return graph
    }

    /// The operators and sums of a cell as it is written; `none` is an operator, unless `prunes`.
    static func written(_ codes: [Int], prunes: Bool) -> SmallGraph? {
        var used = codes
        if prunes {
            // An edge matters if it is one of a chain of edges that are there from node 0 to node 3.
            let chains = [[3], [0, 4], [1, 5], [0, 2, 5]]
            let whole = chains.filter { $0.allSatisfy { codes[$0] != 0 } }.flatMap { $0 }
            if whole.isEmpty { return nil }
            used = codes.indices.map { whole.contains($0) ? codes[$0] : -1 }
        }
        var labels = [1]
        var links: [(Int, Int)] = []
        var values: [Int?] = [0, nil, nil, nil]
        for target in 1..<4 {
            var terms: [Int] = []
            for (position, end) in ends.enumerated() where end.1 == target && used[position] >= 0 {
                guard let source = values[end.0] else { continue }
                if used[position] == 1 {
                    terms.append(source)
                } else {
                    labels.append(20 + used[position])
                    links.append((source, labels.count - 1))
                    terms.append(labels.count - 1)
                }
            }
            if terms.count > 1 {
                labels.append(30)
                links += terms.map { ($0, labels.count - 1) }
                values[target] = labels.count - 1
            } else {
                values[target] = terms.first
            }
        }
        guard let output = values[3] else { return nil }
        labels[output] += 50
        var graph = SmallGraph(labels)
        for (a, b) in links { graph.edges[a][b] += 1 }
        return graph
    }
}
