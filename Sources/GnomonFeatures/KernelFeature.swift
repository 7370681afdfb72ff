/// The columns of a kernel's feature vector, in order.
///
/// Amounts are log2(1 + x); codes and remainders are plain.
///
/// One vector serves every kind of kernel; what a kind does not have is 0.
public enum KernelFeature: Int, CaseIterable, Sendable {
    // Amounts.
    case flops, inputBytes, weightBytes, outputBytes, intensity
    // Convolution and pooling geometry.
    case batch, inputChannels, outputChannels, groups, channelsPerGroup
    case inputHeight, inputWidth, outputHeight, outputWidth
    case kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padding
    case insideShare
    // Matrix products: batch x (rows x depth) x (depth x columns).
    case matrixBatch, rows, columns, depth, leftTransposed, rightTransposed
    // How sizes fall on vector registers.
    case inputChannelsModulo8, outputChannelsModulo8, outputChannelsModulo16, outputWidthModulo8
    case columnsModulo16, rowsModulo4, channelWaste
    // What is joined to the kernel.
    case activation, hasAddend, hasBias, members
    // How it is run.
    case isBlocked, isChannelsLast, operatorCode, elementBits, operands
    // Memory access of everything else.
    case innerRun, outerCount, axisLength, collapsedRank, smallerOperand, accessPattern, stride
    // Where the kernel stands: how much memory was touched since its inputs were written.
    case inputDistance, addendDistance, networkWeights, networkActivations, workingSet
    // About how long the network takes, and what stands before and behind the kernel.
    case networkTime, producer, addendProducer, consumers
    // The number of axes of what is written: runtimes lay images out in another order than rows of tokens.
    case rank
    // Whether lines that a change of the layout touches together share sets of the first cache.
    case cacheConflict

    /// The name of the column.
    public var name: String { String(describing: self) }
}
