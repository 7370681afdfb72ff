import GnomonGraph
import GnomonONNX
import GnomonStatistics
import Testing

@Suite("Hostile bytes")
struct HostileTests {
    @Test("A model cut at any byte is an error, never a smaller model")
    func cut() {
        let model = smallModel()
        for length in 0..<model.count {
            let error = errorReading(Array(model[..<length]))
            #expect(error != nil, "cut at \(length)")
        }
    }

    @Test("A model with any bit flipped is an error or an answer")
    func flipped() {
        let model = smallModel()
        for index in model.indices {
            for bit in 0..<8 {
                var copy = model
                copy[index] ^= 1 << UInt8(bit)
                if let read = try? ONNXReader.read(bytes: copy) {
                    _ = try? ONNXWriter.data(read.network, source: read.source, weights: .copied)
                }
            }
        }
    }

    @Test("Random bytes are refused")
    func random() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let bytes = (0..<2000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(errorReading(bytes) != nil)
        }
    }

    @Test("Broken varints, field numbers, wire types and lengths are malformed, with the offset")
    func wire() {
        let head = Proto().int(1, 8)
        let bad: [(String, [UInt8])] = [
            ("11 bytes", Proto().key(99, 0).raw([UInt8](repeating: 0xFF, count: 10) + [1]).bytes),
            ("beyond 64 bits", Proto().key(99, 0).raw([UInt8](repeating: 0xFF, count: 9) + [2]).bytes),
            ("field 0", [0x00, 0x01]), ("wire type 6", [0x0E]), ("wire type 7", [0x0F]),
            (
                "length 2^63",
                Proto().key(99, 2).raw(Proto.varint(1 << 63) + [UInt8](repeating: 0, count: 10)).bytes
            ),
            ("length 2^31", Proto().key(7, 2).raw(Proto.varint(1 << 31)).bytes),
            ("group end", [0x9C, 0x06]), ("group without end", [0x9B, 0x06]), ("cut number", [0x0D, 1, 2]),
            ("wrong group end", [0x9B, 0x06, 0xA4, 0x06]), ("graph as number", [0x38, 0x01]),
        ]
        for (name, bytes) in bad {
            let error = errorReading(head.raw(bytes))
            #expect(error?.code == .malformed, "\(name)")
            #expect(error?.place.contains("byte") == true, "\(name)")
        }
    }

    @Test("Groups are skipped, unless nested without end")
    func groups() {
        let model = Proto.model(.graph([.node("Relu", ["x"], ["y"])]))
        let group: [UInt8] = [0x9B, 0x06] + Proto().int(3, 4).text(5, "inside").bytes + [0x9C, 0x06]
        #expect(errorReading(model.raw(group)) == nil)
        let nested = (0..<50).reduce([UInt8]()) { inner, _ in [0x9B, 0x06] + inner + [0x9C, 0x06] }
        #expect(errorReading(model.raw(nested)) == nil)
        let bomb = model.raw((0..<200_000).flatMap { _ in [0x9B, 0x06] as [UInt8] })
        #expect(errorReading(bomb)?.code == .tooDeep)
    }

    @Test("Names of any bytes are accepted; different ones stay different")
    func names() throws {
        let names: [[UInt8]] = [
            [0xFF, 0xFE], [0xFF, 0xFD], [0x61, 0x00, 0x62], [0x1B, 0x5B, 0x33, 0x31, 0x6D],
            Array("\u{202E}abc".utf8),
            [UInt8](repeating: 0x61, count: 1 << 20), [UInt8](repeating: 0x61, count: 1 << 20) + [0x62],
        ]
        let nodes = names.map { Proto().text(1, "x").blob(2, $0).text(4, "Relu") }
        let last = Proto().text(2, "y").text(4, "Sum")
        let graph = Proto.graph(nodes + [names.reduce(last) { $0.blob(1, $1) }])
        let network = try ONNXReader.read(bytes: Proto.model(graph).bytes).network
        #expect(Set(network.nodes.last?.inputs ?? []).count == names.count)
        #expect(network.tensors.allSatisfy { $0.name.utf8.count < Limits.nameBytes + 64 })
        let written = try ONNXWriter.data(network, weights: .copied)
        #expect(try ONNXReader.read(bytes: written).network.nodes.count == names.count + 1)
    }

    @Test("Names in errors are escaped and cut")
    func shownNames() throws {
        let name = "\u{1B}[31m\u{202E}" + String(repeating: "z", count: 500)
        let error = try #require(errorReading(.model(.graph([.node("Relu", [name], ["y"])]))))
        #expect(!error.description.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
        #expect(error.description.count < 300)
    }

    @Test("Too many attributes, or too large ones, name the limit")
    func attributes() {
        let many = (0..<100_000).map { Proto.attribute("a\($0)", int: 1) }
        let crowded = Proto.model(
            .graph([Proto(bytes: many.flatMap { Proto().message(5, $0).bytes }).text(4, "Relu")]))
        #expect(errorReading(crowded)?.code == .limit)
        let big = Proto().text(1, "s").blob(4, [UInt8](repeating: 0x61, count: 100 << 20)).int(20, 3)
        #expect(errorReading(.model(.graph([.node("Relu", ["x"], ["y"], [big])])))?.code == .limit)
        let list = Proto().text(1, "l").blob(8, [UInt8](repeating: 1, count: 20 << 20)).int(20, 7)
        #expect(errorReading(.model(.graph([.node("Relu", ["x"], ["y"], [list])])))?.code == .limit)
    }

    @Test("Metadata is skipped, unused initializers and shadowed inputs are fine")
    func harmless() throws {
        let graph = Proto.graph(
            [.node("Relu", ["x"], ["y"])], inputs: [.info("x", [1]), .info("unused", [1])],
            initializers: [.tensor("unused", [1], raw: [0, 0, 0, 0])])
        let metadata = Proto().text(1, "key").blob(2, [UInt8](repeating: 0x20, count: 10 << 20))
        let model = Proto.model(graph).message(14, metadata)
        #expect(try ONNXReader.read(bytes: model.bytes).network.inputs.count == 1)
    }
}
