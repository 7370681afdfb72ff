import GnomonData
import GnomonGraph
import GnomonRuntimes
import GnomonStatistics
import Testing

@Suite("The simulated machine")
struct SimulatedRuntimeTests {
    /// One convolution with so many output channels, and an unknown operator called `then` behind it.
    private func network(channels: Int, then type: String? = nil) -> Network {
        var network = Network(
            nodes: [Node(op: .known(.conv), inputs: [TensorID(0), TensorID(1)], outputs: [TensorID(2)])],
            tensors: [
                Tensor(name: "x", shape: Shape([1, 16, 64, 64]), role: .input),
                Tensor(name: "w", shape: Shape([channels, 16, 3, 3]), role: .constant),
                Tensor(name: "y", shape: Shape([1, channels, 64, 64]), producer: NodeID(0)),
            ], inputs: [TensorID(0)], outputs: [TensorID(2)])
        if let type {
            network.tensors.append(
                Tensor(name: "z", shape: Shape([1, channels, 64, 64]), producer: NodeID(1)))
            network.nodes.append(
                Node(op: .unknown(domain: "", type: type), inputs: [TensorID(2)], outputs: [TensorID(3)]))
        }
        return network
    }

    @Test("channels cost in steps of a vector")
    func steps() {
        let runtime = SimulatedRuntime()
        let time = { runtime.kernels(of: network(channels: $0), seed: nil)[0].latency.nanoseconds }
        #expect(abs(time(17) - time(32)) < 0.05 * time(32))
        #expect(time(33) > 1.2 * time(32))
    }

    @Test("an activation behind a convolution is part of its kernel, another operator is not")
    func fusion() {
        let runtime = SimulatedRuntime()
        #expect(runtime.kernels(of: network(channels: 8, then: "Relu"), seed: nil).map(\.nodes) == [[0, 1]])
        #expect(runtime.kernels(of: network(channels: 8, then: "Tan"), seed: nil).map(\.nodes) == [[0], [1]])
    }

    @Test("the same seed gives the same times")
    func seeds() {
        let runtime = SimulatedRuntime()
        let net = network(channels: 8)
        #expect(runtime.kernels(of: net, seed: 5) == runtime.kernels(of: net, seed: 5))
        #expect(runtime.kernels(of: net, seed: 5) != runtime.kernels(of: net, seed: 6))
    }
}
