import Foundation
import GnomonNative
import Testing

@testable import GnomonLearn

/// What PyTorch computed, see goldens.py and image_goldens.py beside this file.
enum Goldens {
    struct Entry: Decodable {
        var value: [Double]
        var gradients: [[Double]]
    }

    static let all: [String: Entry] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        var all: [String: Entry] = [:]
        for name in ["goldens", "image_goldens"] {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).json") else { continue }
            let found = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
            all.merge(found) { first, _ in first }
        }
        return all
    }()

    /// sin(offset + 0.7 i) / 2, as goldens.py has it.
    static func fill(_ offset: Double, _ count: Int) -> [Double] {
        (0..<count).map { sin(offset + 0.7 * Double($0)) / 2 }
    }

    /// Whether numbers agree to 1e-9.
    static func agree(_ found: [Double], _ wanted: [Double]) -> Bool {
        found.count == wanted.count
            && zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
    }
}

/// Tensors and parameters of the goldens.
struct GoldenModel {
    let engine: NeuralEngine
    static let adjacency: [Double] = [
        1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1,
        1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0,
    ]

    init() throws { engine = try NeuralEngine() }

    /// A parameter as goldens.py fills it.
    func fill(_ offset: Double, _ sizes: Int...) throws -> Parameter {
        try Parameter(engine.tensor(Goldens.fill(offset, sizes.reduce(1, *)), sizes))
    }

    func adjacency() throws -> Tensor { try engine.tensor(Self.adjacency, [2, 4, 4]) }

    func source() -> WeightSource { WeightSource(engine, seed: 1) }

    /// Gives parameters of a module the values of goldens.py; returns them in the order given.
    func set(_ parameters: [Parameter], from offset: Double) throws -> [Parameter] {
        for (index, parameter) in parameters.enumerated() {
            let count = parameter.tensor.count
            let values = try engine.tensor(
                Goldens.fill(offset + Double(index), count), parameter.tensor.sizes)
            try parameter.tensor.torch.copy(from: values.torch)
        }
        return parameters
    }

    /// Checks a result and its derivatives.
    func check(_ name: String, _ y: Tensor, _ inputs: [Parameter]) throws {
        let golden = try #require(Goldens.all[name], "goldens.json has no \(name)")
        let values = try y.values()
        #expect(Goldens.agree(values, golden.value), "\(name): \(values) is not \(golden.value)")
        var scalar = y
        if !y.sizes.isEmpty {
            let factors = (0..<y.count).map { cos(Double($0) * 0.3) }
            scalar = try (y.reshaped([-1]) * engine.tensor(factors, [y.count])).sum()
        }
        let gradients = try engine.gradients(of: scalar, in: inputs.map(\.tensor))
        #expect(gradients.count == golden.gradients.count)
        for (index, pair) in zip(gradients, golden.gradients).enumerated() {
            let found = try #require(pair.0).values()
            #expect(Goldens.agree(found, pair.1), "\(name), input \(index): \(found) is not \(pair.1)")
        }
    }
}
