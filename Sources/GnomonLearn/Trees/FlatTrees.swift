/// The trees of an ensemble laid out so that walking down them needs no branch that has to be guessed.
///
/// The two children of a split stand side by side, so that a step is an addition: `left + (value > threshold)`. A
/// leaf is a split that nothing exceeds and that leads to itself, so that all walks through a tree take as many
/// steps as it is deep. Several walks go down together and hide each other's wait for memory.
///
/// Only what compares plain numbers is laid out; the ensemble itself walks where a value may be missing.
struct FlatTrees: Sendable {
    /// A split or a leaf.
    private struct Place: Sendable {
        var threshold: Double
        var feature: Int32
        /// The left child; the right one is behind it.
        ///
        /// A leaf leads to itself.
        var left: Int32
    }

    /// Walks that are under way at the same time: enough to hide the latency of the first cache.
    private static let walks = 16

    private var places: [Place] = []
    /// The value of each leaf, at its place; 0 at splits.
    private var values: [Double] = []
    private var roots: [Int32] = []
    private var depths: [Int32] = []

    /// The trees laid out; nil where a split treats zeros as missing.
    ///
    /// - Complexity: O(nodes).
    init?(nodes: [TreeEnsemble.Node], leaves: [Double], roots: [Int32]) {
        guard nodes.allSatisfy({ $0.missing != 1 }) else { return nil }
        places.reserveCapacity(nodes.count + leaves.count)
        values.reserveCapacity(nodes.count + leaves.count)
        for root in roots {
            self.roots.append(Int32(places.count))
            appendPlace()
            var depth = 0
            var level = [(node: root, place: places.count - 1)]
            while !level.isEmpty {
                var next: [(node: Int32, place: Int)] = []
                for (node, place) in level {
                    guard node >= 0 else {
                        values[place] = leaves[Int(~node)]
                        continue
                    }
                    let split = nodes[Int(node)]
                    places[place] = Place(
                        threshold: split.threshold, feature: split.feature, left: Int32(places.count))
                    next.append((split.left, places.count))
                    next.append((split.right, places.count + 1))
                    appendPlace()
                    appendPlace()
                }
                if !next.isEmpty { depth += 1 }
                level = next
            }
            depths.append(Int32(depth))
        }
    }

    private mutating func appendPlace() {
        places.append(Place(threshold: .infinity, feature: 0, left: Int32(places.count)))
        values.append(0)
    }

    /// Adds the leaves that each row falls into, in the order of the trees.
    ///
    /// No value may be NaN. Every feature must be a column; the reader has checked that.
    ///
    /// - Complexity: O(rows · trees · depth), one allocation.
    @inline(__always)
    func add<Scalar: BinaryFloatingPoint>(
        _ rows: UnsafeBufferPointer<Scalar>, stride: Int, to sums: UnsafeMutableBufferPointer<Double>
    ) {
        guard let first = rows.baseAddress, !sums.isEmpty else { return }
        // With few rows, several trees go together.
        let width = max(1, Self.walks / sums.count)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: width * sums.count) { cursors in
            places.withUnsafeBufferPointer { places in
                var tree = 0
                while tree < roots.count {
                    let end = min(tree + width, roots.count)
                    let steps = start(tree..<end, rows: sums.count, cursors)
                    for _ in 0..<steps {
                        var walk = 0
                        for _ in tree..<end {
                            var row = first
                            for _ in 0..<sums.count {
                                let place = places[Int(cursors[walk])]
                                let exceeds = Double(row[Int(place.feature)]) > place.threshold
                                cursors[walk] = place.left &+ (exceeds ? 1 : 0)
                                row += stride
                                walk += 1
                            }
                        }
                    }
                    finish((end - tree) * sums.count, cursors, sums)
                    tree = end
                }
            }
        }
    }

    /// Puts all walks through some trees at the roots; the number of steps that ends all of them.
    private func start(
        _ trees: Range<Int>, rows: Int, _ cursors: UnsafeMutableBufferPointer<Int32>
    ) -> Int32 {
        var steps: Int32 = 0
        var walk = 0
        for tree in trees {
            steps = max(steps, depths[tree])
            for _ in 0..<rows {
                cursors.initializeElement(at: walk, to: roots[tree])
                walk += 1
            }
        }
        return steps
    }

    /// Adds the values of the leaves that walks have reached, tree after tree.
    private func finish(
        _ walks: Int, _ cursors: UnsafeMutableBufferPointer<Int32>, _ sums: UnsafeMutableBufferPointer<Double>
    ) {
        var row = 0
        for walk in 0..<walks {
            sums[row] += values[Int(cursors[walk])]
            row = row + 1 == sums.count ? 0 : row + 1
        }
    }
}
