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
    static func share(_ conv: ConvolutionParameters, input: [Int], output: [Int]) -> Double {
        guard !conv.isTransposed, input.count == conv.spatialRank + 2, output.count == input.count else {
            return 1
        }
        return (0..<conv.spatialRank).reduce(1.0) { product, axis in
            product
                * share(
                    input: input[axis + 2], output: output[axis + 2], taps: conv.kernel[axis],
                    stride: conv.strides[axis], dilation: conv.dilations[axis],
                    padding: conv.padsBegin[axis])
        }
    }
}
