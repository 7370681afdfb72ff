/// The window of a convolution or pooling over images: a number for each of height and width.
public struct ImageWindow: Hashable, Sendable {
    /// Its size.
    public var kernel: [Int]
    /// Steps between outputs.
    public var strides: [Int]
    /// Zeros before the first pixel.
    public var padsBegin: [Int]
    /// Zeros after the last pixel.
    public var padsEnd: [Int]
    /// Distances between its elements.
    public var dilations: [Int]

    /// A window of lists of equal length.
    public init(
        kernel: [Int], strides: [Int], padsBegin: [Int], padsEnd: [Int], dilations: [Int]
    ) {
        self.kernel = kernel
        self.strides = strides
        self.padsBegin = padsBegin
        self.padsEnd = padsEnd
        self.dilations = dilations
    }

    /// A square window with the same stride and zeros on all sides.
    public init(_ kernel: Int, stride: Int = 1, padding: Int = 0) {
        self.init(
            kernel: [kernel, kernel], strides: [stride, stride], padsBegin: [padding, padding],
            padsEnd: [padding, padding], dilations: [1, 1])
    }
}
