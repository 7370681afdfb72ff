import GnomonGraph

extension Plan {
    /// Dilated residual stages with pyramid pooling (DeepLab).
    static func dilated(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick([128, 160, 192, 224, 256])
        let widths = Widths(&dice)
        let rates = dice.pick([[6, 12, 18], [12, 24, 36], [2, 4, 8]])
        let isBasic = dice.chance(0.4)
        var plan = Plan("dilated \(side) \(rates) x\(widths.multiplier)", input: [batch, 3, side, side])
        plan.residualStem(&dice, widths(64))
        for (base, stride, dilation) in [(64, 1, 1), (128, 2, 1), (256, 1, 2), (512, 1, 4)] {
            let (width, out) = (widths(base), widths(isBasic ? base : 4 * base))
            for block in 0..<2 {
                plan.step { builder, x in
                    if isBasic {
                        let y = builder.convAct(
                            x, out: out, kernel: 3, stride: Extent(block == 0 ? stride : 1),
                            dilation: Extent(dilation))
                        return builder.convAct(y, out: out, kernel: 3, dilation: Extent(dilation))
                    }
                    return builder.bottleneck(
                        x, width: width, out: out, stride: block == 0 ? stride : 1, dilation: dilation)
                }
            }
        }
        let (out, isDepthwise) = (widths(256), dice.chance(0.3))
        plan.step { builder, x in
            builder.pyramidPooling(x, out: out, rates: rates, isDepthwise: isDepthwise)
        }
        let (classes, mode) = (
            dice.pick([19, 21, 150]), dice.pick(["linear", "linear", "cubic", "nearest"])
        )
        let scale = dice.pick([2, 4, 8])
        plan.step { builder, x in builder.convAct(x, out: out, kernel: 3) }
        plan.head = { builder, x in
            let y = builder.conv(x, out: classes)
            let image = builder.image(y)
            return builder.resize(y, to: Extent(image.height * scale, image.width * scale), mode: mode)
        }
        return plan
    }

    /// U-Nets with Resize, transposed convolutions or sub-pixel upsampling, and feature pyramids.
    static func pyramid(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick([64, 96, 128, 160, 192, 224, 256])
        let base = dice.channels(8, 64)
        let mode = dice.pick(["nearest", "linear", "cubic", "transposed", "subpixel", "nearest", "linear"])
        let isUNet = dice.chance(0.5)
        let activation = dice.pick([Activation.relu, .relu, .leakyRelu, .silu])
        var plan = Plan(
            "pyramid \(isUNet ? "unet" : "fpn") \(mode) \(side) \(base)", input: [batch, 3, side, side])
        let stride = isUNet ? 1 : 4
        plan.step { builder, x in
            builder.convAct(
                x, out: base, kernel: Extent(stride == 1 ? 3 : 7), stride: Extent(stride), activation)
        }
        let levels = dice.integer(2...3)
        for _ in 0..<dice.integer(1...2) {
            plan.step { builder, x in
                builder.upDown(x, levels: levels, mode: mode, joins: isUNet, activation)
            }
        }
        let classes = dice.pick([1, 2, 21, 80])
        for _ in 0..<dice.integer(0...2) {
            plan.step { builder, x in builder.convAct(x, out: base, kernel: 3, activation) }
        }
        plan.head = { builder, x in builder.conv(x, out: classes) }
        return plan
    }

    /// MobileViT, CoAtNet, LeViT: convolutions early, attention late.
    static func hybrid(_ dice: inout Dice, batch: Int) -> Plan {
        dice.chance(0.5) ? mobileViT(&dice, batch: batch) : convAttention(&dice, batch: batch)
    }

    private static func mobileViT(_ dice: inout Dice, batch: Int) -> Plan {
        let widths = Widths(&dice, step: 8)
        var plan = Plan("hybrid mobilevit x\(widths.multiplier)", input: [batch, 3, 256, 256])
        let (stem, isSeparable) = (widths(16), dice.chance(0.4))
        plan.step { builder, x in builder.convAct(x, out: stem, kernel: 3, stride: 2, .silu) }
        for (base, stride, layers, inner) in [
            (32, 1, 0, 0), (64, 2, 0, 0), (64, 1, 0, 0), (96, 2, 2, 144), (128, 2, 4, 192), (160, 2, 3, 240),
        ] {
            var options = InvertedOptions(out: widths(base))
            (options.expansion, options.stride, options.activation) = (4, stride, .silu)
            plan.step { builder, x in builder.invertedResidual(x, options) }
            guard layers > 0 else { continue }
            let width = max(16, widths(inner) / 16 * 16)
            plan.step { builder, x in
                isSeparable
                    ? builder.separableViTBlock(x, width: width, layers: layers)
                    : builder.mobileViTBlock(x, width: width, layers: layers, heads: 4)
            }
        }
        plan.mobileHead(&dice, widths(640), .silu)
        return plan
    }

    private static func convAttention(_ dice: inout Dice, batch: Int) -> Plan {
        let widths = Widths(&dice, step: 16)
        let activation = dice.pick([Activation.hardSwish, .gelu, .silu])
        var plan = Plan("hybrid levit x\(widths.multiplier)", input: [batch, 3, 224, 224])
        for base in [32, 64, 128, 256] {
            let out = widths(base)
            plan.step { builder, x in builder.convAct(x, out: out, kernel: 3, stride: 2, activation) }
        }
        plan.step { builder, x in
            let (channels, image) = (builder.channels(x), builder.image(x))
            let flat = builder.reshape(x, [builder.sizes(x)[0], channels, image.height * image.width])
            return builder.transpose(flat, [0, 2, 1])
        }
        let (style, expansion) = (dice.pick(AttentionStyle.allCases), dice.pick([2, 4]))
        let heads = dice.pick([4, 8])
        for _ in 0..<dice.integer(4...10) {
            plan.step { builder, x in
                let width = builder.sizes(x)[2]
                return builder.encoderBlock(
                    x, heads: heads, hidden: width * expansion, style: style, activation)
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.tokenHead(x, classes: classes, picks: false) }
        return plan
    }
}
