/// A height and a width: a kernel, a stride, a dilation or a padding.
///
/// An integer literal means both.
public struct Extent: Hashable, Sendable, Codable, ExpressibleByIntegerLiteral {
    /// Along the rows axis.
    public var height: Int
    /// Along the columns axis.
    public var width: Int

    /// The same size both ways.
    public init(_ size: Int) {
        height = size
        width = size
    }

    /// Different sizes.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// The same size both ways.
    public init(integerLiteral value: Int) {
        self.init(value)
    }

    var attribute: AttributeInts { [Int64(height), Int64(width)] }

    /// The padding that keeps the size of an image under an odd kernel at stride 1.
    func samePadding(dilation: Extent = 1) -> Extent {
        Extent((height - 1) * dilation.height / 2, (width - 1) * dilation.width / 2)
    }

    /// The size of an image after a window of this extent went over it.
    func output(_ image: Extent, stride: Extent, padding: Extent, dilation: Extent = 1) -> Extent {
        // A window larger than the image has no place at all; division alone would round up to one.
        func places(_ span: Int, _ stride: Int) -> Int { span < 0 ? 0 : span / stride + 1 }
        return Extent(
            places(
                image.height + 2 * padding.height - dilation.height * (height - 1) - 1, stride.height),
            places(image.width + 2 * padding.width - dilation.width * (width - 1) - 1, stride.width))
    }
}

/// The integers of an `ints` attribute.
typealias AttributeInts = [Int64]
