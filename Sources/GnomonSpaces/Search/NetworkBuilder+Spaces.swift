import GnomonGraph

extension NetworkBuilder {
    /// A convolution without bias and its batch normalisation, or one convolution with a bias.
    mutating func convNorm(
        _ x: TensorID, out: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1, folds: Bool,
        dilation: Int = 1
    ) -> TensorID {
        let y = conv(
            x, out: out, kernel: Extent(kernel), stride: Extent(stride), dilation: Extent(dilation),
            groups: groups, bias: folds)
        return folds ? y : batchNorm(y)
    }

    /// One Sum of all terms; a single term is itself.
    mutating func sum(_ terms: [TensorID]) -> TensorID? {
        guard let first = terms.first else { return nil }
        if terms.count == 1 { return first }
        require(terms.allSatisfy { sizes($0) == sizes(first) }, "a sum of different shapes")
        return node(.sum, terms.map { $0 }, to: sizes(first))
    }

    /// The nearest multiple of 8, not more than a tenth below (Sandler and others 2018, arXiv:1801.04381).
    static func divisibleBy8(_ channels: Double) -> Int {
        let rounded = max(8, Int((channels + 4) / 8) * 8)
        return Double(rounded) < 0.9 * channels ? rounded + 8 : rounded
    }
}
