import GnomonGraph

extension Plan {
    /// Rare operators at usual sizes, with convolutions between them.
    static func operatorSoup(_ dice: inout Dice, batch: Int) -> Plan {
        let image = dice.image(7, 112)
        let channels = dice.channels(16, max(24, min(768, 1_600_000 / (image.height * image.width))))
        var plan = Plan(
            "operatorSoup \(image.height)x\(image.width)x\(channels)",
            input: [batch, channels, image.height, image.width])
        // Each at most once, so that rare operators occur in many networks.
        for kind in SoupOperator.allCases.shuffled(using: &dice.generator) {
            let (choice, width) = (dice.integer(0...11), dice.channels(16, 256))
            if dice.chance(0.3) {
                plan.step { builder, x in
                    builder.sizes(x).count == 4 ? builder.convAct(x, out: width, kernel: 1) : x
                }
            }
            plan.step { builder, x in builder.soup(x, kind, choice: choice) }
        }
        plan.head = { builder, x in builder.anyHead(x, classes: 100) }
        return plan
    }
}

/// The operators that real networks use now and then.
enum SoupOperator: CaseIterable {
    case resize, reduceMean, reduceSum, reduceMax, reduceL2, slice, split, pad, gather, transpose,
        deepTranspose
    case select, cast, pow, sqrt, div, softmax, erf, tanh, exp, argMax, maximum, expand, depthToSpace
    case convTranspose, batchNorm, instanceNorm, groupNorm, layerNorm, lrn, pRelu, leakyRelu, elu, softplus,
        log, sum
    case globalMaxPool, averagePool, abs, neg, clip, reciprocal, affine, matMul, tile, sub
    case sigmoid, hardSigmoid, hardSwish, silu, gelu, selective, lastSplit, fewChannels,
        rmsNorm, enlarged
}

