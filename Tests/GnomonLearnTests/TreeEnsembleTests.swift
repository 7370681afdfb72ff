import Foundation
import GnomonLearn
import Testing

@Suite("Tree model text")
struct TreeEnsembleTests {
    static let text = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=regression
        feature_names=a b
        feature_infos=[0:1] [0:1]
        tree_sizes=1 1

        Tree=0
        num_leaves=3
        num_cat=0
        split_feature=0 1
        threshold=0.5 10
        decision_type=2 2
        left_child=-1 -2
        right_child=1 -3
        leaf_value=1 2 3
        is_linear=0
        shrinkage=1

        Tree=1
        num_leaves=1
        num_cat=0
        leaf_value=0.25
        is_linear=0
        shrinkage=1

        end of trees

        """

    @Test("Rows fall left when not above the threshold, and trees are summed")
    func predicts() throws {
        let trees = try TreeEnsemble(text: Self.text)
        #expect(trees.treeCount == 2)
        #expect(trees.featureCount == 2)
        #expect(trees.predict(row: [0.5, 99]) == 1.25)
        #expect(trees.predict(row: [0.6, 10]) == 2.25)
        #expect(trees.predict(row: [0.6, 10.1]) == 3.25)
        // Where nothing counts as missing, NaN is 0.
        #expect(trees.predict(row: [.nan, 0]) == 1.25)
        #expect(trees.predict(rows: [Float(0.5), 0, 7, 1, 20, 7], stride: 3) == [1.25, 3.25])
        #expect(try trees.predict(rows: Matrix([[0, 0], [1, 0]])) == [1.25, 2.25])
        #expect(trees.predict(rows: [Double](), stride: 2).isEmpty)
    }

    @Test("Missing values go the default way, and a forest is averaged")
    func missing() throws {
        let nan = Self.text.replacingOccurrences(of: "decision_type=2 2", with: "decision_type=8 10")
        #expect(try TreeEnsemble(text: nan).predict(row: [.nan, .nan]) == 2.25)
        let zero = Self.text.replacingOccurrences(of: "decision_type=2 2", with: "decision_type=4 6")
        #expect(try TreeEnsemble(text: zero).predict(row: [0, 50]) == 3.25)
        let mean = Self.text.replacingOccurrences(
            of: "feature_names=a b", with: "feature_names=a b\naverage_output")
        #expect(try TreeEnsemble(text: mean).predict(row: [0, 0]) == 0.625)
    }

    @Test("Coding keeps the text")
    func coding() throws {
        let trees = try TreeEnsemble(text: Self.text)
        let data = try JSONEncoder().encode([trees])
        #expect(try JSONDecoder().decode([TreeEnsemble].self, from: data) == [trees])
    }

    @Test(
        "Damaged text is refused",
        arguments: [
            ("left_child=-1 -2", "left_child=0 -2"), ("left_child=-1 -2", "left_child=-1 1"),
            ("right_child=1 -3", "right_child=2 -3"), ("right_child=1 -3", "right_child=1 -9"),
            ("right_child=1 -3", "right_child=-2 -3"), ("left_child=-1 -2", "left_child=-1"),
            ("left_child=-1 -2", "left_child=-1 x"), ("split_feature=0 1", "split_feature=0 2"),
            ("split_feature=0 1", "split_feature=-1 1"), ("threshold=0.5 10", "threshold=nan 10"),
            ("num_leaves=3", "num_leaves=0"), ("num_leaves=3", "num_leaves=999999999999"),
            ("num_leaves=3", "num_leaves=3\nnum_leaves=3"), ("num_cat=0", "num_cat=1"),
            ("decision_type=2 2", "decision_type=1 2"), ("decision_type=2 2", "decision_type=12 2"),
            ("left_child=-1 -2", "left_child=-9223372036854775808 -2"),
            ("left_child=-1 -2", "left_child=9223372036854775807 -2"),
            ("Tree=1", "Tree=7"), ("end of trees", "end"), ("version=v4", "version=v3"),
            ("num_class=1", "num_class=2"), ("max_feature_idx=1", "max_feature_idx=99999999"),
            ("objective=regression", "objective=binary sigmoid:1"),
            ("objective=regression", "objective=regression sqrt"), ("is_linear=0", "is_linear=1"),
            ("tree\nversion", "x\nversion"), ("leaf_value=1 2 3", "leaf_value=1 2 inf"),
        ])
    func damaged(old: String, new: String) {
        let error = #expect(throws: LearnError.self) {
            try TreeEnsemble(text: Self.text.replacingOccurrences(of: old, with: new))
        }
        #expect(error?.code == .model)
    }

    @Test("Text that is cut off anywhere before the end of the trees is refused")
    func cut() {
        let whole = Self.text
        for length in stride(from: 0, to: whole.utf8.count - 3, by: 7) {
            #expect(throws: LearnError.self) { try TreeEnsemble(text: String(whole.prefix(length))) }
        }
    }
}
