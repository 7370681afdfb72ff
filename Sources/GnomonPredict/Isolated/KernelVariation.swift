import Foundation
import GnomonFeatures
public import GnomonGraph
import GnomonKernels
import GnomonSpaces
public import GnomonStatistics

/// New kernels near one that was predicted badly: the same work over other numbers of channels.
public enum KernelVariation {
    /// A prepared network of one kernel like this one, its channels c drawn from [0.5 c, 1.2 c); nil for kinds
    /// without channels of their own.
    ///
    /// Channels that were multiples of 8 stay so: networks are made that way, and time has steps there.
    ///
    /// - Throws: `GraphError` where the result makes no sense.
    public static func network(
        like sample: KernelSample, using random: inout SeededGenerator
    ) throws(GraphError) -> Network? {
        let vector = sample.vector
        func amount(_ feature: KernelFeature) -> Int { Int((exp2(vector[feature]) - 1).rounded()) }
        func drawn(_ channels: Int) -> Int {
            let value = max(1, Int(Double(channels) * (0.5 + 0.7 * random.uniform())))
            return channels % 8 == 0 ? max(8, value / 8 * 8) : value
        }
        var builder = NetworkBuilder()
        var result: TensorID
        switch vector.kind {
        case .conv, .pointwise, .depthwise, .grouped:
            let groups = max(1, amount(.groups))
            var input = drawn(amount(.inputChannels))
            var output = drawn(amount(.outputChannels))
            var parts = 1
            if vector.kind == .depthwise {
                // Over one channel it would be a plain convolution.
                input = max(2, input)
                output = input
                parts = input
            } else if vector.kind == .grouped {
                input = max(1, input / groups) * groups
                output = max(1, output / groups) * groups
                parts = groups
            }
            let height = amount(.inputHeight)
            let width = amount(.inputWidth)
            guard input > 0, output > 0, height > 0, width > 0 else { return nil }
            let x = builder.input([max(1, amount(.batch)), input, height, width])
            result = builder.conv(
                x, out: output, kernel: extent(vector, .kernelHeight, .kernelWidth),
                stride: extent(vector, .strideHeight, .strideWidth),
                dilation: extent(vector, .dilationHeight, .dilationWidth), groups: parts,
                bias: vector[.hasBias] > 0)
        case .gemm:
            let rows = amount(.rows)
            let depth = drawn(amount(.depth))
            let columns = drawn(amount(.columns))
            guard rows > 0, depth > 0, columns > 0 else { return nil }
            result = builder.gemm(builder.input([rows, depth]), out: columns)
        default: return nil
        }
        let activation =
            OperatorKind.allCases.indices.contains(Int(vector[.activation]) - 1)
            ? OperatorKind.allCases[Int(vector[.activation]) - 1] : nil
        switch activation {
        case .relu?, .sigmoid?, .hardSwish?, .tanh?:
            if let activation { result = builder.unary(activation, result) }
        default: break
        }
        return try builder.finish([result], name: "variation").prepared()
    }

    private static func extent(
        _ vector: KernelVector, _ height: KernelFeature, _ width: KernelFeature
    ) -> Extent {
        Extent(max(1, Int(vector[height])), max(1, Int(vector[width])))
    }
}
