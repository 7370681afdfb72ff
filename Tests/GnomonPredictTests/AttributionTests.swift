import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@testable import GnomonPredict

@Suite("Giving recorded times to predicted kernels")
struct AttributionTests {
    /// reorderInput, conv+relu, reorderOutput, softmax.
    private func fixture() throws -> (network: Network, kernels: [Kernel]) {
        let network = try TinyNetworks.chain([1, 16, 8, 8]) { b, x in
            b.softmax(b.relu(b.conv(x, out: 16, kernel: 3)))
        }
        return (network, network.kernels(.onnxRuntime(vectorBytes: 32)))
    }

    private func timing(
        _ type: String, _ nanoseconds: Double, nodes: [Int] = [], tensors: [Int] = [], outputs: [Int] = []
    ) -> KernelTiming {
        KernelTiming(
            name: type, type: type, nodes: nodes, tensors: tensors,
            latency: Latency(nanoseconds: nanoseconds),
            standardError: 1, outputTensors: outputs)
    }

    @Test("nodes decide, and the times of one kernel add up")
    func nodes() throws {
        let (network, kernels) = try fixture()
        #expect(kernels.map(\.kind) == [.reorderInput, .conv, .reorderOutput, .softmax])
        let attribution = KernelAttribution(
            kernels, of: network,
            timings: [
                timing("Conv", 100, nodes: [0]), timing("Relu", 20, nodes: [1]),
                timing("Softmax", 7, nodes: [2]),
            ])
        #expect(attribution.nanoseconds == [nil, 120, nil, 7])
        #expect(attribution.events == [0, 2, 0, 1])
        #expect(attribution.unmapped == 0)
    }

    @Test("layout changes are told apart from the kernels whose tensors they move")
    func reorders() throws {
        let (network, kernels) = try fixture()
        let input = network.inputs[0].index
        let middle = try #require(kernels[2].inputs.first).index
        let attribution = KernelAttribution(
            kernels, of: network,
            timings: [
                timing("ReorderInput", 30, tensors: [input]), timing("ReorderOutput", 40, tensors: [middle]),
                timing("FusedConv", 100, outputs: [middle]),
            ])
        #expect(attribution.nanoseconds == [30, 100, 40, nil])
    }

    @Test("what a runtime joins is the time of the kernel that does most of its work")
    func joined() throws {
        let (network, kernels) = try fixture()
        let attribution = KernelAttribution(
            kernels, of: network,
            timings: [timing("Convolution", 90, nodes: [2, 1, 0])])
        #expect(attribution.nanoseconds == [nil, 90, nil, nil])
        // Relu and Softmax do not convolve: what was named first has more of the work.
        let pointwise = KernelAttribution(
            kernels, of: network, timings: [timing("Subgraph", 9, nodes: [2, 1])])
        #expect(pointwise.nanoseconds == [nil, nil, nil, 9])
    }

    @Test("what belongs to nothing is counted apart, and bad indices harm nothing")
    func unmapped() throws {
        let (network, kernels) = try fixture()
        let attribution = KernelAttribution(
            kernels, of: network,
            timings: [
                timing("Mystery", 5), timing("Conv", 6, nodes: [-1, 999]),
                timing("Conv", 7, tensors: [-3, 1_000_000]),
            ])
        #expect(attribution.nanoseconds == [nil, nil, nil, nil])
        #expect(attribution.unmapped == 18)
    }

    @Test("what a runtime makes up belongs to what ran before it")
    func madeUp() throws {
        let (network, kernels) = try fixture()
        let attribution = KernelAttribution(
            kernels, of: network,
            timings: [
                timing("Mystery", 5), timing("Conv", 100, nodes: [0]), timing("Reorder", 30),
                timing("Softmax", 7, nodes: [2]), timing("Subgraph", 2),
            ])
        #expect(attribution.nanoseconds == [nil, 130, nil, 9])
        #expect(attribution.events == [0, 2, 0, 2])
        #expect(attribution.unmapped == 5)
    }

    @Test("no timings, no times")
    func nothing() throws {
        let (network, kernels) = try fixture()
        let attribution = KernelAttribution(kernels, of: network, timings: [])
        #expect(attribution.nanoseconds.allSatisfy { $0 == nil })
        #expect(attribution.events.allSatisfy { $0 == 0 })
    }
}
