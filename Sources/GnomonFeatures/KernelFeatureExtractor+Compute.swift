import GnomonGraph
import GnomonKernels

extension KernelFeatureExtractor {
    mutating func addConvolution(_ kernel: Kernel) {
        guard let anchor = kernel.anchor else { return }
        if kernel.macro == .batchNormalization {
            addScaling(kernel)
            return
        }
        guard let conv = ConvolutionParameters(network[anchor], in: network) else { return }
        set(.inputChannels, conv.inputChannels)
        set(.outputChannels, conv.outputChannels)
        set(.groups, conv.group)
        set(.channelsPerGroup, conv.inputChannels / max(1, conv.group))
        vector[.hasBias] = conv.hasBias || kernel.members.count > 1 ? 1 : 0
        addSpatial(input: network[anchor].input(0), output: network[anchor].output(0))
        addWindow(
            kernel: conv.kernel, strides: conv.strides, dilations: conv.dilations,
            padding: conv.padsBegin.reduce(0, +) + conv.padsEnd.reduce(0, +))
        addRemainders(input: conv.inputChannels, output: conv.outputChannels)
        addOverlap(conv, input: network[anchor].input(0), output: network[anchor].output(0))
        if let output = sizes(network[anchor].output(0)) {
            set(.rows, output.dropFirst(2).reduce(1, *))
            set(.columns, conv.outputChannels / max(1, conv.group))
            set(.depth, conv.inputChannels / max(1, conv.group) * conv.kernel.reduce(1, *))
        }
    }

    /// Work on padding is not done: operations count what lies inside.
    private mutating func addOverlap(_ conv: ConvolutionParameters, input: TensorID?, output: TensorID?) {
        guard let input = sizes(input), let output = sizes(output) else { return }
        let share = WindowOverlap.share(conv, input: input, output: output)
        vector[.insideShare] = share
        vector.flops *= share
        vector[.flops] = Self.scale(vector.flops)
        vector[.intensity] = Self.scale(vector.flops / max(1, vector.bytes))
    }

    /// A batch normalisation run as a depthwise convolution of one element.
    private mutating func addScaling(_ kernel: Kernel) {
        guard let shape = sizes(kernel.inputs.first), shape.count >= 2 else { return }
        set(.inputChannels, shape[1])
        set(.outputChannels, shape[1])
        set(.groups, shape[1])
        set(.channelsPerGroup, 1)
        addSpatial(input: kernel.inputs.first, output: kernel.inputs.first)
        addWindow(kernel: [1, 1], strides: [1, 1], dilations: [1, 1], padding: 0)
        addRemainders(input: shape[1], output: shape[1])
    }

    mutating func addPooling(_ kernel: Kernel) {
        guard let anchor = kernel.anchor, let pool = PoolingParameters(network[anchor], in: network),
            let shape = sizes(kernel.inputs.first), shape.count >= 3
        else { return }
        set(.inputChannels, shape[1])
        set(.outputChannels, shape[1])
        addSpatial(input: kernel.inputs.first, output: network[anchor].output(0))
        addWindow(
            kernel: pool.kernel, strides: pool.strides, dilations: pool.dilations,
            padding: pool.padsBegin.reduce(0, +) + pool.padsEnd.reduce(0, +))
        addRemainders(input: shape[1], output: shape[1])
    }

    private mutating func addSpatial(input: TensorID?, output: TensorID?) {
        if let shape = sizes(input), let batch = shape.first {
            set(.batch, batch)
            if shape.count >= 3 {
                set(.inputHeight, shape.count >= 4 ? shape[2] : 1)
                set(.inputWidth, shape[shape.count - 1])
            }
        }
        if let shape = sizes(output), shape.count >= 3 {
            set(.outputHeight, shape.count >= 4 ? shape[2] : 1)
            set(.outputWidth, shape[shape.count - 1])
            vector[.outputWidthModulo8] = Double(shape[shape.count - 1] % 8)
        }
    }

    private mutating func addWindow(kernel: [Int], strides: [Int], dilations: [Int], padding: Int) {
        vector[.kernelHeight] = Double(kernel.count > 1 ? kernel[0] : 1)
        vector[.kernelWidth] = Double(kernel.last ?? 1)
        vector[.strideHeight] = Double(strides.count > 1 ? strides[0] : 1)
        vector[.strideWidth] = Double(strides.last ?? 1)
        vector[.dilationHeight] = Double(dilations.count > 1 ? dilations[0] : 1)
        vector[.dilationWidth] = Double(dilations.last ?? 1)
        vector[.padding] = Double(padding)
    }

    private mutating func addRemainders(input: Int, output: Int) {
        vector[.inputChannelsModulo8] = Double(input % 8)
        vector[.outputChannelsModulo8] = Double(output % 8)
        vector[.outputChannelsModulo16] = Double(output % 16)
        let padded = (output + 15) / 16 * 16
        vector[.channelWaste] = output > 0 ? Double(padded - output) / Double(output) : 0
    }

    mutating func addMatrix(_ kernel: Kernel) {
        guard let anchor = kernel.anchor, let matrix = MatrixParameters(network[anchor], in: network) else {
            return
        }
        var batch = matrix.batch
        var rows = matrix.rows
        if matrix.hasConstantWeight, kernel.kind == .gemm {
            // All rows of all batches meet the same right side: one product.
            rows *= batch
            batch = 1
        }
        set(.matrixBatch, batch)
        set(.rows, rows)
        set(.columns, matrix.columns)
        set(.depth, matrix.inner)
        vector[.leftTransposed] = Double(network[anchor].int("transA") ?? 0)
        vector[.rightTransposed] = Double(network[anchor].int("transB") ?? 0)
        if kernel.members.contains(where: { network[$0].op.kind == .transpose }) {
            vector[.rightTransposed] = 1
        }
        vector[.columnsModulo16] = Double(matrix.columns % 16)
        vector[.rowsModulo4] = Double(rows % 4)
        vector[.hasBias] = matrix.hasBias || kernel.members.contains { network[$0].op.kind == .add } ? 1 : 0
    }
}
