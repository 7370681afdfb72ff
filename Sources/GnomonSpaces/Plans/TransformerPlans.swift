import GnomonGraph

extension Plan {
    /// ViT and DeiT of all sizes.
    static func visionTransformer(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick(weighted: [(224, 0.7), (160, 0.1), (192, 0.08), (256, 0.07), (384, 0.05)])
        let patch = dice.pick(weighted: [(16, 0.65), (32, 0.2), (8, 0.05), (14, 0.1)])
        let depth = dice.pick(weighted: [(64, 0.7), (32, 0.15), (48, 0.1), (96, 0.05)])
        let heads = dice.pick([2, 3, 4, 6, 8, 12, 16])
        let width = depth * heads
        let hidden = width * dice.pick([4, 4, 4, 3, 2])
        let style = dice.pick(AttentionStyle.allCases)
        let (scales, hasToken) = (dice.chance(0.2), dice.chance(0.8))
        let size = side / patch * patch
        var plan = Plan(
            "visionTransformer \(style.rawValue) \(size)/\(patch) \(width)", input: [batch, 3, size, size])
        plan.step { builder, x in
            let tokens = builder.patchTokens(x, width: width, patch: patch)
            return hasToken
                ? builder.classToken(tokens)
                : builder.add(tokens, builder.weight([1, builder.sizes(tokens)[1], width]))
        }
        for _ in 0..<12 {
            plan.step { builder, x in
                builder.encoderBlock(x, heads: heads, hidden: hidden, style: style, scales: scales)
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.tokenHead(x, classes: classes, picks: hasToken) }
        return plan
    }

    /// Swin, in windows of 7 or 8.
    static func windowedAttention(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick(weighted: [(224, 0.75), (256, 0.15), (192, 0.1)])
        let window = dice.pick(weighted: [(7, 0.75), (8, 0.2), (12, 0.05)])
        let depth = dice.pick(weighted: [(32, 0.8), (16, 0.1), (24, 0.1)])
        let heads = dice.pick([1, 2, 3, 3, 4])
        let style = dice.pick(weighted: [(AttentionStyle.divided, 0.5), (.gathered, 0.5)])
        let expansion = dice.pick([4, 4, 2])
        var plan = Plan(
            "windowedAttention \(side) \(window) \(depth * heads)", input: [batch, 3, side, side])
        let width = depth * heads
        plan.step { builder, x in
            let y = builder.conv(x, out: width, kernel: 4, stride: 4, padding: 0)
            return builder.layerNorm(builder.transpose(y, [0, 2, 3, 1]))
        }
        for (stage, blocks) in [2, 2, 6, 2].enumerated() {
            let (stageWidth, stageHeads) = (width << stage, heads << stage)
            if stage > 0 { plan.step { builder, x in builder.patchMerging(x, out: stageWidth) } }
            for block in 0..<blocks {
                plan.step { builder, x in
                    builder.windowBlock(
                        x, window: window, heads: stageHeads, shifts: block % 2 == 1,
                        hidden: stageWidth * expansion, style: style)
                }
            }
        }
        let (classes, reduces) = (dice.classes(), dice.chance(0.5))
        plan.head = { builder, x in
            let y = builder.layerNorm(x)
            if reduces { return builder.gemm(builder.reduceMean(y, axes: [1, 2]), out: classes) }
            return builder.classifier(builder.transpose(y, [0, 3, 1, 2]), classes: classes)
        }
        return plan
    }

    /// MLP-Mixer and ResMLP.
    static func mixer(_ dice: inout Dice, batch: Int) -> Plan {
        let patch = dice.pick(weighted: [(16, 0.7), (32, 0.3)])
        let width = dice.chance(0.6) ? dice.pick([256, 384, 512, 768, 1024]) : dice.channels(128, 1024)
        let isAffine = dice.chance(0.35)
        let (tokens, hidden) = (max(16, width / 2), width * dice.pick([4, 4, 3]))
        var plan = Plan(
            "mixer \(isAffine ? "affine" : "normal") \(patch) \(width)", input: [batch, 3, 224, 224])
        plan.step { builder, x in builder.patchTokens(x, width: width, patch: patch) }
        for _ in 0..<12 {
            plan.step { builder, x in
                isAffine
                    ? builder.resMLPBlock(x, hidden: hidden)
                    : builder.mixerBlock(x, tokens: tokens, hidden: hidden)
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.tokenHead(x, classes: classes, picks: false) }
        return plan
    }

    /// ConvNeXt of all sizes.
    static func convNeXt(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.resolution() / 4 * 4
        let widths = Widths(&dice, step: 8)
        let convolves = dice.chance(0.3)
        let (scales, kernel) = (dice.chance(0.85), dice.pick(weighted: [(7, 0.8), (5, 0.1), (9, 0.1)]))
        let first = dice.pick([40, 48, 64, 80, 96, 96, 128])
        var plan = Plan("convNeXt \(side) \(widths(first))", input: [batch, 3, side, side])
        let stem = widths(first)
        plan.step { builder, x in
            builder.layerNorm2d(builder.conv(x, out: stem, kernel: 4, stride: 4, padding: 0))
        }
        for (stage, depth) in [3, 3, 9, 3].enumerated() {
            let out = widths(first << stage)
            if stage > 0 {
                plan.step { builder, x in
                    builder.conv(builder.layerNorm2d(x), out: out, kernel: 2, stride: 2, padding: 0)
                }
            }
            for _ in 0..<dice.depth(depth) {
                plan.step { builder, x in
                    builder.convNeXtBlock(x, kernel: kernel, scales: scales, convolves: convolves)
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in
            builder.gemm(builder.flatten(builder.layerNorm2d(builder.globalAveragePool(x))), out: classes)
        }
        return plan
    }

    /// PoolFormer, ConvMixer, XCiT.
    static func metaFormer(_ dice: inout Dice, batch: Int) -> Plan {
        switch dice.integer(0...2) {
        case 0: return poolFormer(&dice, batch: batch)
        case 1: return convMixer(&dice, batch: batch)
        default: return channelTransformer(&dice, batch: batch)
        }
    }

    private static func poolFormer(_ dice: inout Dice, batch: Int) -> Plan {
        let widths = Widths(&dice, step: 8)
        var plan = Plan("metaFormer pool x\(widths.multiplier)", input: [batch, 3, 224, 224])
        let stem = widths(64)
        plan.step { builder, x in builder.conv(x, out: stem, kernel: 7, stride: 4, padding: 2) }
        for (stage, (base, depth)) in [(64, 2), (128, 2), (320, 6), (512, 2)].enumerated() {
            let out = widths(base)
            if stage > 0 { plan.step { builder, x in builder.conv(x, out: out, kernel: 3, stride: 2) } }
            for _ in 0..<depth { plan.step { builder, x in builder.poolFormerBlock(x) } }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes, reduces: true) }
        return plan
    }

    private static func convMixer(_ dice: inout Dice, batch: Int) -> Plan {
        let (width, patch) = (dice.channels(256, 1024), dice.pick([7, 14, 16]))
        let kernel = dice.pick([5, 7, 9])
        var plan = Plan("metaFormer convmixer \(width)/\(patch)", input: [batch, 3, 224, 224])
        plan.step { builder, x in
            let y = builder.conv(x, out: width, kernel: Extent(patch), stride: Extent(patch), padding: 0)
            return builder.batchNorm(builder.activate(y, .gelu))
        }
        for _ in 0..<12 {
            plan.step { builder, x in
                let mixed = builder.activate(builder.depthwise(x, kernel: Extent(kernel)), .gelu)
                let middle = builder.add(builder.batchNorm(mixed), x)
                return builder.batchNorm(builder.convAct(middle, out: width, .gelu))
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.classifier(x, classes: classes) }
        return plan
    }

    private static func channelTransformer(_ dice: inout Dice, batch: Int) -> Plan {
        let (heads, depth) = (dice.pick([4, 8]), dice.pick([16, 32, 48]))
        let width = heads * depth
        var plan = Plan("metaFormer channels \(width)", input: [batch, 3, 224, 224])
        plan.step { builder, x in builder.patchTokens(x, width: width, patch: 16) }
        for _ in 0..<12 {
            plan.step { builder, x in
                let attended = builder.channelAttention(builder.layerNorm(x), heads: heads)
                let middle = builder.add(x, builder.mul(attended, builder.weight([width])))
                let local = builder.localMixing(middle)
                let mixed = builder.perceptron(builder.layerNorm(local), hidden: 4 * width)
                return builder.add(local, builder.mul(mixed, builder.weight([width])))
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.tokenHead(x, classes: classes, picks: false) }
        return plan
    }
}
