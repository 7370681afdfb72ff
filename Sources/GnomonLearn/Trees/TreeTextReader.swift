/// Reads LightGBM's model text, version 4: numeric splits, one value a leaf.
///
/// The file may come from anywhere, so nothing is believed: every index is in range, every node has one parent
/// and is reached from the root, and sizes are bounded. The format's facts are in `src/io/tree.cpp`.
struct TreeTextReader {
    /// Sizes above which a text is refused.
    enum Limit {
        static let bytes = 256 << 20
        static let features = 1 << 16
        static let trees = 100_000
        static let leavesPerTree = 1 << 17
        static let leaves = 1 << 24
    }

    /// Objectives whose raw score is the prediction.
    static let objectives: Set<String> = [
        "regression", "regression_l1", "huber", "fair", "quantile", "mape",
    ]

    private(set) var featureCount = 0
    private(set) var averages = false
    private(set) var nodes: [TreeEnsemble.Node] = []
    private(set) var leaves: [Double] = []
    private(set) var roots: [Int32] = []

    init(_ text: String) throws(LearnError) {
        guard text.utf8.count <= Limit.bytes else { throw Self.bad("the text is over \(Limit.bytes) bytes") }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
        guard lines.first == "tree" else { throw Self.bad("the text does not begin with 'tree'") }
        guard let end = lines.firstIndex(where: { Self.equals($0, "end of trees") }) else {
            throw Self.bad("the text has no 'end of trees'; it was cut off")
        }
        let starts = lines[..<end].indices.filter { Self.begins(lines[$0], "Tree=") }
        guard starts.count <= Limit.trees else { throw Self.bad("\(starts.count) trees are too many") }
        try readHeader(lines[1..<(starts.first ?? end)])
        for (number, start) in starts.enumerated() {
            guard lines[start] == "Tree=\(number)" else {
                throw Self.bad("expected Tree=\(number), found '\(lines[start].prefix(40))'")
            }
            let next = number + 1 < starts.count ? starts[number + 1] : end
            try readTree(number, lines[(start + 1)..<next])
        }
    }

    /// Compares bytes, not characters: the text is ASCII, and characters are slow.
    private static func equals(_ line: Substring, _ word: StaticString) -> Bool {
        line.utf8.count == word.utf8CodeUnitCount && begins(line, word)
    }

    private static func begins(_ line: Substring, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { line.utf8.starts(with: $0) }
    }

    static func bad(_ message: String) -> LearnError { LearnError(.model, "tree model: \(message)") }

    private mutating func readHeader(_ lines: ArraySlice<Substring>) throws(LearnError) {
        let header = try Fields(lines, place: "header")
        guard header.value("version") == "v4" else {
            throw Self.bad("version '\(header.value("version") ?? "none")' is not v4")
        }
        for key in ["num_class", "num_tree_per_iteration"] where header.value(key) != "1" {
            throw Self.bad("\(key) is not 1: only one value a row is read")
        }
        let objective = (header.value("objective") ?? "").split(separator: " ").map(String.init)
        guard let name = objective.first, Self.objectives.contains(name), !objective.contains("sqrt") else {
            throw Self.bad("the objective '\(objective.joined(separator: " "))' is not read")
        }
        let last = try header.integer("max_feature_idx")
        guard last >= 0, last < Limit.features else { throw Self.bad("max_feature_idx is \(last)") }
        featureCount = last + 1
        averages = header.flags.contains("average_output")
    }

    private mutating func readTree(_ number: Int, _ lines: ArraySlice<Substring>) throws(LearnError) {
        let fields = try Fields(lines, place: "tree \(number)")
        let count = try fields.integer("num_leaves")
        guard count >= 1, count <= Limit.leavesPerTree, leaves.count + count <= Limit.leaves else {
            throw Self.bad("tree \(number) has \(count) leaves")
        }
        guard try fields.integer("num_cat") == 0, (fields.value("is_linear") ?? "0") == "0" else {
            throw Self.bad("tree \(number) has categorical splits or linear leaves, which are not read")
        }
        let values = try fields.doubles("leaf_value", count: count)
        let splits = count - 1
        let firstNode = Int32(nodes.count)
        let firstLeaf = Int32(leaves.count)
        leaves += values
        guard splits > 0 else {
            roots.append(~firstLeaf)
            return
        }
        let features = try fields.integers("split_feature", count: splits)
        let thresholds = try fields.doubles("threshold", count: splits)
        let decisions = try fields.integers("decision_type", count: splits)
        let left = try fields.integers("left_child", count: splits)
        let right = try fields.integers("right_child", count: splits)
        try Self.requireTree(number, leaves: count, left: left, right: right)
        for split in 0..<splits {
            let decision = decisions[split]
            guard features[split] >= 0, features[split] < featureCount else {
                throw Self.bad("tree \(number) splits on feature \(features[split]) of \(featureCount)")
            }
            guard decision >= 0, decision < 12, decision & 1 == 0 else {
                throw Self.bad("tree \(number) has the decision type \(decision), which is not read")
            }
            nodes.append(
                TreeEnsemble.Node(
                    threshold: thresholds[split], feature: Int32(features[split]),
                    left: Self.shifted(left[split], firstNode, firstLeaf),
                    right: Self.shifted(right[split], firstNode, firstLeaf),
                    missing: UInt8(decision >> 2), defaultsLeft: decision & 2 != 0))
        }
        roots.append(firstNode)
    }

    /// A child's place in the whole ensemble.
    ///
    /// The child was checked to be in range.
    private static func shifted(_ child: Int, _ firstNode: Int32, _ firstLeaf: Int32) -> Int32 {
        child >= 0 ? firstNode + Int32(child) : ~(firstLeaf + Int32(~child))
    }

    /// Checks that the children form one binary tree rooted at node 0.
    private static func requireTree(
        _ number: Int, leaves: Int, left: [Int], right: [Int]
    ) throws(LearnError) {
        var seenNodes = [Bool](repeating: false, count: left.count)
        var seenLeaves = [Bool](repeating: false, count: leaves)
        var pending = [0]
        seenNodes[0] = true
        var reached = 1
        while let node = pending.popLast() {
            for child in [left[node], right[node]] {
                if child >= 0 {
                    guard child < left.count, !seenNodes[child] else {
                        throw bad("tree \(number): node \(child) is out of range or reached twice")
                    }
                    seenNodes[child] = true
                    pending.append(child)
                } else {
                    guard ~child < leaves, !seenLeaves[~child] else {
                        throw bad("tree \(number): leaf \(~child) is out of range or reached twice")
                    }
                    seenLeaves[~child] = true
                }
                reached += 1
            }
        }
        guard reached == left.count + leaves else {
            throw bad("tree \(number): only \(reached) of its \(left.count + leaves) nodes are reached")
        }
    }
}

extension TreeEnsemble {
    /// Reads LightGBM's model text; what follows the trees is ignored.
    ///
    /// - Throws: `LearnError` (model) that names the tree and what is wrong with it.
    /// - Complexity: O(text).
    public init(text: String) throws(LearnError) {
        let reader = try TreeTextReader(text)
        self.text = text
        featureCount = reader.featureCount
        nodes = reader.nodes
        leaves = reader.leaves
        roots = reader.roots
        averages = reader.averages
        flat = FlatTrees(nodes: nodes, leaves: leaves, roots: roots)
    }
}
