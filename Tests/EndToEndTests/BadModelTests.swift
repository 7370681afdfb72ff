import Foundation
import GnomonONNX
import GnomonTestKit
import Testing

/// A model that must be refused.
enum BadModel: String, CaseIterable, Sendable {
    case empty, truncated, random, text, cycle, undefinedInput, unboundSize, overflowing, negativeSize

    func bytes() throws -> [UInt8] {
        let image: [WireModel.Axis] = [.size(1), .size(4)]
        switch self {
        case .empty: return []
        case .truncated:
            let whole = try ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1))
            return Array(whole.prefix(whole.count / 2))
        case .random: return (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) | 1 }
        case .text: return Array("this is not a model\n".utf8)
        case .cycle:
            return WireModel.model(
                [
                    .init(type: "Add", inputs: ["x", "b"], outputs: ["a"]),
                    .init(type: "Relu", inputs: ["a"], outputs: ["b"]),
                    .init(type: "Relu", inputs: ["b"], outputs: ["y"]),
                ], x: image)
        case .undefinedInput:
            return WireModel.model([.init(type: "Add", inputs: ["x", "weights"], outputs: ["y"])], x: image)
        case .unboundSize:
            return WireModel.model(
                [.init(type: "Relu", inputs: ["x"], outputs: ["y"])],
                x: [.name("N"), .size(3), .name("H"), .name("W")])
        case .overflowing:
            return WireModel.model(
                [.init(type: "Relu", inputs: ["x"], outputs: ["y"])], x: [.size(1 << 40), .size(1 << 40)])
        case .negativeSize:
            return WireModel.model(
                [.init(type: "Relu", inputs: ["x"], outputs: ["y"])], x: [.size(-7), .size(4)])
        }
    }
}

@Suite("Models that cannot be used", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct BadModelTests {
    /// What inspect refuses; free sizes it shows.
    static let refused = BadModel.allCases.filter { $0 != .unboundSize && $0 != .negativeSize }

    @Test("end with 65 and one sentence that names the file", arguments: refused)
    func inspect(model: BadModel) throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file("\(model).onnx", model.bytes())
        let outcome = try command.run(["inspect", path], seconds: 10)
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.sentences.count == 1)
        #expect(outcome.sentences.first?.hasPrefix("error: ") == true)
        #expect(outcome.errors.contains("\(model).onnx"))
    }

    @Test("are an error object in the place of the result with --json", arguments: refused)
    func json(model: BadModel) throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file("\(model).onnx", model.bytes())
        let outcome = try command.run(["inspect", "--json", path], seconds: 10)
        #expect(outcome.status == 65)
        #expect(outcome.results.count == 1)
        #expect(outcome.results.first?["model"] as? String == path)
        let error = outcome.results.first?["error"] as? [String: Any]
        #expect((error?["code"] as? String)?.isEmpty == false)
        #expect((error?["message"] as? String)?.isEmpty == false)
    }

    @Test("are refused by measuring too", arguments: BadModel.allCases.filter { $0 != .negativeSize })
    func measure(model: BadModel) throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file("m.onnx", model.bytes())
        let outcome = try command.run(["measure", path, "--on", "simulated", "--json"], seconds: 10)
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.results.first?["error"] != nil)
    }

    @Test("with free sizes, the sentence has the flag that binds them, and inspect shows them")
    func unbound() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file("free.onnx", BadModel.unboundSize.bytes())
        let refused = try command.run(["measure", path, "--on", "simulated"], seconds: 10)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("--dim") || refused.errors.contains("--shape"))
        let shown = try command.run(["inspect", "--json", path], seconds: 10)
        #expect(shown.status == 0)
        let input = (shown.results.first?["inputs"] as? [[String: Any]])?.first
        let shape = input?["shape"] as? [Any]
        #expect(shape?.count == 4)
        #expect(shape?.contains { $0 as? String == "H" } == true)
        let bound = try command.run(
            ["measure", path, "--on", "simulated", "--dim", "H=8", "--dim", "W=8", "--json"], seconds: 10)
        #expect(bound.status == 0, "\(bound)")
    }

    @Test("negative and zero sizes, and a tensor of 10^9 elements, neither crash nor hang")
    func odd() throws {
        let command = try Command()
        defer { command.remove() }
        let relu = [WireModel.Node(type: "Relu", inputs: ["x"], outputs: ["y"])]
        for (name, axes) in [
            ("zero", [WireModel.Axis.size(0), .size(4)]), ("negative", [.size(-7), .size(4)]),
            ("large", [.size(1_000_000_000)]),
        ] {
            let path = try command.file("\(name).onnx", WireModel.model(relu, x: axes))
            let outcome = try command.run(["inspect", path], seconds: 10)
            #expect([0, 65].contains(outcome.status), "\(name): \(outcome)")
        }
    }

    @Test("folders, missing files and files that may not be read end with 65")
    func places() throws {
        let command = try Command()
        defer { command.remove() }
        var paths = [command.folder, command.folder + "/missing.onnx"]
        if getuid() != 0 {
            let closed = try command.file("closed.onnx", [8, 10])
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
            paths.append(closed)
        }
        for path in paths {
            let outcome = try command.run(["inspect", path], seconds: 10)
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.sentences.count == 1)
            #expect(outcome.errors.contains(path))
        }
    }

    @Test("an operator nobody knows is a warning that names it")
    func unknownOperator() throws {
        let command = try Command()
        defer { command.remove() }
        let node = WireModel.Node(type: "Mystery", inputs: ["x"], outputs: ["y"], domain: "com.example")
        let path = try command.file("unknown.onnx", WireModel.model([node], x: [.size(1), .size(4)]))
        let outcome = try command.run(["inspect", "--json", path], seconds: 10)
        #expect(outcome.status == 0, "\(outcome)")
        let warnings = outcome.results.first?["warnings"] as? [String] ?? []
        #expect(warnings.contains { $0.contains("Mystery") })
        #expect(outcome.results.first?["macs"] is NSNull)
    }
}
