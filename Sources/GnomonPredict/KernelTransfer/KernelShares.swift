import GnomonFeatures
import GnomonKernels

/// What the predicted time of a network is made of: the share of each class of kernel.
///
/// Platforms differ by class: one runtime has a better depthwise convolution, more threads speed up large kernels and
/// leave small ones as they are. A class is a column; small and memory-bound kernels are columns of their own, beside
/// that of their kind.
struct KernelShares: Hashable, Sendable, Codable {
    /// The number of columns.
    static let columnCount = 10
    /// The columns that add up to 1.
    static let kindColumns = 8
    /// Nanoseconds below which a kernel is small.
    static let small = 10_000.0

    /// The share of each column.
    var values: [Double]
    /// Nanoseconds of the whole network as predicted.
    var total: Double
    /// The expected relative error of that: large where kernels are not known.
    var error: Double

    /// The shares of a network as a platform's predictor sees it.
    ///
    /// - Complexity: O(kernels).
    init(_ sum: SumOfKernels, roofline: Roofline) {
        values = [Double](repeating: 0, count: Self.columnCount)
        total = max(1, sum.fixed + sum.sum)
        error = sum.relativeError
        for (vector, estimate) in zip(sum.vectors, sum.estimates) {
            for column in Self.columns(vector, estimate, roofline) {
                values[column] += estimate.nanoseconds / total
            }
        }
        values[Self.rest] += sum.fixed / total
    }

    /// The columns a kernel counts in: that of its kind, and what else it is.
    static func columns(
        _ vector: KernelVector, _ estimate: KernelEstimate, _ roofline: Roofline
    ) -> [Int] {
        var columns = [column(of: vector.kind)]
        if estimate.nanoseconds < small { columns.append(8) }
        if vector.bytes / roofline.bytesPerNanosecond > vector.flops / roofline.flopsPerNanosecond {
            columns.append(9)
        }
        return columns
    }

    private static let rest = 7

    private static func column(of kind: KernelKind) -> Int {
        switch kind {
        case .conv: 0
        case .pointwise: 1
        case .depthwise, .grouped, .convTranspose: 2
        case .gemm, .matmul: 3
        case .unary, .binary, .cast: 4
        case .norm, .softmax, .reduce, .pool, .globalPool: 5
        case .concat, .split, .transpose, .reorderInput, .reorderOutput, .resize, .pad, .gather, .view: 6
        case .other, .unknown: rest
        }
    }
}
