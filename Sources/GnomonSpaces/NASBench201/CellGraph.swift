/// A NAS-Bench-201 cell with operators as nodes, skips contracted and dead parts cut, as BRP-NAS encodes it
/// (Dudziak and others 2020, arXiv:2007.08668).
///
/// Node 0 is the input, 1 to 6 are the operators in the order of the edges, 7 is the output.
public struct CellGraph: Hashable, Sendable {
    /// The successors of each of the eight nodes as bits.
    public private(set) var successors: [UInt8]
    /// The operator codes of nodes 1 to 6; 0 where there is none, a skip, or a dead one.
    public private(set) var operations: [Int]

    /// Whether the output depends on the input.
    public var isConnected: Bool { successors[0] != 0 }

    /// The graph of six valid operator codes.
    ///
    /// - Complexity: O(1).
    public init(codes: [Int]) {
        var rows: [UInt8] = [
            0b1_0110, 0b10_1000, 0b100_0000, 0b100_0000, 0b1000_0000, 0b1000_0000, 0b1000_0000, 0,
        ]
        for node in 1...6 where codes[node - 1] <= 1 {
            let bit = UInt8(1) << node
            for other in 0..<8 where rows[other] & bit != 0 {
                rows[other] &= ~bit
                if codes[node - 1] == 1 { rows[other] |= rows[node] }
            }
            rows[node] = 0
        }
        var fromInput: UInt8 = 1
        var toOutput: UInt8 = 0x80
        for node in 0..<8 where fromInput & (1 << node) != 0 { fromInput |= rows[node] }
        for node in (0..<8).reversed() where rows[node] & toOutput != 0 { toOutput |= 1 << node }
        let alive = fromInput & toOutput
        successors = (0..<8).map { alive & (1 << $0) != 0 ? rows[$0] & alive : 0 }
        operations = (1...6).map { alive & (1 << $0) != 0 ? codes[$0 - 1] : 0 }
    }

    /// The nodes a node reads, in order.
    public func predecessors(of node: Int) -> [Int] {
        (0..<8).filter { successors[$0] & (1 << node) != 0 }
    }

    /// The 9x9 matrix of BRP-NAS: a global node first, which leads to all others, and ones on the diagonal.
    public var adjacency: [[Int]] {
        var result = [[Int](repeating: 1, count: 9)]
        for (node, row) in successors.enumerated() {
            result.append([0] + (0..<8).map { $0 == node || row & (1 << $0) != 0 ? 1 : 0 })
        }
        return result
    }

    /// The 9x6 one-hot rows of BRP-NAS: 1x1, 3x3, pool, input, output, global; zeros for nodes that are not
    /// there.
    public var features: [[Int]] {
        let columns = [5, 3] + operations.map { $0 - 2 } + [4]
        return columns.map { column in (0..<6).map { $0 == column ? 1 : 0 } }
    }

    /// The codes of the edges on a path from input to output, skips kept; the others are 0.
    ///
    /// - Complexity: O(1).
    public static func liveCodes(_ codes: [Int]) -> [Int] {
        var fromInput = [true, false, false, false]
        var toOutput = [false, false, false, true]
        let edges = NASBench201.edges
        for (code, edge) in zip(codes, edges) where code != 0 && fromInput[edge.from] {
            fromInput[edge.to] = true
        }
        for (code, edge) in zip(codes, edges).reversed() where code != 0 && toOutput[edge.to] {
            toOutput[edge.from] = true
        }
        return zip(codes, edges).map { fromInput[$1.from] && toOutput[$1.to] ? $0 : 0 }
    }
}
