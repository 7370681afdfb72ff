import GnomonGraph

extension Plan {
    /// Adds the 7x7 stem and pooling of a ResNet, or its three 3x3 convolutions.
    mutating func residualStem(_ dice: inout Dice, _ width: Int, _ activation: Activation = .relu) {
        let isDeep = dice.chance(0.25)
        step { builder, x in
            guard isDeep else { return builder.convAct(x, out: width, kernel: 7, stride: 2, activation) }
            var y = builder.convAct(x, out: max(1, width / 2), kernel: 3, stride: 2, activation)
            y = builder.convAct(y, out: max(1, width / 2), kernel: 3, activation)
            return builder.convAct(y, out: width, kernel: 3, activation)
        }
        step { builder, x in builder.maxPool(x, kernel: 3, stride: 2, padding: 1) }
    }

    /// ResNet-18, ResNet-34 and their variants.
    static func basicResidual(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice)
        let activation = dice.pick(weighted: [
            (Activation.relu, 0.85), (.silu, 0.06), (.leakyRelu, 0.05), (.pRelu, 0.04),
        ])
        let (squeezes, pools) = (dice.chance(0.15), dice.chance(0.2))
        var plan = Plan("basicResidual \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.residualStem(&dice, widths(64), activation)
        let depths = dice.pick([[2, 2, 2, 2], [3, 4, 6, 3], [1, 1, 1, 1]])
        for (stage, base) in [64, 128, 256, 512].enumerated() {
            let out = widths(base)
            for block in 0..<depths[stage] {
                let stride = stage > 0 && block == 0 ? 2 : 1
                let squeeze = squeezes ? max(1, out / 16) : 0
                plan.step { builder, x in
                    builder.basicBlock(
                        x, out: out, stride: stride, activation, squeeze: squeeze, pools: pools)
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    /// ResNet-50 and 101, ResNeXt, Wide ResNet, SE-ResNet, Res2Net.
    static func bottleneck(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: dice.pick([16, 8, 32]))
        let kind = dice.pick(weighted: [
            ("plain", 0.4), ("grouped", 0.25), ("wide", 0.15), ("squeezed", 0.1), ("res2", 0.1),
        ])
        var plan = Plan("bottleneck \(kind) \(side) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.residualStem(&dice, widths(64))
        let depths = dice.pick([[3, 4, 6, 3], [3, 4, 23, 3], [2, 2, 2, 2], [1, 2, 2, 1]])
        let (pools, groupWidth) = (dice.chance(0.2), dice.pick([4, 8, 16, 32]))
        for (stage, base) in [64, 128, 256, 512].enumerated() {
            let out = widths(base * 4)
            for block in 0..<min(depths[stage], 8) {
                let stride = stage > 0 && block == 0 ? 2 : 1
                var width = widths(kind == "wide" || kind == "grouped" ? base * 2 : base)
                if kind == "grouped" { width = max(groupWidth, width / groupWidth * groupWidth) }
                let groups = kind == "grouped" ? width / groupWidth : 1
                let squeeze = kind == "squeezed" ? max(1, out / 16) : 0
                if kind == "res2", stride == 1 {
                    let part = max(4, width / 4)
                    plan.step { builder, x in builder.res2Block(x, width: part, scales: 4, out: out) }
                } else {
                    plan.step { builder, x in
                        builder.bottleneck(
                            x, width: width, out: out, stride: stride, groups: groups, squeeze: squeeze,
                            pools: pools)
                    }
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    /// RegNetX and RegNetY: grouped bottlenecks whose widths grow from stage to stage.
    static func regnet(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let squeezes = dice.chance(0.5)
        let groupWidth = dice.pick([8, 16, 24, 40, 48, 56, 64, 112])
        let first = max(groupWidth, dice.logInteger(24, 256) / groupWidth * groupWidth)
        var plan = Plan(
            "regnet\(squeezes ? "Y" : "X") \(side) \(first)/\(groupWidth)", input: [batch, 3, side, side])
        plan.step { builder, x in builder.convAct(x, out: 32, kernel: 3, stride: 2) }
        let depths = dice.pick([[1, 1, 4, 7], [1, 2, 4, 7], [2, 4, 10, 1], [1, 3, 7, 5], [2, 6, 15, 2]])
        var width = first
        for stage in 0..<4 {
            for block in 0..<depths[stage] {
                let (out, groups) = (width, width / groupWidth)
                plan.step { builder, x in
                    builder.regnetBlock(
                        x, out: out, groups: groups, stride: block == 0 ? 2 : 1, squeezes: squeezes)
                }
            }
            width = max(width, Int(Double(width) * dice.number(1.5, 2.6)) / groupWidth * groupWidth)
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }
}

extension NetworkBuilder {
    /// A RegNet block (Radosavovic and others 2020, arXiv:2003.13678).
    mutating func regnetBlock(
        _ x: TensorID, out: Int, groups: Int, stride: Int, squeezes: Bool
    ) -> TensorID {
        let basis = channels(x)
        var y = convAct(x, out: out)
        y = convAct(y, out: out, kernel: 3, stride: Extent(stride), groups: groups)
        if squeezes { y = squeezeExcite(y, reduced: max(1, basis / 4), .relu, .sigmoid) }
        y = conv(y, out: out)
        return relu(add(y, shortcut(x, out: out, stride: stride)))
    }
}
