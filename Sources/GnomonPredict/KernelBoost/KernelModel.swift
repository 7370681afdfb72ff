import Foundation
import GnomonFeatures
import GnomonLearn
import GnomonStatistics

/// What was learned about one kind of kernel: the logarithm of its time over the roofline's.
struct KernelModel: Sendable {
    /// The facts beside the trees, as the manifest keeps them.
    struct Facts: Hashable, Sendable, Codable {
        /// Kernels it was trained on.
        var rows: Int
        /// Networks they came from.
        var networks: Int
        /// The median of the target; what is usual for operators never seen.
        var median: Double
        /// The range of the target; answers stay inside.
        var lowest: Double
        /// The range of the target; answers stay inside.
        var highest: Double
        /// The range of each feature; inputs are moved inside.
        var featureLow: [Double]
        /// The range of each feature; inputs are moved inside.
        var featureHigh: [Double]
        /// The operators seen with the functions joined to them, by ``KernelModel/variant(_:)``.
        var operators: [Double]
        /// What is usual for each of them, beside which trees tell what is not.
        var offsets: [Double]
        /// The sizes of elements seen, in bits; nil where nobody noted them.
        var elementBits: [Double]?
        /// The robust spread of the target's error on validation networks.
        var spread: Double
        /// Whether there are trees.
        var hasTrees: Bool
        /// The position of the prior platform whose answer is corrected; nil for the roofline.
        var source: Int?
        /// The weighted mean error on validation networks; nil without any.
        var loss: Double?
    }

    /// Kernels of a kind that must have been seen before the predictor claims to know it.
    static let floorRows = 20
    /// Networks they must have come from.
    static let floorNetworks = 5

    var facts: Facts
    var trees: TreeEnsemble?

    /// Whether a kernel of this kind with this operator, on elements of such a size, was seen often enough.
    func knows(_ vector: KernelVector) -> Bool {
        vector.isComplete && facts.rows >= Self.floorRows && facts.networks >= Self.floorNetworks
            && facts.operators.contains { $0.rounded(.down) == vector[.operatorCode] }
            && facts.elementBits?.contains(vector[.elementBits]) ?? true
    }

    /// An operator with the function joined to it, as one number: the codes before and behind the point.
    static func variant(_ vector: KernelVector) -> Double {
        vector[.operatorCode] + vector[.activation] / 1024
    }

    /// The number of an operator whatever is joined to it.
    static func anyFunction(of code: Double) -> Double { code + 1023.0 / 1024 }

    /// What is usual for the operator of a kernel with its function: the logarithm of its time over the base's.
    func offset(_ vector: KernelVector) -> Double {
        let place =
            facts.operators.firstIndex(of: Self.variant(vector))
            ?? facts.operators.firstIndex(of: Self.anyFunction(of: vector[.operatorCode]))
        return place.map { facts.offsets[$0] } ?? facts.median
    }

    /// Writes the row of a vector, moved into the range of the training rows; the base is what is usual for its operator.
    private func write(_ vector: KernelVector, base: Double, to row: UnsafeMutablePointer<Double>) {
        let columns = vector.values.count
        facts.featureLow.withUnsafeBufferPointer { low in
            facts.featureHigh.withUnsafeBufferPointer { high in
                vector.values.withUnsafeBufferPointer { values in
                    for column in 0..<columns {
                        row[column] = min(max(values[column], low[column]), high[column])
                    }
                }
                row[columns] = min(max(log(base), low[columns]), high[columns])
            }
        }
    }

    /// The bounded answer for each vector with its base time: the logarithm of time over base.
    func answers(_ vectors: [KernelVector], _ bases: [Double]) -> [Double] {
        let offsets = vectors.map(offset)
        guard let trees else { return offsets }
        let stride = trees.featureCount
        precondition(
            vectors.allSatisfy { $0.values.count + 1 == stride }, "a row has all columns and the base")
        let rows = [Double](unsafeUninitializedCapacity: vectors.count * stride) { buffer, count in
            guard var row = buffer.baseAddress else { return }
            for index in vectors.indices {
                write(vectors[index], base: bases[index] * exp(offsets[index]), to: row)
                row += stride
            }
            count = vectors.count * stride
        }
        let raw = trees.predict(rows: rows, stride: stride)
        return zip(raw, offsets).map { bounded($0) + $1 }
    }

    /// The columns that say how large a kernel is.
    ///
    /// What surrounds it is not among them.
    private static let sizeColumns: [KernelFeature] = [
        .flops, .inputBytes, .weightBytes, .outputBytes, .inputChannels, .outputChannels, .rows, .columns,
        .depth,
        .matrixBatch, .kernelHeight, .kernelWidth, .dilationHeight, .axisLength, .innerRun, .outerCount,
    ]

    /// How many of the features that matter for size lie well outside what was seen.
    func outside(_ vector: KernelVector) -> Int {
        var count = 0
        for feature in Self.sizeColumns {
            let value = vector[feature]
            let column = feature.rawValue
            if value > facts.featureHigh[column] + 0.5 || value < facts.featureLow[column] - 0.5 {
                count += 1
            }
        }
        return count
    }

    /// Bounds a raw answer of the trees.
    func bounded(_ target: Double) -> Double { min(max(target, facts.lowest), facts.highest) }
}
