import GnomonGraph

extension Plan {
    /// ShuffleNetV2.
    static func shuffle(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        var widths = Widths(&dice, step: 4)
        widths.multiplier = dice.pick([0.5, 1, 1.5, 2]) * (dice.chance(0.5) ? 1 : dice.number(0.8, 1.3))
        let (slices, kernel) = (dice.chance(0.6), dice.pick(weighted: [(3, 0.85), (5, 0.15)]))
        var plan = Plan("shuffle \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.step { builder, x in builder.convAct(x, out: 24, kernel: 3, stride: 2) }
        plan.step { builder, x in builder.maxPool(x, kernel: 3, stride: 2, padding: 1) }
        for (base, depth) in [(116, 4), (232, 8), (464, 4)] {
            let out = widths(base)
            for block in 0..<dice.depth(depth) {
                plan.step { builder, x in
                    builder.shuffleUnit(
                        x, out: out, stride: block == 0 ? 2 : 1, kernel: kernel, slices: slices)
                }
            }
        }
        plan.mobileHead(&dice, widths(1024), .relu)
        return plan
    }

    /// ShuffleNetV1.
    static func groupShuffle(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let groups = dice.pick([2, 3, 4, 8])
        let widths = Widths(&dice, step: groups * 4)
        var plan = Plan(
            "groupShuffle \(side) g\(groups) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.step { builder, x in builder.convAct(x, out: 24, kernel: 3, stride: 2) }
        plan.step { builder, x in builder.maxPool(x, kernel: 3, stride: 2, padding: 1) }
        for (base, depth) in [(272, 4), (544, 8), (1088, 4)] {
            let out = widths(base)
            for block in 0..<dice.depth(depth) {
                plan.step { builder, x in
                    builder.groupShuffleUnit(x, out: out, stride: block == 0 ? 2 : 1, groups: groups)
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    /// DenseNet and VoVNet.
    static func dense(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let isOneShot = dice.chance(0.3)
        let widths = Widths(&dice)
        var plan = Plan(
            "dense \(isOneShot ? "one-shot" : "layers") \(side)", input: [batch, 3, side, side])
        let classes = dice.classes()
        if isOneShot {
            plan.residualStem(&dice, widths(64))
            for (stage, (width, out)) in [(64, 128), (80, 256), (96, 384), (112, 512)].enumerated() {
                let (width, out, layers) = (widths(width), widths(out), dice.integer(3...5))
                if stage > 0 {
                    plan.step { builder, x in builder.maxPool(x, kernel: 3, stride: 2, padding: 1) }
                }
                for _ in 0..<dice.integer(1...3) {
                    plan.step { builder, x in
                        builder.oneShot(x, width: width, layers: layers, out: out, squeezes: true)
                    }
                }
            }
        } else {
            let growth = dice.pick([12, 16, 24, 32, 32, 40, 48])
            plan.residualStem(&dice, 2 * growth)
            var channels = 2 * growth
            let depths = dice.pick([[6, 12, 24, 16], [6, 12, 32, 32], [4, 8, 12, 8]])
            for (stage, depth) in depths.enumerated() {
                for _ in 0..<depth {
                    plan.step { builder, x in
                        builder.denseLayer(x, growth: growth, width: 4 * growth)
                    }
                }
                channels += depth * growth
                guard stage < 3 else { continue }
                channels /= 2
                let out = channels
                plan.step { builder, x in builder.denseTransition(x, out: out) }
            }
        }
        plan.head = { builder, x in
            let y = isOneShot ? x : builder.relu(builder.batchNorm(x))
            return builder.classifier(y, classes: classes)
        }
        return plan
    }

    /// SqueezeNet.
    static func fire(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: dice.pick([8, 16]))
        let (stem, kernel) = (widths(64), dice.pick([3, 7]))
        var plan = Plan("fire \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.step { builder, x in
            let y = builder.conv(x, out: stem, kernel: Extent(kernel), stride: 2, padding: 0)
            return builder.relu(y)
        }
        for (squeeze, expand, repeats) in [(16, 64, 2), (32, 128, 2), (48, 192, 2), (64, 256, 3)] {
            if squeeze < 64 { plan.step { builder, x in builder.maxPool(x, kernel: 3, stride: 2) } }
            let (squeeze, expand) = (widths(squeeze), widths(expand))
            for _ in 0..<dice.depth(repeats) {
                plan.step { builder, x in builder.fire(x, squeeze: squeeze, expand: expand) }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.convHead(x, classes: classes) }
        return plan
    }

    /// CSPDarknet with Mish, LeakyRelu, SiLU and other activations.
    static func crossStage(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice)
        let activation = dice.pick(weighted: [
            (Activation.leakyRelu, 0.25), (.mish, 0.15), (.silu, 0.25), (.elu, 0.08), (.pRelu, 0.1),
            (.hardSwish, 0.07), (.selu, 0.04), (.geluTanh, 0.06),
        ])
        let splits = dice.chance(0.4)
        var plan = Plan(
            "crossStage \(activation.rawValue) \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        let stem = widths(32)
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2, activation) }
        for (base, depth) in [(64, 1), (128, 2), (256, 6), (512, 4), (1024, 2)] {
            let (out, blocks) = (widths(base) / 2 * 2, min(4, dice.depth(depth)))
            plan.step { builder, x in builder.convAct(x, out: max(2, out), kernel: 3, stride: 2, activation) }
            plan.step { builder, x in
                builder.crossStage(x, out: max(2, out), blocks: blocks, splits: splits, activation)
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }
}
