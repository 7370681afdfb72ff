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
        /// The feature in the lower half, the left child in the upper one, so that one load brings both; the right child is
        /// behind the left one.
        ///
        /// A leaf leads to itself.
        var link: Int64

        init(threshold: Double, feature: Int32, left: Int) {
            self.threshold = threshold
            link = Int64(left) << 32 | Int64(feature)
        }
    }

    /// Walks that are under way at the same time, their places in registers: enough to hide the latency of the first
    /// cache.
    private static let walks = 8

    private var places: [Place] = []
    /// The value of each leaf, at its place; 0 at splits.
    private var values: [Double] = []
    private var roots: [Int64] = []
    private var depths: [Int32] = []
    /// The depth of the deepest of each eight neighbouring trees.
    private var deepest: [Int32] = []

    /// The trees laid out; nil where a split treats zeros as missing.
    ///
    /// - Complexity: O(nodes).
    init?(nodes: [TreeEnsemble.Node], leaves: [Double], roots: [Int32]) {
        guard nodes.allSatisfy({ $0.missing != 1 }) else { return nil }
        places.reserveCapacity(nodes.count + leaves.count)
        values.reserveCapacity(nodes.count + leaves.count)
        for root in roots {
            self.roots.append(Int64(places.count))
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
                        threshold: split.threshold, feature: split.feature, left: places.count)
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
        deepest = stride(from: 0, to: depths.count, by: Self.walks).map {
            depths[$0..<min($0 + Self.walks, depths.count)].max() ?? 0
        }
    }

    private mutating func appendPlace() {
        places.append(Place(threshold: .infinity, feature: 0, left: places.count))
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
        var row = 0
        while row < sums.count {
            let left = sums.count - row
            let some = UnsafeMutableBufferPointer(rebasing: sums[row..<row + min(left, Self.rowsAtOnce)])
            // A block that is half empty costs no more than as many walks one by one.
            let blocks = (some.count + Self.walks / 2) / Self.walks
            let count = min(some.count, blocks * Self.walks)
            if blocks > 0 {
                addBlocks(
                    first + row * stride, stride, blocks, UnsafeMutableBufferPointer(rebasing: some[..<count])
                )
            }
            for rest in count..<some.count {
                some[rest] = sum(of: first + (row + rest) * stride, from: some[rest])
            }
            row += some.count
        }
    }

    /// Rows whose values stay in the first cache while all trees are walked.
    private static let rowsAtOnce = 64

    /// Walks blocks of eight rows, tree by tree.
    ///
    /// In each block the values of a feature lie side by side: a walk finds its value at a fixed distance from those of the
    /// others, and needs no pointer of its own. The last row fills up the last block.
    @inline(__always)
    private func addBlocks<Scalar: BinaryFloatingPoint>(
        _ rows: UnsafePointer<Scalar>, _ stride: Int, _ blocks: Int,
        _ sums: UnsafeMutableBufferPointer<Double>
    ) {
        let lanes = blocks * Self.walks
        withUnsafeTemporaryAllocation(of: Double.self, capacity: lanes * (stride + 1)) { memory in
            guard let ends = memory.baseAddress else { return }
            let columns = ends + lanes
            for lane in 0..<lanes {
                let source = min(lane, sums.count - 1)
                (ends + lane).initialize(to: sums[source])
                let row = rows + source * stride
                let slot = columns + lane / Self.walks * Self.walks * stride + lane % Self.walks
                for feature in 0..<stride {
                    (slot + feature * Self.walks).initialize(to: Double(row[feature]))
                }
            }
            walkAll(columns, stride, blocks, into: ends)
            for row in sums.indices { sums[row] = ends[row] }
        }
    }

    /// Adds the leaves of all trees to the sums of each block's rows.
    private func walkAll(
        _ columns: UnsafePointer<Double>, _ stride: Int, _ blocks: Int,
        into sums: UnsafeMutablePointer<Double>
    ) {
        places.withUnsafeBufferPointer { places in
            values.withUnsafeBufferPointer { values in
                guard let places = places.baseAddress, let values = values.baseAddress else { return }
                for tree in roots.indices {
                    for block in 0..<blocks {
                        Self.walk(
                            places, values, columns + block * Self.walks * stride, from: roots[tree],
                            steps: depths[tree], into: sums + block * Self.walks)
                    }
                }
            }
        }
    }

    /// Takes the eight rows of a block so many steps down one tree and adds the leaves.
    @inline(__always)
    private static func walk(
        _ places: UnsafePointer<Place>, _ values: UnsafePointer<Double>, _ columns: UnsafePointer<Double>,
        from root: Int64, steps: Int32, into sums: UnsafeMutablePointer<Double>
    ) {
        @inline(__always)
        func next(_ cursor: Int64, _ lane: Int) -> Int64 {
            let place = places[Int(cursor)]
            let value = columns[Int(truncatingIfNeeded: place.link & 0xFFFF_FFFF) &* walks &+ lane]
            return place.link >> 32 &+ (value > place.threshold ? 1 : 0)
        }
        var (c0, c1, c2, c3) = (root, root, root, root)
        var (c4, c5, c6, c7) = (root, root, root, root)
        for _ in 0..<steps {
            c0 = next(c0, 0)
            c1 = next(c1, 1)
            c2 = next(c2, 2)
            c3 = next(c3, 3)
            c4 = next(c4, 4)
            c5 = next(c5, 5)
            c6 = next(c6, 6)
            c7 = next(c7, 7)
        }
        sums[0] += values[Int(c0)]
        sums[1] += values[Int(c1)]
        sums[2] += values[Int(c2)]
        sums[3] += values[Int(c3)]
        sums[4] += values[Int(c4)]
        sums[5] += values[Int(c5)]
        sums[6] += values[Int(c6)]
        sums[7] += values[Int(c7)]
    }

    /// What a sum becomes with the leaves that one row falls into, through eight trees at a time.
    @inline(__always)
    private func sum<Scalar: BinaryFloatingPoint>(of row: UnsafePointer<Scalar>, from sum: Double) -> Double {
        places.withUnsafeBufferPointer { places in
            @inline(__always)
            func next(_ cursor: Int64) -> Int64 {
                let place = places[Int(cursor)]
                let value = Double(row[Int(truncatingIfNeeded: place.link & 0xFFFF_FFFF)])
                return place.link >> 32 &+ (value > place.threshold ? 1 : 0)
            }
            var sum = sum
            var tree = 0
            while tree + Self.walks <= roots.count {
                var (c0, c1, c2, c3) = (roots[tree], roots[tree + 1], roots[tree + 2], roots[tree + 3])
                var (c4, c5, c6, c7) = (roots[tree + 4], roots[tree + 5], roots[tree + 6], roots[tree + 7])
                for _ in 0..<deepest[tree / Self.walks] {
                    c0 = next(c0)
                    c1 = next(c1)
                    c2 = next(c2)
                    c3 = next(c3)
                    c4 = next(c4)
                    c5 = next(c5)
                    c6 = next(c6)
                    c7 = next(c7)
                }
                sum += values[Int(c0)]
                sum += values[Int(c1)]
                sum += values[Int(c2)]
                sum += values[Int(c3)]
                sum += values[Int(c4)]
                sum += values[Int(c5)]
                sum += values[Int(c6)]
                sum += values[Int(c7)]
                tree += Self.walks
            }
            for tree in tree..<roots.count {
                var cursor = roots[tree]
                for _ in 0..<depths[tree] { cursor = next(cursor) }
                sum += values[Int(cursor)]
            }
            return sum
        }
    }
}
