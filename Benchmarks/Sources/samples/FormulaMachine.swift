import GnomonData
import GnomonGraph
import GnomonRuntimes
import GnomonStatistics

/// A machine that exists as a formula: each kernel takes a launch and the larger of its arithmetic and its traffic, as the
/// graph counts them; channels of convolutions are padded to full vectors. What is one kernel is the simulated runtime's matter.
struct FormulaMachine {
    /// Floating-point operations in a nanosecond.
    var operations: Double
    /// Bytes in a nanosecond.
    var bytes: Double
    /// Nanoseconds a launch, and half of those of a run.
    var launch: Double
    /// Channels are padded to a multiple of this.
    var vector: Int

    private static let views: Set<String> = [
        "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Shape", "Constant",
    ]

    /// The kernels of a network with noise of one per cent.
    func kernels(of network: Network, seed: UInt64) -> [KernelTiming] {
        var generator = SeededGenerator(seed: seed)
        return SimulatedRuntime().kernels(of: network, seed: nil).map { kernel in
            let deviate = (0..<12).reduce(-6.0) { sum, _ in sum + generator.uniform() }
            var kernel = kernel
            let truth = nanoseconds(kernel.nodes, network)
            kernel.latency = Latency(nanoseconds: truth * (1 + 0.01 * deviate))
            kernel.standardError = truth * 0.01 / 7
            return kernel
        }
    }

    /// The latency of a network: its kernels and what a run costs.
    func latency(of kernels: [KernelTiming]) -> Latency {
        kernels.reduce(Latency(nanoseconds: 2 * launch)) { $0 + $1.latency }
    }

    private func nanoseconds(_ nodes: [Int], _ network: Network) -> Double {
        var (work, traffic) = (0.0, 0.0)
        for (place, index) in nodes.enumerated() where !Self.views.contains(network.nodes[index].op.typeName)
        {
            guard let cost = (try? network.costWithoutParameters(of: NodeID(index))) ?? nil else { continue }
            work += Double(cost.flops) * padding(network.nodes[index], network)
            traffic += Double(cost.weightBytes)
            if place == 0 { traffic += Double(cost.bytesRead - min(cost.weightBytes, cost.bytesRead)) }
            if place == nodes.count - 1 { traffic += Double(cost.bytesWritten) }
        }
        return launch + max(work / operations, traffic / bytes)
    }

    /// How many channels of a convolution are computed for one that is asked for.
    private func padding(_ node: Node, _ network: Network) -> Double {
        guard node.op.typeName == "Conv", let output = node.outputs.first.flatMap({ $0 }),
            let sizes = network[output].shape?.sizes,
            sizes.count > 1, sizes[1] > 0
        else { return 1 }
        return Double((sizes[1] + vector - 1) / vector * vector) / Double(sizes[1])
    }
}
