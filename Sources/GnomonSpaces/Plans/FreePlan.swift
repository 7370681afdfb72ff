import GnomonGraph

extension Plan {
    /// Blocks of one or two dozen kinds in a row, from any stage on, of any size.
    static func freeMix(_ dice: inout Dice, batch: Int) -> Plan {
        let image = dice.image(4, 224)
        let area = Double(image.height * image.width)
        // Large maps have few channels in real networks; 7x7x960 and 224x224x3 are both usual.
        let widest = max(8, min(2048, Int(400_000 / area.squareRoot() / 6)))
        let channels = dice.channels(dice.chance(0.12) ? 3 : max(8, widest / 32), widest)
        var plan = Plan(
            "freeMix \(image.height)x\(image.width)x\(channels)",
            input: [batch, channels, image.height, image.width])
        let kinds = (0..<dice.integer(1...3)).map { _ in dice.integer(0...(Plan.freeKinds - 1)) }
        var width = channels
        for _ in 0..<dice.integer(8...20) {
            let stride = dice.chance(0.15) ? 2 : 1
            if dice.chance(0.35) || stride == 2 {
                width = dice.channels(near: min(2560, Double(width) * dice.number(0.7, 2.2)))
            }
            plan.freeStep(&dice, kind: dice.pick(kinds), out: max(4, width), stride: stride)
        }
        let (classes, kind) = (dice.classes(), dice.integer(0...2))
        plan.head = { builder, x in
            switch kind {
            case 0: return builder.classifier(x, classes: classes)
            case 1: return builder.convHead(x, classes: classes)
            default: return builder.classifier(x, classes: classes, reduces: true)
            }
        }
        return plan
    }

    private static let freeKinds = 14

    private mutating func freeStep(_ dice: inout Dice, kind: Int, out: Int, stride: Int) {
        let activation = dice.pick(weighted: [
            (Activation.relu, 0.4), (.silu, 0.12), (.relu6, 0.1), (.hardSwish, 0.1), (.gelu, 0.08),
            (.leakyRelu, 0.05), (.none, 0.05), (.sigmoid, 0.02), (.tanh, 0.02), (.elu, 0.02),
            (.softplus, 0.01),
            (.hardSigmoid, 0.03),
        ])
        let kernel = dice.freeKernel()
        let dilation = dice.chance(0.08) && kernel.height == kernel.width ? dice.integer(2...18) : 1
        let even = max(2, out / 2 * 2)
        var options = InvertedOptions(out: out)
        (options.expansion, options.kernel) = (dice.number(1, 6), dice.pick([3, 3, 5, 5, 7]))
        (options.stride, options.activation) = (stride, activation)
        if dice.chance(0.4) {
            options.squeeze = 1 / dice.pick([4.0, 8, 16])
            options.gate = dice.pick([.sigmoid, .hardSigmoid])
            options.squeezesInput = dice.chance(0.5)
        }
        let inverted = options
        let (groups, blocks) = (dice.pick([2, 4, 8]), dice.integer(1...3))
        let unequal: Extent = dice.chance(0.07) ? Extent(1, 2) : Extent(stride)
        switch kind {
        case 0, 1:
            step {
                $0.convAct(
                    $1, out: out, kernel: kernel, stride: unequal, dilation: Extent(dilation), activation)
            }
        case 2: step { $0.basicBlock($1, out: out, stride: stride, activation) }
        case 3:
            let width = max(4, out / 4)
            step { $0.bottleneck($1, width: width, out: out, stride: stride, activation) }
        case 4:
            let width = max(groups, out / 2 / groups * groups)
            step {
                $0.bottleneck($1, width: width, out: out, stride: stride, groups: width / groups, activation)
            }
        case 5, 6: step { $0.invertedResidual($1, inverted) }
        case 7: step { $0.separable($1, out: out, kernel: inverted.kernel, stride: stride, activation) }
        case 8: step { $0.denseLayer($1, growth: max(4, out / 8), width: max(4, out / 2)) }
        case 9: step { $0.inceptionClassic($1, [2, 3, 4, 1, 2, 1].map { max(1, $0 * out / 8) }) }
        case 10:
            let parts = even
            step { builder, x in
                let keeps = builder.channels(x) == parts
                return builder.shuffleUnit(
                    x, out: parts, stride: keeps ? stride : 2, slices: false, activation)
            }
        case 11: step { $0.convNeXtBlock($1, kernel: inverted.kernel) }
        case 12: step { $0.crossStage($1, out: even, blocks: blocks, splits: true, activation) }
        default: step { $0.fire($1, squeeze: max(2, out / 8), expand: max(4, out / 2)) }
        }
    }
}

extension Dice {
    /// A kernel: 1, 3, 5, 7, 9 or more in 55, 30, 7, 6 and 2 %; 3 % are one row or one column.
    mutating func freeKernel() -> Extent {
        let size = pick(weighted: [(1, 0.55), (3, 0.30), (5, 0.07), (7, 0.06), (9, 0.01), (11, 0.01)])
        guard chance(0.03) else { return Extent(size) }
        let long = pick([3, 5, 7])
        return chance(0.5) ? Extent(1, long) : Extent(long, 1)
    }
}
