import GnomonLearn

/// The features of all architectures of a pool, in the form that products of them are cheap.
///
/// Numbers lie in `dense`. One-hot features are places in a vector of `width` zeros and ones: each row has a one at
/// each of its `slots` places, and products of such rows need one addition a slot.
struct PoolFeatures: Sendable {
    /// One row an architecture, columns centred over the pool.
    var dense: Matrix
    /// The place of each slot of each row, row after row.
    let places: [Int32]
    /// Slots of a row.
    let slots: Int
    /// The number of places.
    let width: Int
    /// The mean over the pool of each place's zeros and ones.
    let placeMeans: [Double]

    /// The number of architectures.
    var count: Int { dense.rows }

    /// Features; `places` has `slots` numbers below `width` for each row of `dense`.
    init(dense: Matrix, places: [Int32], slots: Int, width: Int) {
        self.dense = dense
        self.places = places
        self.slots = slots
        self.width = width
        var means = [Double](repeating: 0, count: width)
        for place in places { means[Int(place)] += 1 }
        placeMeans = means.map { $0 / Double(max(1, dense.rows)) }
    }

    private init(_ features: PoolFeatures, rows: [Int]) {
        dense = features.dense.selecting(rows: rows)
        places = rows.flatMap { features.places(of: $0) }
        (slots, width, placeMeans) = (features.slots, features.width, features.placeMeans)
    }

    /// Some of the rows; what is centred stays centred over the whole pool.
    func selecting(_ rows: [Int]) -> PoolFeatures { PoolFeatures(self, rows: rows) }

    /// The places of a row.
    func places(of row: Int) -> ArraySlice<Int32> { places[row * slots..<(row + 1) * slots] }

    /// The prior covariance of rows with samples under a kernel: rows × samples, in row-major order.
    ///
    /// - Parameters:
    ///   - rows: rows of the pool; nil for all.
    ///   - samples: rows of the pool.
    ///   - kernel: the covariance.
    /// - Returns: one row for each of `rows`.
    /// - Complexity: O(rows · samples · (dense columns + slots)).
    func cross(_ rows: [Int]?, _ samples: [Int], _ kernel: PoolKernel) -> [Double] {
        var weights = Matrix(rows: samples.count, columns: dense.columns)
        for (place, sample) in samples.enumerated() {
            for column in kernel.denseColumns {
                weights[place, column] = kernel.dense[column] * dense[sample, column]
            }
        }
        let shifts = samples.map { kernel.placeWeights($0, self) }
        let offsets = shifts.map { shift in
            kernel.constant - zip(shift, placeMeans).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return project(rows, dense: weights, places: shifts, offsets: offsets)
    }

    /// Linear functions of the features: for each row, one number a function.
    ///
    /// - Parameters:
    ///   - rows: rows of the pool; nil for all.
    ///   - weights: one row a function: what each dense column is multiplied by.
    ///   - tables: for each function the number that each place adds.
    ///   - offsets: what each function adds.
    /// - Returns: rows × functions in row-major order.
    func project(
        _ rows: [Int]?, dense weights: Matrix, places tables: [[Double]], offsets: [Double]
    ) -> [Double] {
        let functions = offsets.count
        var result = (rows.map { dense.selecting(rows: $0) } ?? dense).products(with: weights)
        guard functions > 0 else { return result }
        // By place, so that one place's numbers for all functions lie together.
        var table = [Double](repeating: 0, count: width * functions)
        for (function, values) in tables.enumerated() {
            for place in 0..<width { table[place * functions + function] = values[place] }
        }
        let count = rows?.count ?? self.count
        result.withUnsafeMutableBufferPointer { result in
            table.withUnsafeBufferPointer { table in
                places.withUnsafeBufferPointer { places in
                    offsets.withUnsafeBufferPointer { offsets in
                        for index in 0..<count {
                            let row = rows?[index] ?? index
                            let out = UnsafeMutableBufferPointer(
                                rebasing: result[index * functions..<(index + 1) * functions])
                            for function in 0..<functions { out[function] += offsets[function] }
                            for slot in (row * slots)..<((row + 1) * slots) {
                                let start = Int(places[slot]) * functions
                                for function in 0..<functions { out[function] += table[start + function] }
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
