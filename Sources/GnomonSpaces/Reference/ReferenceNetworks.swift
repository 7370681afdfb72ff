public import GnomonGraph

/// Well-known networks as PyTorch's exporter writes those of torchvision.
///
/// Batch normalisations are folded: where torchvision counts a scale and a shift a channel, these networks
/// have one bias.
public enum ReferenceNetworks {
    /// The names that ``network(named:)`` knows.
    public static let names = [
        "mobilenet_v2", "resnet18", "resnet50", "squeezenet1_1", "vgg16", "vit_b_16",
    ]

    /// The network of this name; nil if there is none.
    ///
    /// - Throws: never for a name of ``names``.
    public static func network(named name: String) throws(GraphError) -> Network? {
        switch name {
        case "mobilenet_v2": try mobilenetV2()
        case "resnet18": try resnet18()
        case "resnet50": try resnet50()
        case "squeezenet1_1": try squeezenet()
        case "vgg16": try vgg16()
        case "vit_b_16": try visionTransformer()
        default: nil
        }
    }

    private static func resnet18() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        var x = residualStem(&builder)
        for (stage, width) in [64, 128, 256, 512].enumerated() {
            for block in 0..<2 {
                x = builder.basicBlock(x, out: width, stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        let scores = builder.classifier(x, classes: 1000)
        return try builder.finish([scores], name: "resnet18")
    }

    private static func resnet50() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        var x = residualStem(&builder)
        for (stage, depth) in [3, 4, 6, 3].enumerated() {
            let width = 64 << stage
            for block in 0..<depth {
                x = builder.bottleneck(
                    x, width: width, out: 4 * width, stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        let scores = builder.classifier(x, classes: 1000)
        return try builder.finish([scores], name: "resnet50")
    }

    private static func residualStem(_ builder: inout NetworkBuilder) -> TensorID {
        let image = builder.input([1, 3, 224, 224])
        let stem = builder.convAct(image, out: 64, kernel: 7, stride: 2)
        return builder.maxPool(stem, kernel: 3, stride: 2, padding: 1)
    }

    private static func mobilenetV2() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        let image = builder.input([1, 3, 224, 224])
        var x = builder.convAct(image, out: 32, kernel: 3, stride: 2, .relu6)
        let stages = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
            (6, 320, 1, 1),
        ]
        for (expansion, out, depth, stride) in stages {
            for block in 0..<depth {
                var options = InvertedOptions(out: out)
                options.expansion = Double(expansion)
                options.stride = block == 0 ? stride : 1
                x = builder.invertedResidual(x, options)
            }
        }
        x = builder.convAct(x, out: 1280, .relu6)
        let scores = builder.classifier(x, classes: 1000)
        return try builder.finish([scores], name: "mobilenet_v2")
    }

    private static func squeezenet() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        let image = builder.input([1, 3, 224, 224])
        var x = builder.relu(builder.conv(image, out: 64, kernel: 3, stride: 2, padding: 0))
        for (squeeze, expand, pools) in [
            (16, 64, true), (16, 64, false), (32, 128, true), (32, 128, false), (48, 192, true),
            (48, 192, false), (64, 256, false), (64, 256, false),
        ] {
            if pools { x = builder.maxPool(x, kernel: 3, stride: 2) }
            x = builder.fire(x, squeeze: squeeze, expand: expand)
        }
        let scores = builder.convHead(x, classes: 1000)
        return try builder.finish([scores], name: "squeezenet1_1")
    }

    private static func vgg16() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        var x = builder.input([1, 3, 224, 224])
        for (width, depth) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
            for _ in 0..<depth { x = builder.convAct(x, out: width, kernel: 3) }
            x = builder.maxPool(x, kernel: 2, stride: 2)
        }
        x = builder.averagePool(x, kernel: 1, stride: 1)
        let scores = builder.denseHead(x, hidden: [4096, 4096], classes: 1000)
        return try builder.finish([scores], name: "vgg16")
    }

    private static func visionTransformer() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        let image = builder.input([1, 3, 224, 224])
        var x = builder.classToken(builder.patchTokens(image, width: 768, patch: 16))
        for _ in 0..<12 { x = builder.encoderBlock(x, heads: 12, hidden: 3072, style: .tokensFirst) }
        let scores = builder.tokenHead(x, classes: 1000, picks: true)
        return try builder.finish([scores], name: "vit_b_16")
    }
}
