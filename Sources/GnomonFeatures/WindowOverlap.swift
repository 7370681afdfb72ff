import GnomonGraph

/// How much of what a window reads lies inside the image and not in its padding.
///
/// Runtimes skip taps that meet nothing but padding: a 3x3 window on a 1x1 image does a ninth of its work, and one with
/// dilation 18 on a 28x28 image about a third.
enum WindowOverlap {
    /// The share of pairs of output position and tap that meet the image, along one axis.
    ///
    /// - Complexity: O(taps).
    static func share(
        input: Int, output: Int, taps: Int, stride: Int, dilation: Int, padding: Int
    ) -> Double {
        guard input > 0, output > 0, taps > 0, stride > 0 else { return 1 }
        var inside = 0.0
        for tap in 0..<min(taps, 4096) {
            // Positions o with 0 <= o * stride + offset < input.
            let offset = Double(tap) * Double(dilation) - Double(padding)
            let first = max(0, (-offset / Double(stride)).rounded(.up))
            let last = min(Double(output - 1), ((Double(input) - 1 - offset) / Double(stride)).rounded(.down))
            inside += max(0, last - first + 1)
        }
        return inside / (Double(output) * Double(min(taps, 4096)))
    }

    /// The share of a convolution; 1 for a transposed one.
    static func share(_ conv: ConvolutionParameters, input: Shape, output: Shape) -> Double {
        guard !conv.isTransposed, input.rank == conv.spatialRank + 2, output.rank == input.rank else {
            return 1
        }
        var product = 1.0
        for axis in 0..<conv.spatialRank {
            // A window of one element without padding misses nothing.
            if conv.kernel(axis) == 1, conv.padBegin(axis) == 0, conv.padEnd(axis) == 0 { continue }
            product *= share(
                input: input.dims[axis + 2].value ?? 0, output: output.dims[axis + 2].value ?? 0,
                taps: conv.kernel(axis), stride: conv.stride(axis), dilation: conv.dilation(axis),
                padding: conv.padBegin(axis))
        }
        return product
    }
}
