import GnomonGraph

extension Plan {
    /// RepVGG, MobileOne and RepGhost before their branches are merged.
    static func reparameterised(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution()
        let widths = Widths(&dice, step: 8)
        let isMobile = dice.chance(0.5)
        let activation = dice.pick(weighted: [(Activation.relu, 0.85), (.gelu, 0.15)])
        let copies = isMobile ? dice.pick([1, 1, 2, 4]) : 1
        var plan = Plan(
            "reparameterised \(isMobile ? "mobile" : "dense") \(side) x\(widths.multiplier)",
            input: [batch, 3, side, side])
        let stem = widths(isMobile ? 48 : 64)
        plan.step { builder, x in builder.summedBranches(x, out: stem, stride: 2, activation) }
        let depths = isMobile ? [2, 8, 10, 1] : [2, 4, 14, 1]
        for (base, depth) in zip([64, 128, 256, 512], depths) {
            let out = widths(base)
            for block in 0..<dice.depth(depth) {
                let stride = block == 0 ? 2 : 1
                plan.step { builder, x in
                    guard isMobile else {
                        return builder.summedBranches(x, out: out, stride: stride, activation)
                    }
                    let moved = builder.summedBranches(
                        x, out: out, stride: stride, isDepthwise: true, copies: copies, activation)
                    return builder.summedBranches(moved, out: out, kernel: 1, copies: copies, activation)
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    /// Networks that enlarge images: a few convolutions at one resolution, then sub-pixels or a last large kernel.
    static func superResolution(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick([48, 64, 96, 128, 160, 224])
        let (width, colours) = (dice.pick([16, 24, 32, 48, 64]), dice.pick([1, 3, 3]))
        let (scale, residual) = (dice.pick([2, 3, 4]), dice.chance(0.6))
        let activation = dice.pick(weighted: [(Activation.relu, 0.7), (.tanh, 0.15), (.pRelu, 0.15)])
        let (first, last) = (dice.pick([3, 5, 9]), dice.pick([3, 5, 9]))
        let isSubPixel = dice.chance(0.6)
        var plan = Plan("superResolution \(side) \(width) x\(scale)", input: [batch, colours, side, side])
        plan.step { builder, x in builder.convAct(x, out: width, kernel: Extent(first), activation) }
        for _ in 0..<dice.integer(2...8) {
            plan.step { builder, x in
                let y = builder.convAct(x, out: width, kernel: 3, activation)
                return residual ? builder.add(builder.conv(y, out: width, kernel: 3), x) : y
            }
        }
        plan.head = { builder, x in
            guard isSubPixel else { return builder.conv(x, out: colours, kernel: Extent(last)) }
            let wide = builder.conv(x, out: colours * scale * scale, kernel: 3)
            let large = builder.depthToSpace(wide, block: scale)
            return last == 3 ? large : builder.conv(large, out: colours, kernel: Extent(last))
        }
        return plan
    }
}
