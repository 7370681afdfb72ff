import Foundation
import GnomonFeatures
import GnomonKernels

/// Which numbers a forest sees of a kernel.
public enum ForestFeatures: String, Hashable, Sendable, Codable, CaseIterable {
    /// Those of the original where it has them, for comparison with it: they leave out batch, width, groups,
    /// dilation and element type, so that kernels that differ in these alone get one answer.
    case original = "nnmeter-v1"
    /// Everything that is known of a kernel by itself.
    case full = "kernel-v1"

    /// The row of a kernel; kernels of one kind have rows of one length.
    ///
    /// - Complexity: O(columns).
    func row(_ vector: KernelVector) -> [Double] {
        if self == .original, let row = Self.original(vector) { return row }
        var row: [Double] = []
        row.reserveCapacity(Self.alone.count)
        for column in Self.alone { row.append(vector.values[column]) }
        return row
    }

    /// The columns that a kernel has when it stands alone.
    private static let alone: [Int] = {
        let surroundings = Set(KernelSample.surroundings.map(\.rawValue))
        return KernelFeature.allCases.map(\.rawValue).filter { !surroundings.contains($0) }
    }()

    /// Sizes, window, floating-point operations in units of 2·10⁶ and parameters in 10⁶.
    ///
    /// Zhang and others 2021, doi:10.1145/3458864.3467882. Nil for kinds that nn-Meter has no such vector for.
    private static func original(_ vector: KernelVector) -> [Double]? {
        func amount(_ feature: KernelFeature) -> Double { exp2(vector[feature]) - 1 }
        let sizes = [amount(.inputHeight), amount(.inputChannels), amount(.outputChannels)]
        let window = [vector[.kernelHeight], vector[.strideHeight]]
        switch vector.kind {
        case .conv, .pointwise, .grouped, .depthwise:
            let taps = window[0] * window[0] * (vector.kind == .depthwise ? 1 : sizes[1])
            let positions = pow(sizes[0] / max(1, window[1]), 2)
            let flops = 2 * positions * sizes[2] * (taps + 1)
            return sizes + window + [flops / 2e6, sizes[2] * (taps + 1) / 1e6]
        case .gemm:
            let (input, output) = (amount(.depth), amount(.columns))
            return [input, output, (2 * input + 1) * output / 2e6, (input + 1) * output / 1e6]
        case .pool: return sizes + window
        case .globalPool: return [sizes[0], sizes[1]]
        default: return nil
        }
    }
}
