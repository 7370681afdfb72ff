import GnomonGraph
import GnomonONNX
import Testing

/// A convolution with every kind of attribute-like thing the reader knows, in a few hundred bytes.
func smallModel() -> [UInt8] {
    let weights = (0..<16).flatMap { little((Float($0) / 8 + 0.5).bitPattern) }
    let graph = Proto.graph(
        [
            .node(
                "Conv", ["x", "w", "", "b"].filter { $0 != "b" }, ["c"], name: "conv",
                [
                    Proto().text(1, "kernel_shape").packed(8, [1, 1]).int(20, 7),
                    Proto().text(1, "auto_pad").text(4, "NOTSET").int(20, 3), .attribute("group", int: 1),
                ]),
            .node(
                "LeakyRelu", ["c"], ["y"], name: "act", [Proto().text(1, "alpha").float(2, 0.25).int(20, 1)]),
        ],
        inputs: [.info("x", [1, 4, 2, 2])], outputs: [.info("y", [1, 4, 2, 2])],
        initializers: [.tensor("w", [4, 4, 1, 1], raw: weights)], infos: [.info("c", [1, 4, 2, 2])])
    return Proto.model(graph).bytes
}

/// The error reading these bytes ends in, or nil where it does not.
func errorReading(_ model: Proto) -> ONNXError? { errorReading(model.bytes) }

/// The error reading these bytes ends in, or nil where it does not.
func errorReading(_ bytes: [UInt8]) -> ONNXError? {
    do throws(ONNXError) {
        _ = try ONNXReader.read(bytes: bytes)
        return nil
    } catch {
        return error
    }
}

extension Network {
    /// The tensor with this name.
    func tensor(named name: String) throws -> Tensor {
        try #require(tensors.first { $0.name == name })
    }
}
