import GnomonRuntimes

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

    /// A chain of `count` poolings with a window of three over `size` floats.
    public static func poolings(count: Int, size: Int) -> [UInt8] {
        func integers(_ name: String, _ values: [Int]) -> [UInt8] {
            field(5, text(1, name) + values.flatMap { number(8, $0) } + number(20, 7))
        }
        var graph: [UInt8] = []
        for index in 0..<count {
            let node =
                text(1, "t\(index)") + text(2, "t\(index + 1)") + text(3, "n\(index)") + text(4, "MaxPool")
            graph += field(1, node + integers("kernel_shape", [3]) + integers("pads", [1, 1]))
        }
        graph += text(2, "chain")
        graph += field(11, value("t0", 1, 1, size)) + field(12, value("t\(count)", 1, 1, size))
        return number(1, 8) + field(7, graph) + field(8, number(2, 17))
    }

    /// A chain of a kind.
    static func bytes(_ chain: RuntimeCard.UnfusableChain, count: Int, size: Int) -> [UInt8] {
        switch chain {
        case .elementwise: bytes(count: count, size: size)
        case .pooling: poolings(count: count, size: size)
        }
    }

    private static func value(_ name: String, _ sizes: Int...) -> [UInt8] {
        let shape = field(2, sizes.flatMap { field(1, number(1, $0)) })
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
