/// ONNX bytes written by hand, for models that no writer would write.
struct WireModel {
    private var bytes: [UInt8] = []

    private static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    private func int(_ field: Int, _ value: Int64) -> WireModel {
        WireModel(bytes: bytes + Self.varint(UInt64(field << 3)) + Self.varint(UInt64(bitPattern: value)))
    }

    private func blob(_ field: Int, _ value: [UInt8]) -> WireModel {
        WireModel(
            bytes: bytes + Self.varint(UInt64(field << 3 | 2)) + Self.varint(UInt64(value.count)) + value)
    }

    private func text(_ field: Int, _ value: String) -> WireModel { blob(field, Array(value.utf8)) }

    /// One axis: a size or a name.
    enum Axis {
        case size(Int64)
        case name(String)
    }

    /// One operator application.
    struct Node {
        var type: String
        var inputs: [String]
        var outputs: [String]
        var domain = ""
    }

    /// A model with one float input `x` and one output.
    static func model(_ nodes: [Node], x: [Axis], output: String = "y") -> [UInt8] {
        var graph = WireModel()
        for node in nodes {
            var message = WireModel()
            for name in node.inputs { message = message.text(1, name) }
            for name in node.outputs { message = message.text(2, name) }
            message = message.text(4, node.type)
            if !node.domain.isEmpty { message = message.text(7, node.domain) }
            graph = graph.blob(1, message.bytes)
        }
        graph = graph.text(2, "g").blob(11, info("x", x)).blob(12, info(output, x))
        let standard = WireModel().text(1, "").int(2, 17)
        let other = WireModel().text(1, "com.example").int(2, 1)
        return WireModel().int(1, 8).text(2, "test").blob(7, graph.bytes).blob(8, standard.bytes)
            .blob(8, other.bytes).bytes
    }

    private static func info(_ name: String, _ axes: [Axis]) -> [UInt8] {
        let dims = axes.reduce(WireModel()) { shape, axis in
            switch axis {
            case .size(let size): shape.blob(1, WireModel().int(1, size).bytes)
            case .name(let name): shape.blob(1, WireModel().text(2, name).bytes)
            }
        }
        let tensor = WireModel().int(1, 1).blob(2, dims.bytes)
        return WireModel().text(1, name).blob(2, WireModel().blob(1, tensor.bytes).bytes).bytes
    }
}
