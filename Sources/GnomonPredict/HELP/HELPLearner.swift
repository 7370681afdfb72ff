import GnomonLearn

/// The network that devices adapt: layers that read architectures, layers that read the device, and three on both.
///
/// Weights are handed in, sets x inputs x outputs: as many networks side by side as there are sets.
struct HELPLearner: Module {
    /// The trunk's weights and offsets by layer; those of the two hardware layers; of the first common layer the
    /// weights that read the trunk, those that read the device, and its offset; weights and offsets of the two others.
    let weights: [Parameter]
    let width: Int
    let trunkLayers: Int

    init(
        _ settings: HELPSettings, _ encoding: HELPEncoding, references: Int, _ source: inout WeightSource
    ) throws(LearnError) {
        width = settings.width
        trunkLayers = encoding.trunkLayers
        var weights: [Parameter] = []
        func bound(_ count: Int) -> Double { 1 / Double(max(1, count)).squareRoot() }
        func layer(_ inputs: Int, _ outputs: Int) throws(LearnError) {
            // As PyTorch starts linear layers.
            weights.append(try source.uniform([inputs, outputs], bound: bound(inputs)))
            weights.append(try source.uniform([1, outputs], bound: bound(inputs)))
        }
        for number in 0..<trunkLayers {
            let inputs = number == 0 ? encoding.width : width
            if case .cells = encoding {
                weights.append(try source.uniform([inputs, width], bound: 0.05))
                weights.append(try source.uniform([1, width], bound: bound(width)))
            } else {
                try layer(inputs, width)
            }
        }
        try layer(references, width)
        try layer(width, width)
        weights.append(try source.uniform([width, 2 * width], bound: bound(2 * width)))
        weights.append(try source.uniform([width, 2 * width], bound: bound(2 * width)))
        weights.append(try source.uniform([1, 2 * width], bound: bound(2 * width)))
        try layer(2 * width, 2 * width)
        try layer(2 * width, 1)
        self.weights = weights
    }

    /// One number a row: sets x rows x 1.
    func callAsFunction(
        _ weights: [Tensor], _ batch: HELPBatch, hardware: Tensor
    ) throws(LearnError) -> Tensor {
        let first = 2 * trunkLayers
        let architectures = try trunk(weights, batch)
        var device = hardware
        for place in [first, first + 2] {
            device = try (device.matmul(weights[place]) + weights[place + 1]).relu()
        }
        // What reads the device is the same for all rows of a set.
        let offset = try device.matmul(weights[first + 5]) + weights[first + 6]
        var h = try (architectures.matmul(weights[first + 4]) + offset).relu()
        h = try (h.matmul(weights[first + 7]) + weights[first + 8]).relu()
        return try h.matmul(weights[first + 9]) + weights[first + 10]
    }

    private func trunk(_ weights: [Tensor], _ batch: HELPBatch) throws(LearnError) -> Tensor {
        guard let graph = batch.graph, let mixing = batch.mixing, let globalMixing = batch.globalMixing else {
            var h = batch.inputs
            for layer in 0..<trunkLayers {
                h = try (h.matmul(weights[2 * layer]) + weights[2 * layer + 1]).relu()
            }
            return h
        }
        // A (X W) = (A X) W, and A X is known.
        var common = try (graph.inputs.matmul(weights[0]) + weights[1]).relu()
        var own = try (batch.inputs.matmul(weights[0]) + weights[1]).relu()
        for layer in 1..<trunkLayers - 1 {
            let (weight, bias) = (weights[2 * layer], weights[2 * layer + 1])
            let products = try common.matmul(weight)
            let sums = try across(own.matmul(weight), batch, graph)
            own = try (mixing.matmul(products) + sums + bias).relu()
            common = try (graph.mixing.matmul(products) + bias).relu()
        }
        // Of the last layer only the global node is read, and A_g (H W) = (A_g H) W.
        let sizes = own.sizes
        let sum = try own.reshaped([sizes[0], HELPCellGraph.own, batch.rows, width]).sum([1])
        let read = try globalMixing.matmul(common) + sum
        return try (read.matmul(weights[2 * trunkLayers - 2]) + weights[2 * trunkLayers - 1]).relu()
    }

    /// What the three nodes of each cell read of each other.
    private func across(
        _ rows: Tensor, _ batch: HELPBatch, _ graph: HELPGraphTensors
    ) throws(LearnError) -> Tensor {
        let sizes = rows.sizes
        let blocks = try rows.reshaped([sizes[0], HELPCellGraph.own, batch.rows * width])
        return try graph.adjacency.matmul(blocks).reshaped(sizes)
    }
}
