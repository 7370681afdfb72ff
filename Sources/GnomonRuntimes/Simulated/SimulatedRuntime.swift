public import GnomonData
public import GnomonGraph
public import GnomonStatistics

/// A machine that exists as a formula: it knows the true time of every kernel, to test learners against.
///
/// A kernel costs a fixed part and the larger of its arithmetic and its memory traffic; channels are padded to
/// full vectors, so that time over channels has steps. Conv, batch normalization and ReLU in a row are one kernel.
/// Time is virtual: it reports times and takes none.
public struct SimulatedRuntime: Runtime {
    /// What people read about it.
    public static let card = RuntimeCard(
        name: "simulated", summary: "A machine that exists as a formula; for tests of predictors.",
        library: nil,
        patterns: ["simulated"], examples: ["simulated"])

    /// Floating-point operations in a nanosecond.
    public var operationsPerNanosecond = 50.0
    /// Bytes in a nanosecond.
    public var bytesPerNanosecond = 10.0
    /// Nanoseconds a kernel costs whatever it does.
    public var fixedNanoseconds = 1500.0
    /// Channels are padded to a multiple of this.
    public var vector = 16
    /// Relative standard deviation of one reading.
    public var noise = 0.01

    /// The machine with its usual constants.
    public init() {}

    /// Always 1.
    public func version() -> String { "1" }

    /// Refuses: bytes say nothing to it.
    ///
    /// Use `kernels(of:seed:)`.
    public func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession {
        throw RuntimeError(
            .refused, "the simulated runtime takes a network, not a file", hint: "pass the network along")
    }

    /// The kernels of a network with their times; the noise is drawn from the seed, none for nil.
    ///
    /// - Complexity: O(nodes + edges).
    public func kernels(of network: Network, seed: UInt64?) -> [KernelTiming] {
        var generator = SeededGenerator(seed: seed ?? 0)
        let consumers = network.consumers()
        var taken = [Bool](repeating: false, count: network.nodes.count)
        var kernels: [KernelTiming] = []
        for index in network.nodes.indices where !taken[index] {
            let node = network.nodes[index]
            guard node.state == .live else { continue }
            var group = [index]
            taken[index] = true
            if node.op.typeName == "Conv" {
                for wanted in ["BatchNormalization", "Relu"] {
                    let last = network.nodes[group[group.count - 1]]
                    guard case let output?? = last.outputs.first, consumers[output.index].count == 1,
                        let next = consumers[output.index].first, network[next].op.typeName == wanted,
                        network[next].state == .live
                    else { continue }
                    group.append(next.index)
                    taken[next.index] = true
                }
            }
            let truth = nanoseconds(of: node, in: network)
            // The sum of twelve uniform numbers is close enough to a normal one, and the same on every machine.
            let deviate = (0..<12).reduce(-6.0) { sum, _ in sum + generator.uniform() }
            let reading = seed == nil ? truth : truth * max(0.5, 1 + noise * deviate)
            kernels.append(
                KernelTiming(
                    name: "n\(index)", type: node.op.typeName, nodes: group,
                    latency: Latency(nanoseconds: reading), standardError: truth * noise / 7))
        }
        return kernels
    }

    /// The latency of the whole network: its kernels and two fixed parts.
    public func latency(of kernels: [KernelTiming]) -> Latency {
        kernels.reduce(Latency(nanoseconds: 2 * fixedNanoseconds)) { $0 + $1.latency }
    }

    /// The true time of the kernel that begins at a node.
    private func nanoseconds(of node: Node, in network: Network) -> Double {
        var bytes = 0.0
        for case let id? in node.inputs + node.outputs {
            bytes += Double(network[id].shape?.elements ?? 1) * 4
        }
        let output = node.outputs.first.flatMap { $0 }.flatMap { network[$0].shape?.sizes } ?? []
        var operations = padded(output)
        if node.inputs.count > 1, let weight = node.inputs[1].flatMap({ network[$0].shape?.sizes }) {
            switch node.op.typeName {
            case "Conv": operations *= 2 * weight.dropFirst().reduce(1) { $0 * Double($1) }
            case "Gemm", "MatMul":
                // Rank 2 and batched weights alike: what is summed over is the last but one axis.
                operations *= 2 * Double(weight.dropLast().last ?? 1)
            default: break
            }
        }
        return fixedNanoseconds + max(operations / operationsPerNanosecond, bytes / bytesPerNanosecond)
    }

    /// The number of output elements with the channels, the second axis, padded to full vectors.
    private func padded(_ sizes: [Int]) -> Double {
        var product = 1.0
        for (axis, size) in sizes.enumerated() {
            product *= axis == 1 ? Double((size + vector - 1) / vector * vector) : Double(size)
        }
        return product
    }
}
