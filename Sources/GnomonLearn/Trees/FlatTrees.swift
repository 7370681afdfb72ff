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

    /// Walks that are under way at the same time, their places in registers: enough to hide the latency of the first
    /// cache.
    private static let walks = 8

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
    /// - Complexity: O(rows · trees · depth).
    @inline(__always)
    func add<Scalar: BinaryFloatingPoint>(
        _ rows: UnsafeBufferPointer<Scalar>, stride: Int, to sums: UnsafeMutableBufferPointer<Double>
    ) {
        guard let first = rows.baseAddress, !sums.isEmpty, !roots.isEmpty else { return }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.walks) { cursors in
            withUnsafeTemporaryAllocation(of: UnsafePointer<Scalar>.self, capacity: Self.walks) { starts in
                cursors.initialize(repeating: roots[0])
                starts.initialize(repeating: first)
                var (tree, row) = (0, 0)
                // Trees are one after another, the rows of each beside each other: a block may reach into the next tree.
                while tree < roots.count {
                    var target = row
                    var (count, steps) = (0, Int32(0))
                    while count < Self.walks, tree < roots.count {
                        cursors[count] = roots[tree]
                        starts[count] = first + row * stride
                        steps = max(steps, depths[tree])
                        count += 1
                        row += 1
                        if row == sums.count { (row, tree) = (0, tree + 1) }
                    }
                    walk(cursors, starts, steps)
                    for walk in 0..<count {
                        sums[target] += values[Int(cursors[walk])]
                        target = target + 1 == sums.count ? 0 : target + 1
                    }
                }
            }
        }
    }

    /// Takes eight walks so many steps down, each through a tree of its own with a row of its own.
    @inline(__always)
    private func walk<Scalar: BinaryFloatingPoint>(
        _ cursors: UnsafeMutableBufferPointer<Int32>,
        _ starts: UnsafeMutableBufferPointer<UnsafePointer<Scalar>>, _ steps: Int32
    ) {
        places.withUnsafeBufferPointer { places in
            @inline(__always)
            func next(_ cursor: Int32, _ row: UnsafePointer<Scalar>) -> Int32 {
                let place = places[Int(cursor)]
                return place.left &+ (Double(row[Int(place.feature)]) > place.threshold ? 1 : 0)
            }
            let (r0, r1, r2, r3) = (starts[0], starts[1], starts[2], starts[3])
            let (r4, r5, r6, r7) = (starts[4], starts[5], starts[6], starts[7])
            var (c0, c1, c2, c3) = (cursors[0], cursors[1], cursors[2], cursors[3])
            var (c4, c5, c6, c7) = (cursors[4], cursors[5], cursors[6], cursors[7])
            for _ in 0..<steps {
                c0 = next(c0, r0)
                c1 = next(c1, r1)
                c2 = next(c2, r2)
                c3 = next(c3, r3)
                c4 = next(c4, r4)
                c5 = next(c5, r5)
                c6 = next(c6, r6)
                c7 = next(c7, r7)
            }
            (cursors[0], cursors[1], cursors[2], cursors[3]) = (c0, c1, c2, c3)
            (cursors[4], cursors[5], cursors[6], cursors[7]) = (c4, c5, c6, c7)
        }
    }
}
