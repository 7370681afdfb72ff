import GnomonGraph

extension Plan {
    /// VGG, AlexNet, ZFNet: convolutions, pooling, and most of the weights in fully connected layers.
    static func plain(_ dice: inout Dice, batch: Int) -> Plan {
        dice.chance(0.6) ? vgg(&dice, batch: batch) : alexNet(&dice, batch: batch)
    }

    private static func vgg(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice)
        var plan = Plan("plain vgg \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let depths = dice.pick([[1, 1, 2, 2, 2], [2, 2, 2, 2, 2], [2, 2, 3, 3, 3], [2, 2, 4, 4, 4]])
        for (stage, base) in [64, 128, 256, 512, 512].enumerated() {
            let out = widths(base)
            for _ in 0..<depths[stage] {
                plan.step { builder, x in builder.convAct(x, out: out, kernel: 3) }
            }
            plan.step { builder, x in builder.maxPool(x, kernel: 2, stride: 2) }
        }
        plan.denseHead(&dice)
        return plan
    }

    private static func alexNet(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: 16)
        let (normalises, grouped) = (dice.chance(0.4), dice.chance(0.4))
        let groups = grouped ? 2 : 1
        var plan = Plan("plain alexnet \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let (kernel, stride) = dice.pick([(11, 4), (7, 2), (9, 3)])
        let (first, second, third, fourth) = (widths(64), widths(192), widths(384), widths(256))
        plan.step { builder, x in
            builder.convAct(x, out: first, kernel: Extent(kernel), stride: Extent(stride))
        }
        for (out, kernel) in [(second, 5), (third, 3)] {
            plan.step { builder, x in
                builder.maxPool(normalises ? builder.lrn(x) : x, kernel: 3, stride: 2)
            }
            plan.step { builder, x in builder.convAct(x, out: out, kernel: Extent(kernel), groups: groups) }
        }
        for out in [third, fourth, fourth] {
            plan.step { builder, x in builder.convAct(x, out: out, kernel: 3, groups: groups) }
        }
        plan.step { builder, x in builder.maxPool(x, kernel: 3, stride: 2) }
        plan.denseHead(&dice)
        return plan
    }

    /// Two large fully connected layers and the classifier, from an image of at most 7x7.
    mutating func denseHead(_ dice: inout Dice) {
        let hidden = dice.chance(0.55) ? 4096 : dice.channels(256, 4096)
        let (classes, ends) = (dice.classes(), dice.chance(0.2))
        step { builder, x in
            let image = builder.image(x)
            var y = x
            if image.height > 7 || image.width > 7 {
                let stride = Extent((image.height + 6) / 7, (image.width + 6) / 7)
                y = builder.averagePool(y, kernel: stride, stride: stride)
            }
            return builder.relu(builder.gemm(builder.flatten(y), out: hidden))
        }
        step { builder, x in builder.relu(builder.gemm(x, out: hidden)) }
        head = { builder, x in
            let y = builder.anyHead(x, classes: classes)
            return ends ? builder.softmax(y) : y
        }
    }

    /// GoogLeNet and Inception-v3.
    static func inception(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: dice.pick([8, 16]))
        let isClassic = dice.chance(0.5)
        var plan = Plan(
            "inception \(isClassic ? "classic" : "v3") \(side) x\(widths.multiplier)",
            input: [batch, 3, side, side])
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        if isClassic {
            plan.classicInception(&dice, widths)
        } else {
            plan.laterInception(&dice, widths)
        }
        return plan
    }

    private mutating func classicInception(_ dice: inout Dice, _ widths: Widths) {
        let (normalises, kernel) = (dice.chance(0.3), dice.pick([3, 5]))
        let (stem, middle) = (widths(64), widths(192))
        step { builder, x in builder.convAct(x, out: stem, kernel: 7, stride: 2) }
        step { builder, x in
            let y = builder.maxPool(x, kernel: 3, stride: 2, padding: 1)
            return normalises ? builder.lrn(y) : y
        }
        step { builder, x in
            builder.convAct(builder.convAct(x, out: stem), out: middle, kernel: 3)
        }
        let modules = [
            [64, 96, 128, 16, 32, 32], [128, 128, 192, 32, 96, 64], [192, 96, 208, 16, 48, 64],
            [160, 112, 224, 24, 64, 64], [128, 128, 256, 24, 64, 64], [112, 144, 288, 32, 64, 64],
            [256, 160, 320, 32, 128, 128], [256, 160, 320, 32, 128, 128], [384, 192, 384, 48, 128, 128],
        ]
        for (index, module) in modules.enumerated() {
            if [0, 2, 7].contains(index) {
                step { builder, x in builder.maxPool(x, kernel: 3, stride: 2, padding: 1) }
            }
            let scaled = module.map { widths($0) }
            step { builder, x in builder.inceptionClassic(x, scaled, kernel: kernel) }
        }
    }

    private mutating func laterInception(_ dice: inout Dice, _ widths: Widths) {
        let (stem, middle, wide) = (widths(32), widths(80), widths(192))
        step { builder, x in
            let y = builder.relu(builder.conv(x, out: stem, kernel: 3, stride: 2, padding: 0))
            return builder.relu(builder.conv(y, out: stem, kernel: 3, padding: 0))
        }
        step { builder, x in builder.maxPool(x, kernel: 3, stride: 2) }
        step { builder, x in
            let y = builder.convAct(x, out: middle)
            return builder.relu(builder.conv(y, out: wide, kernel: 3, padding: 0))
        }
        step { builder, x in builder.maxPool(x, kernel: 3, stride: 2) }
        for _ in 0..<dice.depth(3) {
            let (width, pooled) = (widths(64), widths(dice.pick([32, 64])))
            step { builder, x in builder.inceptionA(x, width: width, pooled: pooled) }
        }
        let reduction = widths(384)
        step { builder, x in builder.inceptionReduction(x, width: reduction) }
        for _ in 0..<dice.depth(4) {
            let inner = widths(dice.pick([128, 160, 192]))
            step { builder, x in builder.inceptionC(x, width: wide, inner: inner) }
        }
        step { builder, x in builder.inceptionReduction(x, width: wide) }
        for _ in 0..<dice.depth(2) {
            step { builder, x in builder.inceptionE(x, width: 2 * wide) }
        }
    }
}
