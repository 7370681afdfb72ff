/// Models of small operators in a row, in the ONNX format, for calibration and tests.
public enum ChainModel {
    /// A chain of `count` operators over `size` floats that no runtime joins: absolute value, negation and
    /// rounding down in turn.
    ///
    /// Nodes are called `n<i>`, tensors `t<i>`.
    public static func bytes(count: Int, size: Int) -> [UInt8] {
        let types = ["Abs", "Neg", "Floor"]
        var graph: [UInt8] = []
        for index in 0..<count {
            let node =
                text(1, "t\(index)") + text(2, "t\(index + 1)") + text(3, "n\(index)")
                + text(4, types[index % types.count])
            graph += field(1, node)
        }
        graph += text(2, "chain")
        graph += field(11, value("t0", size)) + field(12, value("t\(count)", size))
        return number(1, 8) + field(7, graph) + field(8, number(2, 17))
    }

    private static func value(_ name: String, _ size: Int) -> [UInt8] {
        let shape = field(2, field(1, number(1, size)))
        return text(1, name) + field(2, field(1, number(1, 1) + shape))
    }

    private static func varint(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = UInt64(max(0, value))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private static func number(_ key: Int, _ value: Int) -> [UInt8] { varint(key << 3) + varint(value) }

    private static func field(_ key: Int, _ bytes: [UInt8]) -> [UInt8] {
        varint(key << 3 | 2) + varint(bytes.count) + bytes
    }

    private static func text(_ key: Int, _ text: String) -> [UInt8] { field(key, Array(text.utf8)) }
}
