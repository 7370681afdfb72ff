import Testing

@testable import GnomonGraph

@Suite("Preparing a prepared network")
struct PreparedTwiceTests {
    private func transposed(_ attributes: [String: AttributeValue]) -> Network {
        var b = NetworkBuilder()
        let x = b.input([1, 1, 3, 3])
        b.output(b.node(.convTranspose, [x, b.weight([1, 2, 3, 3])], attributes))
        return b.network
    }

    @Test(
        "changes nothing where a transposed convolution grows its output by negative pads",
        arguments: [
            ["output_shape": AttributeValue.ints([10, 8])],
            ["auto_pad": .string("SAME_UPPER"), "strides": .ints([38, 2])],
            ["output_shape": .ints([10, 8]), "output_padding": .ints([1, 1])],
        ])
    func negativePads(attributes: [String: AttributeValue]) throws {
        let once = try transposed(attributes).prepared()
        #expect(try once.prepared() == once)
        if attributes["output_shape"] != nil { #expect(once.outputShape() == Shape([1, 2, 10, 8])) }
    }

    @Test("is never asked for where a pad is beyond any tensor")
    func hugePads() {
        #expect(throws: GraphError.self) {
            try transposed(["output_shape": .ints([1 << 60, 8])]).prepared()
        }
    }

    private func normalisation(reader: Bool) -> Network {
        var b = NetworkBuilder(opset: 15)
        let statistics = (0..<4).map { _ in b.weight([3]) }
        let results = b.nodes(.batchNormalization, [b.input([1, 3, 4, 4])] + statistics, outputs: 2)
        b.output(results[0])
        b.output(reader ? b.node(.relu, [results[1]]) : results[1])
        return b.network
    }

    @Test(
        "is never asked for where statistics are read that only training computes", arguments: [true, false])
    func trainingOutputs(reader: Bool) {
        do {
            _ = try normalisation(reader: reader).prepared()
            Issue.record("expected an error")
        } catch {
            #expect(error.code == .undefinedInput)
            #expect(error.message.contains("training"))
        }
    }
}
