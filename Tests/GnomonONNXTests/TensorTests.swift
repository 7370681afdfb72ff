import GnomonGraph
import GnomonONNX
import Testing

@Suite("Constant tensors")
struct TensorTests {
    private func read(_ tensor: Proto) throws -> Tensor {
        let graph = Proto.graph([.node("Add", ["x", "w"], ["y"])], initializers: [tensor])
        return try ONNXReader.read(bytes: Proto.model(graph).bytes).network.tensor(named: "w")
    }

    private func error(_ tensor: Proto) -> String? {
        errorReading(.model(.graph([.node("Add", ["x", "w"], ["y"])], initializers: [tensor])))?.code.rawValue
    }

    @Test("Typed fields are decoded, packed or not")
    func typed() throws {
        let base = { (type: Int64, dims: [Int64]) in Proto.tensor("w", dims, type: type) }
        #expect(try read(base(7, [3]).packed(7, [-1, 5, 1 << 40])).payload == .integers([-1, 5, 1 << 40]))
        #expect(try read(base(7, [2]).ints(7, [-9, 9])).payload == .integers([-9, 9]))
        #expect(try read(base(6, [2]).packed(5, [-7, 7])).payload == .integers([-7, 7]))
        #expect(try read(base(3, [2]).packed(5, [-128, 127])).payload == .integers([-128, 127]))
        #expect(try read(base(9, [3]).packed(5, [0, 1, 2])).payload == .integers([0, 1, 1]))
        #expect(try read(base(13, [1]).packed(11, [8])).payload == .integers([8]))
        let floats = little(Float(0.5).bitPattern) + little(Float(-2).bitPattern)
        #expect(try read(base(1, [2]).blob(4, floats)).payload == .floats([0.5, -2]))
        #expect(try read(base(1, [2]).float(4, 0.5).float(4, -2)).payload == .floats([0.5, -2]))
        #expect(try read(base(11, [1]).blob(10, little(1.25.bitPattern))).payload == .floats([1.25]))
        // 0x3C00 is 1, 0xC000 is -2, 0x0001 the smallest subnormal.
        #expect(try read(base(10, [3]).packed(5, [0x3C00, 0xC000, 1])).payload == .floats([1, -2, 0x1p-24]))
        #expect(try read(base(16, [2]).packed(5, [0x3F80, 0xC040])).payload == .floats([1, -3]))
    }

    @Test("Raw values of every narrow type are decoded")
    func raw() throws {
        #expect(
            try read(.tensor("w", [2], type: 4, raw: [1, 0, 255, 255])).payload == .integers([1, 65535]))
        #expect(try read(.tensor("w", [2], type: 5, raw: [1, 0, 255, 255])).payload == .integers([1, -1]))
        #expect(try read(.tensor("w", [3], type: 22, raw: [0xF7, 0x08])).payload == .integers([7, -1, -8]))
        #expect(try read(.tensor("w", [3], type: 21, raw: [0xF7, 0x08])).payload == .integers([7, 15, 8]))
        #expect(
            try read(.tensor("w", [5], type: 26, raw: [0b11_10_01_00, 0b10])).payload
                == .integers([0, 1, -2, -1, -2]))
        #expect(try read(.tensor("w", [], type: 7, raw: little(Int64(-3)))).payload == .integers([-3]))
        #expect(try read(.tensor("w", [0, 4])).payload == .floats([]))
    }

    @Test("Weights stay ranges of the file")
    func ranges() throws {
        let values = [UInt8](repeating: 7, count: 4 * 1025)
        let tensor = try read(.tensor("w", [1025], raw: values))
        guard case .fileRange(let offset, let count) = tensor.payload else {
            Issue.record("decoded")
            return
        }
        #expect(count == values.count)
        #expect(offset > 0)
        #expect(
            try read(.tensor("w", [1025]).blob(4, values)).payload == .fileRange(offset: offset, count: count)
        )
    }

    @Test("A size that does not fit names both numbers")
    func sizes() throws {
        let graph = Proto.graph(
            [.node("Add", ["x", "w"], ["y"])],
            initializers: [.tensor("w", [3], raw: [UInt8](repeating: 0, count: 8))])
        let error = try #require(errorReading(.model(graph)))
        #expect(error.code == .size)
        #expect(error.message.contains("8"))
        #expect(error.message.contains("12"))
        #expect(self.error(.tensor("w", [1], raw: [UInt8](repeating: 0, count: 8))) == "onnx.size")
        #expect(self.error(.tensor("w", [2], type: 7).packed(7, [1])) == "onnx.size")
        #expect(self.error(.tensor("w", [1], type: 7).packed(5, [1])) == "onnx.size")
        #expect(self.error(.tensor("w", [1], raw: [0, 0, 0, 0]).float(4, 1)) == "onnx.size")
        #expect(
            self.error(.tensor("w", [1], type: 7).packed(7, Array(repeating: 1, count: 100_000)))
                == "onnx.size")
    }

    @Test("Impossible shapes and types are errors of the graph")
    func shapes() {
        #expect(error(.tensor("w", [-4])) == "graph.shape")
        #expect(error(.tensor("w", [1 << 40, 1 << 40])) == "graph.overflow")
        #expect(error(.tensor("w", [Int64.max])) == "graph.overflow")
        #expect(error(.tensor("w", [Int64](repeating: 1, count: 17))) == "graph.shape")
        #expect(error(.tensor("w", [1], type: 99)) == "graph.elementType")
        let many = Proto.graph(
            [.node("Relu", ["x"], ["y"])], inputs: [.info("x", [Int64](repeating: 1, count: 17))])
        #expect(errorReading(.model(many))?.code.rawValue == "graph.shape")
        let negative = Proto.graph([.node("Relu", ["x"], ["y"])], inputs: [.info("x", [-4])])
        #expect(errorReading(.model(negative))?.code.rawValue == "graph.shape")
    }

    @Test(
        "External data is never opened, whatever its path",
        arguments: ["../../etc/passwd", "/dev/zero", "no/such/file", "\u{0}", "/tmp"])
    func external(location: String) throws {
        // One TiB of weights: opening or allocating would show.
        let tensor = Proto.tensor("w", [1 << 38]).message(13, Proto().text(1, "location").text(2, location))
            .int(14, 1)
        let read = try read(tensor)
        #expect(read.payload == .external)
        #expect(read.shape == Shape([1 << 38]))
    }

    @Test("Sparse initializers are constants of their dense shape")
    func sparse() throws {
        let values = Proto.tensor("w", [1], raw: little(Float(3).bitPattern))
        let sparse = Proto().message(1, values).message(2, .tensor("", [1], type: 7, raw: little(Int64(2))))
            .ints(3, [8, 8])
        let graph = Proto.graph([.node("Add", ["x", "w"], ["y"])]).message(15, sparse)
        let tensor = try ONNXReader.read(bytes: Proto.model(graph).bytes).network.tensor(named: "w")
        #expect(tensor.role == .constant)
        #expect(tensor.shape == Shape([8, 8]))
        #expect(tensor.elementType == .float32)
    }
}
