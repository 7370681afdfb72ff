import Foundation

/// What a trained relation says of cells: the first of a pair wins with probability
/// sigmoid(own + other's against + offset).
///
/// The read-out is linear in both embeddings, so two numbers a cell answer for all pairs.
struct RelationScores {
    /// What speaks for each cell as the first of a pair.
    let own: [Double]
    /// What speaks against the first if this cell is the second.
    let against: [Double]
    let offset: Double

    /// The probability that cell `first` is better than cell `second`, as the first of the pair.
    func wins(_ first: Int, _ second: Int) -> Double {
        1 / (1 + exp(-(own[first] + against[second] + offset)))
    }

    /// The share of cells that each beats, by probability, averaged over both orders of a pair.
    func shares(of cells: [Int], against panel: [Int]) -> [Double] {
        cells.map { cell in
            let sum = panel.reduce(0.0) { $0 + wins(cell, $1) + 1 - wins($1, cell) }
            return sum / Double(max(1, 2 * panel.count))
        }
    }
}

/// How cells are put in order by a relation, whose answers need not be transitive.
public enum RelationRanking: Hashable, Sendable, Codable {
    /// By the share of a fixed panel that each beats; the best `rounds` then by how many of themselves each beats.
    case panel(size: Int, rounds: Int)
    /// By sorting with the relation as comparison, as the paper does; depends on how one sorts.
    case sort

    /// Places of cells, the best first.
    ///
    /// - Complexity: O(cells · panel + rounds²), or O(cells log cells).
    func order(_ scores: RelationScores, panel chosen: [Int]) -> [Int] {
        let all = Array(scores.own.indices)
        switch self {
        case .sort: return Self.merged(all) { scores.wins($0, $1) > 0.5 }
        case .panel(_, let rounds):
            var ranked = Self.descending(all, scores.shares(of: all, against: chosen))
            let count = min(max(0, rounds), ranked.count)
            let top = Array(ranked[..<count])
            ranked.replaceSubrange(
                ..<count, with: Self.descending(top, scores.shares(of: top, against: top)))
            return ranked
        }
    }

    private static func descending(_ cells: [Int], _ values: [Double]) -> [Int] {
        cells.indices.sorted { (values[$0], -cells[$0]) > (values[$1], -cells[$1]) }.map { cells[$0] }
    }

    /// Merge sort: ends whatever the comparison says.
    private static func merged(_ cells: [Int], _ isBetter: (Int, Int) -> Bool) -> [Int] {
        guard cells.count > 1 else { return cells }
        let left = merged(Array(cells[..<(cells.count / 2)]), isBetter)
        let right = merged(Array(cells[(cells.count / 2)...]), isBetter)
        var result: [Int] = []
        result.reserveCapacity(cells.count)
        var (l, r) = (0, 0)
        while l < left.count, r < right.count {
            if isBetter(right[r], left[l]) {
                result.append(right[r])
                r += 1
            } else {
                result.append(left[l])
                l += 1
            }
        }
        return result + left[l...] + right[r...]
    }
}
