import GnomonGraph

/// One stage of a mobile network.
private struct MobileStage {
    var expansion: Double
    var out: Int
    var depth: Int
    var stride: Int
    var kernel: Int
}

extension Plan {
    private static let stagesV2 = [
        MobileStage(expansion: 1, out: 16, depth: 1, stride: 1, kernel: 3),
        MobileStage(expansion: 6, out: 24, depth: 2, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 32, depth: 3, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 64, depth: 4, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 96, depth: 3, stride: 1, kernel: 3),
        MobileStage(expansion: 6, out: 160, depth: 3, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 320, depth: 1, stride: 1, kernel: 3),
    ]
    private static let stagesEfficient = [
        MobileStage(expansion: 1, out: 16, depth: 1, stride: 1, kernel: 3),
        MobileStage(expansion: 6, out: 24, depth: 2, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 40, depth: 2, stride: 2, kernel: 5),
        MobileStage(expansion: 6, out: 80, depth: 3, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 112, depth: 3, stride: 1, kernel: 5),
        MobileStage(expansion: 6, out: 192, depth: 4, stride: 2, kernel: 5),
        MobileStage(expansion: 6, out: 320, depth: 1, stride: 1, kernel: 3),
    ]
    private static let stagesV3 = [
        MobileStage(expansion: 1, out: 16, depth: 1, stride: 1, kernel: 3),
        MobileStage(expansion: 3, out: 24, depth: 2, stride: 2, kernel: 3),
        MobileStage(expansion: 3, out: 40, depth: 3, stride: 2, kernel: 5),
        MobileStage(expansion: 3, out: 80, depth: 4, stride: 2, kernel: 3),
        MobileStage(expansion: 6, out: 112, depth: 2, stride: 1, kernel: 3),
        MobileStage(expansion: 6, out: 160, depth: 3, stride: 2, kernel: 5),
    ]

