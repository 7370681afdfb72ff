/// A sum (or mean) of decision trees, read from LightGBM's model text.
///
/// Predicting needs no native library. The text is kept, so that saving writes what was read.
public struct TreeEnsemble: Sendable {
    /// One split.
    ///
    /// Children ≥ 0 are nodes, negative ones are `~leaf`; both index the whole ensemble.
    struct Node: Sendable {
        var threshold: Double
        var feature: Int32
        var left: Int32
        var right: Int32
        /// What counts as missing: 0 nothing, 1 zero, 2 NaN.
        var missing: UInt8
        var defaultsLeft: Bool
    }

    /// The model text.
    public let text: String
    /// The number of features a row has.
    public let featureCount: Int
    let nodes: [Node]
    let leaves: [Double]
    let roots: [Int32]
    let averages: Bool
    /// The same trees laid out for speed; nil where they cannot be.
    let flat: FlatTrees?

    /// The number of trees.
    public var treeCount: Int { roots.count }

    /// The prediction for one row of `featureCount` numbers.
    ///
    /// - Complexity: O(trees · depth).
    public func predict(row: [Double]) -> Double {
        precondition(row.count == featureCount, "a row has \(featureCount) features")
        return predict(rows: row, stride: max(1, featureCount))[0]
    }

    /// The predictions for the rows of a matrix with `featureCount` columns.
    public func predict(rows: Matrix) -> [Double] {
        precondition(rows.columns == featureCount, "a row has \(featureCount) features")
        return predict(rows: rows.values, stride: rows.columns)
    }

    /// The predictions for rows that start every `stride` numbers; numbers after `featureCount` are skipped.
    ///
    /// - Complexity: O(rows · trees · depth), one allocation for all rows.
    public func predict(rows: [Double], stride: Int) -> [Double] {
        rows.withUnsafeBufferPointer { predict($0, stride: stride) }
    }

    /// The predictions for rows of Float32; see the same function for Float64.
    public func predict(rows: [Float], stride: Int) -> [Double] {
        rows.withUnsafeBufferPointer { predict($0, stride: stride) }
    }

    @inline(__always)
    private func predict<Scalar: BinaryFloatingPoint>(
        _ rows: UnsafeBufferPointer<Scalar>, stride: Int
    ) -> [Double] {
        precondition(stride >= max(1, featureCount) && rows.count.isMultiple(of: stride))
        let count = rows.count / stride
        var sums = [Double](repeating: 0, count: count)
        sums.withUnsafeMutableBufferPointer { sums in
            if let flat, !rows.contains(where: \.isNaN) {
                flat.add(rows, stride: stride, to: sums)
            } else {
                add(rows, stride: stride, to: sums)
            }
        }
        if averages, !roots.isEmpty { for row in 0..<count { sums[row] /= Double(roots.count) } }
        return sums
    }

    /// Adds the leaves that each row falls into, tree by tree, where values may be missing.
    ///
    /// Each row's leaves are added in the order of the trees. The reader has checked every index.
    @inline(__always)
    func add<Scalar: BinaryFloatingPoint>(
        _ rows: UnsafeBufferPointer<Scalar>, stride: Int, to sums: UnsafeMutableBufferPointer<Double>
    ) {
        guard let values = rows.baseAddress else { return }
        nodes.withUnsafeBufferPointer { nodes in
            leaves.withUnsafeBufferPointer { leaves in
                for root in roots {
                    var row = values
                    for position in sums.indices {
                        var index = Int(root)
                        while index >= 0 {
                            let node = nodes[index]
                            let goesLeft = Self.goesLeft(Double(row[Int(node.feature)]), node)
                            index = Int(goesLeft ? node.left : node.right)
                        }
                        sums[position] += leaves[~index]
                        row += stride
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func goesLeft(_ value: Double, _ node: Node) -> Bool {
        if node.missing == 0 { return value.isNaN ? 0 <= node.threshold : value <= node.threshold }
        if node.missing == 2 {
            return value.isNaN ? node.defaultsLeft : value <= node.threshold
        }
        // Missing is zero. The library compares with 1e-35 as a Float32.
        let known = value.isNaN ? 0 : value
        return abs(known) <= Double(Float(1e-35)) ? node.defaultsLeft : known <= node.threshold
    }
}

extension TreeEnsemble: Hashable {
    /// Whether the two were read from the same text.
    public static func == (lhs: TreeEnsemble, rhs: TreeEnsemble) -> Bool { lhs.text == rhs.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension TreeEnsemble: Codable {
    /// Reads the model text, as strictly as `init(text:)`.
    public init(from decoder: any Decoder) throws {
        try self.init(text: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the model text as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
