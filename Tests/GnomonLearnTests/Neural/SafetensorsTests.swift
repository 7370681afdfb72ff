import Foundation
import Testing

@testable import GnomonLearn

@Suite("Safetensors files")
struct SafetensorsTests {
    private func entry(_ values: [Double], _ sizes: [Int]) -> Weights.Entry {
        let bytes = values.withUnsafeBytes { [UInt8]($0) }
        return Weights.Entry(precision: .float64, sizes: sizes, bytes: bytes)
    }

    private func sample() -> Weights {
        var weights = Weights()
        weights["a.weight"] = entry([1, -2.5, .pi, 0, 1e300, -0.0], [2, 3])
        weights["b"] = Weights.Entry(precision: .float32, sizes: [], bytes: [0, 0, 128, 63])
        weights["none"] = entry([], [0, 4])
        return weights
    }

    /// A file with a header of one's own.
    private func file(_ header: String, _ body: [UInt8]) -> Data {
        let text = Data(header.utf8)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }) + text + body
    }

    @Test("what is written is read back, and is always the same bytes")
    func roundTrip() throws {
        let data = Safetensors.data(sample())
        #expect(try Safetensors.weights(data) == sample())
        #expect(Safetensors.data(sample()) == data)
        #expect(try Safetensors.weights(data)["b"]?.values == [1])
        #expect(try Safetensors.weights(Safetensors.data(Weights())) == Weights())
    }

    @Test("reads what the safetensors package writes")
    func foreign() throws {
        let text = #"{"__x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   "#
        let weights = try Safetensors.weights(file(text, [0, 0, 128, 63, 0, 0, 0, 64]))
        #expect(weights["__x"]?.values == [1, 2])
    }

    @Test("files cut at any byte, and files with any byte changed, are read or refused but never trap")
    func hostile() throws {
        let data = Safetensors.data(sample())
        for count in 0..<data.count {
            #expect(throws: LearnError.self) { try Safetensors.weights(data.prefix(count)) }
        }
        for position in 0..<data.count {
            for value in [0, 0x39, 0x7D, 0xFF] as [UInt8] {
                var changed = data
                changed[position] = value
                _ = try? Safetensors.weights(changed)
            }
        }
    }

    @Test(
        "headers that lie are refused",
        arguments: [
            #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,16]}}"#,
            #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}}"#,
            #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[-8,0]}}"#,
            #"{"a":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F64","shape":[9223372036854775807,8],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}"#,
            #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0]}}"#,
            #"[]"#, #"{"a":1}"#, "", "{",
        ])
    func lies(header: String) {
        #expect(throws: LearnError.self) {
            try Safetensors.weights(file(header, [UInt8](repeating: 0, count: 8)))
        }
    }

    @Test("a header longer than the file is refused without asking for its memory")
    func long() {
        for length in [UInt64.max, 1 << 62, 1 << 40, 9] {
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
            #expect(throws: LearnError.self) { try Safetensors.weights(Data(bytes) + Data([0x7B, 0x7D])) }
        }
    }

    @Test(
        "weights of another model are refused",
        .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
    func wrongModel() throws {
        let engine = try NeuralEngine()
        var source = WeightSource(engine, seed: 1)
        let layer = try Linear(2, 3, &source)
        let weights = try layer.weights()
        #expect(weights.entries.keys.sorted() == ["bias", "weight"])
        var other = weights
        other["bias"] = entry([1, 2], [2])
        #expect(throws: LearnError.self) { try layer.load(other) }
        other["bias"] = entry([1, 2, .nan], [3])
        #expect(throws: LearnError.self) { try layer.load(other) }
        other["bias"] = nil
        #expect(throws: LearnError.self) { try layer.load(other) }
        other = weights
        other["more"] = entry([1], [1])
        #expect(throws: LearnError.self) { try layer.load(other) }
        var generator = WeightSource(engine, seed: 2)
        let second = try Linear(2, 3, &generator)
        try second.load(weights)
        #expect(try second.weights() == weights)
    }
}