    /// MobileNetV2 and V3, EfficientNet, MnasNet, MixNet.
    static func invertedResidual(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: dice.pick(weighted: [(8, 0.8), (16, 0.1), (4, 0.1)]))
        let kind = dice.pick(weighted: [
            ("v2", 0.3), ("efficient", 0.3), ("v3", 0.25), ("mnas", 0.1), ("mix", 0.05),
        ])
        let stages = kind == "v2" ? stagesV2 : kind == "v3" ? stagesV3 : stagesEfficient
        var plan = Plan(
            "invertedResidual \(kind) \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let base: Activation =
            switch kind {
            case "v2": dice.pick(weighted: [(.relu6, 0.8), (.relu, 0.2)])
            case "v3": .hardSwish
            case "mnas": .relu
            default: .silu
            }
        let (stem, jitters) = (widths(kind == "v3" ? 16 : 32), dice.chance(0.5))
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2, base) }
        // As the trunk of a segmentation, the last stages are dilated instead of halved.
        let (reduces, isDilated) = (dice.chance(0.3), dice.chance(0.1))
        for (index, stage) in stages.enumerated() {
            let kernel = jitters ? dice.pick(weighted: [(3, 0.55), (5, 0.35), (7, 0.1)]) : stage.kernel
            let depth = dice.depth(stage.depth)
            for block in 0..<depth {
                var options = InvertedOptions(out: widths(stage.out))
                options.expansion = jitters ? dice.pick([stage.expansion, 3, 4, 6]) : stage.expansion
                if index == 0 { options.expansion = 1 }
                options.kernel = kernel
                options.stride = block == 0 ? stage.stride : 1
                if isDilated, index >= stages.count - 2 { (options.stride, options.dilation) = (1, 2) }
                options.activation = kind == "v3" && index < 3 ? .relu : base
                options.reduces = reduces
                if kind == "efficient" || kind == "mix" { options.squeeze = 0.25 }
                if kind == "v3", index == 2 || index > 3 {
                    (options.squeeze, options.squeezesInput, options.gate) = (0.25, false, .hardSigmoid)
                }
                if kind == "mix" { options.mixed = [[3, 5], [3, 5, 7], [3, 5, 7, 9]][index % 3] }
                plan.step { builder, x in builder.invertedResidual(x, options) }
            }
        }
        let last = widths(kind == "v3" ? 960 : 1280)
        isDilated ? plan.segmentationHead(&dice, last, base) : plan.mobileHead(&dice, last, base)
        return plan
    }

    /// The last 1x1 convolution and the classifier of mobile networks.
    mutating func mobileHead(_ dice: inout Dice, _ width: Int, _ activation: Activation) {
        step { builder, x in builder.convAct(x, out: width, activation) }
        let (classes, reduces) = (dice.classes(), dice.chance(0.3))
        let isDeep = activation == .hardSwish
        head = { builder, x in
            guard isDeep else { return builder.classifier(x, classes: classes, reduces: reduces) }
            let pooled = builder.flatten(builder.globalAveragePool(x))
            let hidden = builder.hardSwish(builder.gemm(pooled, out: 1280))
            return builder.gemm(hidden, out: classes)
        }
    }

    /// The head of LR-ASPP (arXiv:1905.02244): gated features, enlarged class by class to the image.
    mutating func segmentationHead(_ dice: inout Dice, _ width: Int, _ activation: Activation) {
        step { builder, x in builder.convAct(x, out: width, activation) }
        let (classes, hidden) = (dice.pick([1, 2, 19, 21, 150]), dice.pick([32, 64, 128]))
        let (scale, mode) = (dice.pick([4, 8, 8, 16]), dice.pick(["linear", "linear", "nearest", "cubic"]))
        step { builder, x in
            let gate = builder.sigmoid(builder.conv(builder.globalAveragePool(x), out: hidden, bias: false))
            return builder.mul(builder.convAct(x, out: hidden), gate)
        }
        head = { builder, x in
            let y = builder.conv(x, out: classes)
            let image = builder.image(y)
            return builder.resize(y, to: Extent(image.height * scale, image.width * scale), mode: mode)
        }
    }

    /// EfficientNetV2 and EdgeTPU networks: dense 3x3 early, depthwise late.
    static func fusedInverted(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: 8)
        let activation = dice.pick(weighted: [(Activation.silu, 0.75), (.relu, 0.25)])
        var plan = Plan("fusedInverted \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let stem = widths(24)
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2, activation) }
        for (expansion, out, depth, stride) in [(1, 24, 2, 1), (4, 48, 4, 2), (4, 64, 4, 2)] {
            let (out, kernel) = (widths(out), dice.chance(0.12) ? 5 : 3)
            for block in 0..<dice.depth(depth) {
                plan.step { builder, x in
                    builder.fusedInverted(
                        x, out: out, expansion: expansion, kernel: kernel, stride: block == 0 ? stride : 1,
                        activation)
                }
            }
        }
        for (expansion, out, depth, stride) in [(4.0, 128, 6, 2), (6.0, 160, 9, 1), (6.0, 256, 12, 2)] {
            for block in 0..<dice.depth(depth) {
                var options = InvertedOptions(out: widths(out))
                (options.expansion, options.stride) = (expansion, block == 0 ? stride : 1)
                (options.activation, options.squeeze) = (activation, 0.25)
                plan.step { builder, x in builder.invertedResidual(x, options) }
            }
        }
        plan.mobileHead(&dice, widths(1280), activation)
        return plan
    }

    /// MobileNetV1 and Xception.
    static func separable(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice)
        let activation = dice.pick(weighted: [(Activation.relu, 0.6), (.relu6, 0.4)])
        var plan = Plan("separable \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let stem = widths(32)
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2, activation) }
        let residual = dice.chance(0.35)
        let layers = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
        let late = [(Int, Int)](repeating: (512, 1), count: dice.depth(5)) + [(1024, 2), (1024, 1)]
        for (out, stride) in layers + late {
            let (out, kernel) = (widths(out), dice.pick(weighted: [(3, 0.8), (5, 0.15), (7, 0.05)]))
            plan.step { builder, x in
                let y = builder.separable(x, out: out, kernel: kernel, stride: stride, activation)
                guard residual else { return y }
                return builder.add(y, builder.shortcut(x, out: out, stride: stride))
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    /// GhostNet.
    static func ghost(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: 4)
        var plan = Plan("ghost \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let stem = widths(16)
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2) }
        let blocks = [
            (3, 16, 16, 0.0, 1), (3, 48, 24, 0, 2), (3, 72, 24, 0, 1), (5, 72, 40, 0.25, 2),
            (5, 120, 40, 0.25, 1),
            (3, 240, 80, 0, 2), (3, 200, 80, 0, 1), (3, 184, 80, 0, 1), (3, 480, 112, 0.25, 1),
            (3, 672, 112, 0.25, 1), (5, 672, 160, 0.25, 2), (5, 960, 160, 0, 1), (5, 960, 160, 0.25, 1),
        ]
        for (kernel, wide, out, squeeze, stride) in blocks {
            let (wide, out) = (widths(wide), widths(out))
            plan.step { builder, x in
                builder.ghostBottleneck(
                    x, width: wide, out: out, kernel: kernel, stride: stride, squeeze: squeeze)
            }
        }
        plan.mobileHead(&dice, widths(960), .relu)
        return plan
    }
}
