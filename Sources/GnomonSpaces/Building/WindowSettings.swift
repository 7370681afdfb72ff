import GnomonGraph

/// The window of a convolution.
struct WindowSettings: Equatable {
    var kernel: Extent
    var stride: Extent
    var dilation: Extent
    var padding: Extent
    var groups: Int

    /// The attributes of a `Conv`.
    var attributes: Attributes {
        [
            "kernel_shape": .ints(kernel.attribute), "strides": .ints(stride.attribute),
            "dilations": .ints(dilation.attribute), "pads": .ints(padding.attribute + padding.attribute),
            "group": .int(Int64(groups)),
        ]
    }
}
