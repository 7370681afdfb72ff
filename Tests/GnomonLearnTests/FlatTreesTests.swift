import Foundation
import GnomonStatistics
import Testing

@testable import GnomonLearn

@Suite("Trees laid out flat")
struct FlatTreesTests {
    /// The text of random trees over four features.
    private func text(trees: Int, leaves: Int, seed: UInt64) -> String {
        var dice = SeededGenerator(seed: seed)
        var text = """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            max_feature_idx=3
            objective=regression

            """
        for tree in 0..<trees {
            // Every new split takes the place of a random leaf, so that trees are uneven.
            let count = 1 + Int(dice.next() % UInt64(leaves))
            var children: [[Int]] = []
            var open: [(node: Int, side: Int)] = []
            for split in 0..<(count - 1) {
                if !open.isEmpty {
                    let place = open.remove(at: Int(dice.next() % UInt64(open.count)))
                    children[place.node][place.side] = split
                }
                children.append([0, 0])
                open += [(split, 0), (split, 1)]
            }
            for (leaf, place) in open.enumerated() { children[place.node][place.side] = ~leaf }
            func list(_ make: (Int) -> String, _ count: Int) -> String {
                (0..<count).map(make).joined(separator: " ")
            }
            text += "\nTree=\(tree)\nnum_leaves=\(count)\nnum_cat=0\n"
            if count > 1 {
                text += "split_feature=" + list({ _ in String(dice.next() % 4) }, count - 1) + "\n"
                text += "threshold=" + list({ _ in String(Double(dice.next() % 9) / 2) }, count - 1) + "\n"
                text += "decision_type=" + list({ _ in dice.next() % 2 == 0 ? "2" : "8" }, count - 1) + "\n"
                text += "left_child=" + list({ String(children[$0][0]) }, count - 1) + "\n"
                text += "right_child=" + list({ String(children[$0][1]) }, count - 1) + "\n"
            }
            text += "leaf_value=" + list({ _ in String(Double(dice.next() % 1000) / 7) }, count) + "\n"
            text += "is_linear=0\nshrinkage=1\n"
        }
        return text + "\nend of trees\n"
    }

    private func walked(_ trees: TreeEnsemble, _ rows: [Double], stride: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.count / stride)
        rows.withUnsafeBufferPointer { rows in
            sums.withUnsafeMutableBufferPointer { trees.add(rows, stride: stride, to: $0) }
        }
        return sums
    }

    @Test("give bit for bit what walking the trees gives", arguments: [1, 3, 4, 11, 13, 16, 40, 64, 70, 131])
    func identical(rowCount: Int) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let trees = try TreeEnsemble(text: text(trees: 23, leaves: 31, seed: seed))
            #expect(trees.flat != nil)
            var dice = SeededGenerator(seed: seed &+ 100)
            // Values on thresholds, between them and beyond; a fifth column that is skipped.
            var rows = (0..<(rowCount * 5)).map { _ in Double(dice.next() % 21) / 4 - 0.25 }
            rows[0] = .infinity
            rows[1] = -.infinity
            #expect(trees.predict(rows: rows, stride: 5) == walked(trees, rows, stride: 5))
            #expect(
                trees.predict(rows: rows.map { Float($0) }, stride: 5) == walked(trees, rows, stride: 5))
        }
    }

    @Test("are left aside where a value is missing, or zeros count as missing")
    func missing() throws {
        let plain = text(trees: 5, leaves: 9, seed: 3)
        let trees = try TreeEnsemble(text: plain)
        let rows = [Double.nan, 1, 2, 3, 0, .nan, 0.5, 4]
        #expect(trees.predict(rows: rows, stride: 4) == walked(trees, rows, stride: 4))
        let zeros = plain.replacingOccurrences(of: "decision_type=8", with: "decision_type=4")
        #expect(try TreeEnsemble(text: zeros).flat == nil)
    }

    @Test("no rows and no trees are nothing")
    func nothing() throws {
        let trees = try TreeEnsemble(text: text(trees: 2, leaves: 4, seed: 1))
        #expect(trees.predict(rows: [Double](), stride: 4).isEmpty)
        let none = FlatTrees(nodes: [], leaves: [], roots: [])
        #expect(none != nil)
    }
}
