/// A tiny protobuf encoder, independent of the one under test.
struct Proto {
    var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        repeat {
            let byte = UInt8(rest & 0x7F)
            rest >>= 7
            bytes.append(rest == 0 ? byte : byte | 0x80)
        } while rest > 0
        return bytes
    }

    func key(_ field: Int, _ wire: Int) -> Proto { raw(Proto.varint(UInt64(field << 3 | wire))) }

    func raw(_ more: [UInt8]) -> Proto { Proto(bytes: bytes + more) }

    func int(_ field: Int, _ value: Int64) -> Proto {
        key(field, 0).raw(Proto.varint(UInt64(bitPattern: value)))
    }

    func ints(_ field: Int, _ values: [Int64]) -> Proto { values.reduce(self) { $0.int(field, $1) } }

    func packed(_ field: Int, _ values: [Int64]) -> Proto {
        blob(field, values.flatMap { Proto.varint(UInt64(bitPattern: $0)) })
    }

    func float(_ field: Int, _ value: Float) -> Proto { key(field, 5).raw(little(value.bitPattern)) }

    func text(_ field: Int, _ value: String) -> Proto { blob(field, Array(value.utf8)) }

    func texts(_ field: Int, _ values: [String]) -> Proto { values.reduce(self) { $0.text(field, $1) } }

    func blob(_ field: Int, _ value: [UInt8]) -> Proto {
        key(field, 2).raw(Proto.varint(UInt64(value.count))).raw(value)
    }

    func message(_ field: Int, _ value: Proto) -> Proto { blob(field, value.bytes) }

    func messages(_ field: Int, _ values: [Proto]) -> Proto { values.reduce(self) { $0.message(field, $1) } }
}

/// The bytes of an integer, least significant first.
func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

// The messages of ONNX, as far as tests need them.
extension Proto {
    static func model(
        opset: Int64? = 17, functions: [Proto] = [], domains: [String: Int64] = [:], _ graph: Proto
    ) -> Proto {
        var model = Proto().int(1, 8).text(2, "test").text(3, "1").message(7, graph)
        if let opset { model = model.message(8, Proto().text(1, "").int(2, opset)) }
        for (domain, version) in domains.sorted(by: { $0.key < $1.key }) {
            model = model.message(8, Proto().text(1, domain).int(2, version))
        }
        return model.messages(25, functions)
    }

    static func graph(
        _ nodes: [Proto], inputs: [Proto] = [.info("x", [1, 4])], outputs: [Proto] = [.info("y", [1, 4])],
        initializers: [Proto] = [], infos: [Proto] = []
    ) -> Proto {
        Proto().messages(1, nodes).text(2, "g").messages(5, initializers).messages(11, inputs)
            .messages(12, outputs).messages(13, infos)
    }

    static func node(
        _ type: String, _ inputs: [String], _ outputs: [String], name: String = "", domain: String = "",
        _ attributes: [Proto] = []
    ) -> Proto {
        var node = Proto().texts(1, inputs).texts(2, outputs)
        if !name.isEmpty { node = node.text(3, name) }
        node = node.text(4, type).messages(5, attributes)
        return domain.isEmpty ? node : node.text(7, domain)
    }

    static func info(_ name: String, _ dims: [Int64]?, type: Int64 = 1) -> Proto {
        var tensor = Proto().int(1, type)
        if let dims {
            tensor = tensor.message(2, dims.reduce(Proto()) { $0.message(1, Proto().int(1, $1)) })
        }
        return Proto().text(1, name).message(2, Proto().message(1, tensor))
    }

    static func tensor(_ name: String, _ dims: [Int64], type: Int64 = 1, raw: [UInt8]? = nil) -> Proto {
        let tensor = Proto().ints(1, dims).int(2, type).text(8, name)
        return raw.map { tensor.blob(9, $0) } ?? tensor
    }

    static func attribute(_ name: String, int: Int64) -> Proto {
        Proto().text(1, name).int(3, int).int(20, 2)
    }

    static func attribute(_ name: String, graph: Proto) -> Proto {
        Proto().text(1, name).message(6, graph).int(20, 5)
    }
}
