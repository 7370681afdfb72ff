@testable import GnomonGraph

/// Well-known networks, built operator by operator.
enum ReferenceNetworks {
    /// ResNet of basic blocks (two 3x3) or bottlenecks (1x1, 3x3, 1x1) on 224x224.
    static func resNet(
        layers: [Int], bottleneck: Bool, groups: Int = 1, width: Int = 64, batch: Int = 1
    ) -> Network {
        var b = NetworkBuilder()
        var x = b.input([batch, 3, 224, 224])
        x = b.conv(x, 3, 64, kernel: 7, stride: 2)
        x = b.batchNorm(x, 64)
        x = b.node(.relu, [x])
        x = b.node(
            .maxPool, [x],
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])])
        var channels = 64
        for (stage, count) in layers.enumerated() {
            let planes = 64 << stage
            for block in 0..<count {
                let stride = stage > 0 && block == 0 ? 2 : 1
                let outputs = bottleneck ? planes * 4 : planes
                var y = x
                if bottleneck {
                    let inner = planes * width / 64 * groups
                    y = b.node(.relu, [unit(&b, y, channels, inner, kernel: 1)])
                    y = b.node(.relu, [unit(&b, y, inner, inner, kernel: 3, stride: stride, group: groups)])
                    y = unit(&b, y, inner, outputs, kernel: 1)
                } else {
                    y = b.node(.relu, [unit(&b, y, channels, planes, kernel: 3, stride: stride)])
                    y = unit(&b, y, planes, planes, kernel: 3)
                }
                if stride != 1 || channels != outputs {
                    x = unit(&b, x, channels, outputs, kernel: 1, stride: stride)
                }
                x = b.node(.relu, [b.node(.add, [y, x])])
                channels = outputs
            }
        }
        x = b.node(.globalAveragePool, [x])
        x = b.node(.flatten, [x])
        b.output(b.linear(x, channels, 1000))
        return b.network
    }

    private static func unit(
        _ b: inout NetworkBuilder, _ x: TensorID, _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1,
        group: Int = 1
    ) -> TensorID {
        b.batchNorm(b.conv(x, inputs, outputs, kernel: kernel, stride: stride, group: group), outputs)
    }

    /// MobileNetV2 with inverted residuals on 224x224.
    static func mobileNetV2() -> Network {
        var b = NetworkBuilder()
        var x = b.input([1, 3, 224, 224])
        func clip(_ b: inout NetworkBuilder, _ x: TensorID) -> TensorID {
            let low = b.floats([0], sizes: [])
            let high = b.floats([6], sizes: [])
            return b.node(.clip, [x, low, high])
        }
        x = clip(&b, unit(&b, x, 3, 32, kernel: 3, stride: 2))
        var channels = 32
        let settings = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
            (6, 320, 1, 1),
        ]
        for (expand, outputs, count, first) in settings {
            for index in 0..<count {
                let stride = index == 0 ? first : 1
                let hidden = channels * expand
                var y = x
                if expand != 1 { y = clip(&b, unit(&b, y, channels, hidden, kernel: 1)) }
                y = clip(&b, unit(&b, y, hidden, hidden, kernel: 3, stride: stride, group: hidden))
                y = unit(&b, y, hidden, outputs, kernel: 1)
                x = stride == 1 && channels == outputs ? b.node(.add, [x, y]) : y
                channels = outputs
            }
        }
        x = clip(&b, unit(&b, x, 320, 1280, kernel: 1))
        x = b.node(.flatten, [b.node(.globalAveragePool, [x])])
        b.output(b.linear(x, 1280, 1000))
        return b.network
    }

    /// VGG-16 on 224x224.
    static func vgg16() -> Network {
        var b = NetworkBuilder()
        var x = b.input([1, 3, 224, 224])
        var channels = 3
        for (outputs, count) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
            for _ in 0..<count {
                x = b.node(.relu, [b.conv(x, channels, outputs, kernel: 3, bias: true)])
                channels = outputs
            }
            x = b.node(.maxPool, [x], ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])])
        }
        x = b.node(.flatten, [x])
        x = b.node(.relu, [b.linear(x, 25088, 4096)])
        x = b.node(.relu, [b.linear(x, 4096, 4096)])
        b.output(b.linear(x, 4096, 1000))
        return b.network
    }

    /// AlexNet on 224x224.
    static func alexNet() -> Network {
        var b = NetworkBuilder()
        var x = b.input([1, 3, 224, 224])
        let pool: Attributes = ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2])]
        x = b.node(.relu, [b.conv(x, 3, 64, kernel: 11, stride: 4, pad: 2, bias: true)])
        x = b.node(.maxPool, [x], pool)
        x = b.node(.relu, [b.conv(x, 64, 192, kernel: 5, bias: true)])
        x = b.node(.maxPool, [x], pool)
        x = b.node(.relu, [b.conv(x, 192, 384, kernel: 3, bias: true)])
        x = b.node(.relu, [b.conv(x, 384, 256, kernel: 3, bias: true)])
        x = b.node(.relu, [b.conv(x, 256, 256, kernel: 3, bias: true)])
        x = b.node(.maxPool, [x], pool)
        x = b.node(.flatten, [x])
        x = b.node(.relu, [b.linear(x, 9216, 4096)])
        x = b.node(.relu, [b.linear(x, 4096, 4096)])
        b.output(b.linear(x, 4096, 1000))
        return b.network
    }
}