extension NetworkBuilder {
    /// One rare operator on an image; the result is an image again.
    mutating func soup(_ x: TensorID, _ kind: SoupOperator, choice: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 4 else { return x }
        switch kind {
        case .resize, .slice, .split, .lastSplit, .pad, .gather, .transpose, .deepTranspose, .expand,
            .depthToSpace,
            .tile:
            return soupMovement(x, kind, choice, sizes)
        case .reduceMean: return reduced(x, .reduceMean, choice)
        case .reduceSum: return reduced(x, .reduceSum, choice)
        case .reduceMax: return reduced(x, .reduceMax, choice)
        case .reduceL2: return reduced(x, .reduceL2, choice)
        case .globalMaxPool: return mul(x, sigmoid(globalMaxPool(x)))
        case .selective: return selectiveKernels(x)
        case .fewChannels:
            let few = conv(x, out: 1 + choice % 4, kernel: Extent([1, 3, 5, 7][choice / 3]))
            return conv(few, out: sizes[1])
        case .enlarged: return enlarged(x, choice, sizes)
        case .rmsNorm:
            if choice < 4 { return rmsNorm(x, axis: 1) }
            return transpose(rmsNorm(transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2])
        case .averagePool:
            return averagePool(x, kernel: 3, stride: choice % 3 == 0 && sizes[2] > 8 ? 2 : 1, padding: 1)
        case .softmax: return softmax(x, axis: [-1, 1, 2, -1][choice % 4])
        case .argMax:
            let position = cast(argMax(x, axis: [1, 3, 2][choice % 3], keeps: true), to: .float32)
            return mul(x, div(position, scalar(Double(sizes[[1, 3, 2][choice % 3]]))))
        case .convTranspose:
            guard sizes[2] * sizes[3] <= 3200 else {
                return convTranspose(x, out: sizes[1], kernel: 3, stride: 1, padding: 1, groups: sizes[1])
            }
            let out = max(8, sizes[1] / 2)
            switch choice % 3 {
            case 0: return convTranspose(x, out: out, kernel: 4, stride: 2, padding: 1)
            case 1: return convTranspose(x, out: out, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
            default: return convTranspose(x, out: out, kernel: 2, stride: 2)
            }
        case .matMul:
            let pixels = sizes[2] * sizes[3]
            guard pixels <= 1024 else { return unary(.sqrt, relu(x)) }
            let flat = reshape(x, [sizes[0], sizes[1], pixels])
            let scores = softmax(matMul(transpose(flat, [0, 2, 1]), flat))
            return reshape(matMul(flat, scores), sizes)
        default: return soupArithmetic(x, kind, choice, sizes)
        }
    }

    /// Few channels enlarged many times, as segmentation ends, and cut into patches again.
    private mutating func enlarged(_ x: TensorID, _ choice: Int, _ sizes: [Int]) -> TensorID {
        let (times, few) = ([4, 8, 16][choice % 3], [1, 2, 6, 19, 21, 32][choice / 2])
        guard sizes[2] * sizes[3] * times * times <= 320 * 320 else { return relu(x) }
        let image = Extent(sizes[2] * times, sizes[3] * times)
        let large = resize(
            conv(x, out: few), to: image, mode: "linear",
            coordinates: choice % 4 == 3 ? "align_corners" : nil)
        return conv(large, out: sizes[1], kernel: Extent(times), stride: Extent(times), padding: 0)
    }

    private mutating func reduced(_ x: TensorID, _ kind: OperatorKind, _ choice: Int) -> TensorID {
        let axes = [[2, 3], [1], [3], [2, 3], [2], [1]][choice % 6]
        let statistic = reduce(kind, x, axes: axes, keeps: true)
        return choice < 6 ? mul(x, sigmoid(statistic)) : div(x, add(unary(.abs, statistic), scalar(1)))
    }

    private mutating func soupArithmetic(
        _ x: TensorID, _ kind: SoupOperator, _ choice: Int, _ sizes: [Int]
    ) -> TensorID {
        switch kind {
        case .select:
            return select(binary(.greater, x, scalar(0)), x, choice < 6 ? scalar(0) : mul(x, scalar(0.1)))
        case .cast:
            return cast(cast(x, to: [.int32, .int64, .float64, .bool][choice % 4]), to: .float32)
        case .pow: return binary(.pow, clip(x, 0, 2), scalar([2, 3, 0.5, 2][choice % 4]))
        case .sqrt: return unary(.sqrt, add(mul(x, x), scalar(1e-6)))
        case .div:
            if choice < 6 { return div(x, scalar(255)) }
            return div(x, add(unary(.abs, weight([1, sizes[1], 1, 1])), scalar(1)))
        case .erf: return unary(.erf, x)
        case .tanh: return unary(.tanh, x)
        case .exp: return unary(.exp, clip(x, -4, 2))
        case .log: return unary(.log, add(relu(x), scalar(1)))
        case .abs: return unary(.abs, x)
        case .neg: return unary(.neg, x)
        case .reciprocal: return unary(.reciprocal, add(unary(.exp, clip(x, -4, 2)), scalar(1)))
        case .maximum: return binary(choice < 6 ? .max : .min, x, mul(x, scalar(0.2)))
        case .sub:
            return sub(
                choice < 6 ? x : weight([sizes[1], 1, 1]), choice < 6 ? weight([1, sizes[1], 1, 1]) : x)
        case .sum: return node(.sum, [x, mul(x, scalar(0.5)), relu(x)], to: sizes)
        case .clip: return clip(x, choice < 6 ? 0 : -1, 1)
        case .affine: return add(mul(x, weight([1, sizes[1], 1, 1])), weight([1, sizes[1], 1, 1]))
        case .batchNorm: return batchNorm(x)
        case .instanceNorm: return instanceNorm(x)
        case .groupNorm: return groupNorm(x, groups: sizes[1] % 8 == 0 && choice < 8 ? 8 : 1)
        case .layerNorm: return choice < 6 ? layerNorm2d(x) : layerNorm(x)
        case .lrn: return lrn(x)
        case .pRelu: return activate(x, .pRelu)
        case .leakyRelu: return activate(x, .leakyRelu)
        case .elu: return activate(x, choice < 8 ? .elu : .selu)
        case .softplus: return activate(x, choice < 6 ? .softplus : .mish)
        case .sigmoid: return choice < 6 ? sigmoid(mul(x, scalar(0.5))) : mul(x, sigmoid(add(x, scalar(1))))
        case .hardSigmoid: return hardSigmoid(mul(x, scalar(0.5)))
        case .hardSwish: return hardSwish(add(x, scalar(0.5)))
        case .silu: return activate(add(x, scalar(0.5)), .silu)
        case .gelu: return activate(x, choice < 6 ? .gelu : .geluTanh)
        default: return relu(x)
        }
    }

    private mutating func soupMovement(
        _ x: TensorID, _ kind: SoupOperator, _ choice: Int, _ sizes: [Int]
    ) -> TensorID {
        let (channels, height, width) = (sizes[1], sizes[2], sizes[3])
        switch kind {
        case .resize:
            let mode = ["nearest", "linear", "linear", "cubic"][choice % 4]
            let grows = height * width <= 3200
            let (up, down) = ([2, 3, 2, 4][choice / 3], 2)
            let target =
                grows
                ? Extent(height * min(up, height > 28 ? 2 : up), width * min(up, height > 28 ? 2 : up))
                : Extent(max(2, height / down), max(2, width / down))
            let isAligned = mode == "linear" && choice % 3 == 0
            return resize(x, to: target, mode: mode, coordinates: isAligned ? "align_corners" : nil)
        case .slice:
            if choice < 4, channels > 8 { return slice(x, axis: 1, from: choice, to: channels - choice) }
            if choice < 8, height > 8 { return slice(x, axis: 2, from: 1, to: height - 1) }
            return height > 8 && width > 8 ? slice(x, axis: 3, from: choice % 2, to: width, step: 2) : x
        case .split:
            let parts = split(x, axis: 1, into: [channels / 2, channels - channels / 2])
            return concat(choice < 6 ? [parts[1], parts[0]] : [parts[1], relu(parts[0])])
        case .lastSplit:
            let pieces = [2, 3, 4][choice % 3]
            guard channels % pieces == 0 else { return x }
            let flat = transpose(reshape(x, [sizes[0], channels, height * width]), [0, 2, 1])
            let parts = split(flat, axis: 2, into: [Int](repeating: channels / pieces, count: pieces))
            let joined = concat(
                parts.enumerated().map { $0.offset % 2 == 0 ? $0.element : relu($0.element) }, axis: 2)
            return reshape(transpose(joined, [0, 2, 1]), sizes)
        case .pad:
            let border = 1 + choice % 3
            guard height > 4, width > 4 else { return x }
            return pad(
                x, before: [0, 0, choice < 4 ? 0 : border, choice < 4 ? 0 : border],
                after: [0, 0, border, border], mode: ["constant", "reflect", "edge"][choice % 3])
        case .gather:
            let axis = [1, 2, 3][choice % 3]
            return gather(x, axis: axis, indices: (0..<sizes[axis]).map { sizes[axis] - 1 - $0 })
        case .transpose:
            if choice < 4 { return transpose(x, [0, 1, 3, 2]) }
            if choice < 8 { return transpose(unary(.tanh, transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2]) }
            let flat = reshape(x, [sizes[0], channels, height * width])
            return reshape(relu(transpose(transpose(flat, [0, 2, 1]), [0, 2, 1])), sizes)
        case .deepTranspose: return soupDeepTranspose(x, choice, sizes)
        case .expand: return mul(x, expand(globalAveragePool(x), to: sizes))
        case .tile:
            return add(x, node(.tile, [globalAveragePool(x), integers([1, 1, height, width])], to: sizes))
        default:
            return channels % 4 == 0 && height * width <= 3200 ? depthToSpace(x, block: 2) : relu(x)
        }
    }

    /// Transposes of rank 5 and 6: shuffles, pixel unshuffling, windows.
    private mutating func soupDeepTranspose(_ x: TensorID, _ choice: Int, _ sizes: [Int]) -> TensorID {
        let (channels, height, width) = (sizes[1], sizes[2], sizes[3])
        guard height % 2 == 0, width % 2 == 0, choice < 9 else {
            return channels % 2 == 0 ? channelShuffle(x, groups: 2) : x
        }
        let apart = reshape(x, [sizes[0], channels, height / 2, 2, width / 2, 2])
        if choice < 3 {
            let turned = transpose(apart, [0, 1, 3, 5, 2, 4])
            return reshape(turned, [sizes[0], channels * 4, height / 2, width / 2])
        }
        if choice < 6 {
            let turned = transpose(apart, [0, 2, 4, 1, 3, 5])
            return reshape(relu(transpose(turned, [0, 3, 1, 4, 2, 5])), sizes)
        }
        let turned = transpose(apart, [0, 3, 5, 1, 2, 4])
        return reshape(turned, [sizes[0], channels * 4, height / 2, width / 2])
    }
}
