import GnomonGraph
import GnomonKernels

extension KernelFeatureExtractor {
    func addConvolution(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor else { return }
        if kernel.macro == .batchNormalization {
            addScaling(kernel, to: &vector)
            return
        }
        guard let conv = ConvolutionParameters(anchor, in: network) else { return }
        vector.set(.inputChannels, conv.inputChannels)
        vector.set(.outputChannels, conv.outputChannels)
        vector.set(.groups, conv.group)
        vector.set(.channelsPerGroup, conv.inputChannels / max(1, conv.group))
        vector[.hasBias] = conv.hasBias || kernel.members.count > 1 ? 1 : 0
        addSpatial(input: network[anchor].input(0), output: network[anchor].output(0), to: &vector)
        addWindow(conv, to: &vector)
        addRemainders(input: conv.inputChannels, output: conv.outputChannels, to: &vector)
        addOverlap(
            conv, input: network[anchor].input(0), output: network[anchor].output(0), to: &vector)
        if let output = shape(network[anchor].output(0)) {
            vector.set(.rows, output.dims.dropFirst(2).reduce(1) { $0 * ($1.value ?? 1) })
            vector.set(.columns, conv.outputChannels / max(1, conv.group))
            vector.set(.depth, conv.inputChannels / max(1, conv.group) * conv.taps)
        }
    }

    private func addWindow(_ conv: ConvolutionParameters, to vector: inout KernelVector) {
        let last = conv.spatialRank - 1
        guard last >= 0 else { return }
        vector[.kernelHeight] = Double(last > 0 ? conv.kernel(0) : 1)
        vector[.kernelWidth] = Double(conv.kernel(last))
        vector[.strideHeight] = Double(last > 0 ? conv.stride(0) : 1)
        vector[.strideWidth] = Double(conv.stride(last))
        vector[.dilationHeight] = Double(last > 0 ? conv.dilation(0) : 1)
        vector[.dilationWidth] = Double(conv.dilation(last))
        vector[.padding] = Double((0...last).reduce(0) { $0 + conv.padBegin($1) + conv.padEnd($1) })
    }

    /// Work on padding is not done: operations count what lies inside.
    private func addOverlap(
        _ conv: ConvolutionParameters, input: TensorID?, output: TensorID?, to vector: inout KernelVector
    ) {
        guard let input = shape(input), let output = shape(output) else { return }
        let share = WindowOverlap.share(conv, input: input, output: output)
        vector[.insideShare] = share
        vector.flops *= share
        vector[.flops] = Self.scale(vector.flops)
        vector[.intensity] = Self.scale(vector.flops / max(1, vector.bytes))
    }

    /// A batch normalisation run as a depthwise convolution of one element.
    private func addScaling(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let shape = sizes(kernel.inputs.first), shape.count >= 2 else { return }
        vector.set(.inputChannels, shape[1])
        vector.set(.outputChannels, shape[1])
        vector.set(.groups, shape[1])
        vector.set(.channelsPerGroup, 1)
        addSpatial(input: kernel.inputs.first, output: kernel.inputs.first, to: &vector)
        addWindow(kernel: [1, 1], strides: [1, 1], dilations: [1, 1], padding: 0, to: &vector)
        addRemainders(input: shape[1], output: shape[1], to: &vector)
    }

    func addPooling(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor, let pool = PoolingParameters(network[anchor], in: network),
            let shape = sizes(kernel.inputs.first), shape.count >= 3
        else { return }
        vector.set(.inputChannels, shape[1])
        vector.set(.outputChannels, shape[1])
        addSpatial(input: kernel.inputs.first, output: network[anchor].output(0), to: &vector)
        addWindow(
            kernel: pool.kernel, strides: pool.strides, dilations: pool.dilations,
            padding: pool.padsBegin.reduce(0, +) + pool.padsEnd.reduce(0, +), to: &vector)
        addRemainders(input: shape[1], output: shape[1], to: &vector)
    }

    private func addSpatial(input: TensorID?, output: TensorID?, to vector: inout KernelVector) {
        if let shape = shape(input), let batch = shape.dims.first?.value {
            vector.set(.batch, batch)
            if shape.rank >= 3, let width = shape.dims[shape.rank - 1].value {
                vector.set(.inputHeight, shape.rank >= 4 ? shape.dims[2].value ?? 1 : 1)
                vector.set(.inputWidth, width)
            }
        }
        if let shape = shape(output), shape.rank >= 3, let width = shape.dims[shape.rank - 1].value {
            vector.set(.outputHeight, shape.rank >= 4 ? shape.dims[2].value ?? 1 : 1)
            vector.set(.outputWidth, width)
            vector[.outputWidthModulo8] = Double(width % 8)
        }
    }

    private func addWindow(
        kernel: [Int], strides: [Int], dilations: [Int], padding: Int, to vector: inout KernelVector
    ) {
        vector[.kernelHeight] = Double(kernel.count > 1 ? kernel[0] : 1)
        vector[.kernelWidth] = Double(kernel.last ?? 1)
        vector[.strideHeight] = Double(strides.count > 1 ? strides[0] : 1)
        vector[.strideWidth] = Double(strides.last ?? 1)
        vector[.dilationHeight] = Double(dilations.count > 1 ? dilations[0] : 1)
        vector[.dilationWidth] = Double(dilations.last ?? 1)
        vector[.padding] = Double(padding)
    }

    private func addRemainders(input: Int, output: Int, to vector: inout KernelVector) {
        vector[.inputChannelsModulo8] = Double(input % 8)
        vector[.outputChannelsModulo8] = Double(output % 8)
        vector[.outputChannelsModulo16] = Double(output % 16)
        let padded = (output + 15) / 16 * 16
        vector[.channelWaste] = output > 0 ? Double(padded - output) / Double(output) : 0
    }

    func addMatrix(_ kernel: Kernel, to vector: inout KernelVector) {
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
        vector.set(.matrixBatch, batch)
        vector.set(.rows, rows)
        vector.set(.columns, matrix.columns)
        vector.set(.depth, matrix.inner)
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
