import Foundation
import GnomonFeatures
import GnomonKernels

/// Kernels that are alike: what was learned from one says something about the others.
///
/// Amounts count in steps of four, so that a kernel measured at some size stands for those up to twice as large or
/// half as large.
struct KernelCell: Hashable, Sendable {
    private let kind: KernelKind
    private let digits: [Int16]

    /// The cell of a kernel.
    init(_ vector: KernelVector) {
        kind = vector.kind
        // The columns of amounts hold logarithms to base 2.
        let amounts: [KernelFeature] = [.flops, .weightBytes, .outputBytes, .channelsPerGroup, .depth]
        let exact: [KernelFeature] = [.operatorCode, .strideHeight, .accessPattern, .hasAddend]
        let kernel = max(vector[.kernelHeight], vector[.kernelWidth])
        digits =
            amounts.map { Self.digit(vector[$0] / 2) } + exact.map { Self.digit(vector[$0]) }
            + [Self.digit(kernel), vector[.dilationHeight] > 1 ? 1 : 0]
    }

    private static func digit(_ value: Double) -> Int16 {
        value.isFinite ? Int16(min(max(value.rounded(), -30_000), 30_000)) : -1
    }
}
