import Foundation
import GnomonGraph
import GnomonONNX
import Testing

@Suite("Opening files")
struct OpeningTests {
    private func code(_ path: String) -> ONNXError.Code? {
        do throws(ONNXError) {
            _ = try ONNXReader.read(path: path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("Directories, pipes, devices and missing files are refused at once")
    func refused() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(code(pipe) == .unreadable)
        #expect(code(folder.path) == .unreadable)
        #expect(code("/dev/zero") == .unreadable)
        #expect(code(folder.path("missing.onnx")) == .unreadable)
        #expect(code("") == .unreadable)
        #expect(code("/tmp\u{0}x") == .unreadable)
    }

    @Test("A file without permission is refused", .enabled(if: getuid() != 0, "root may read everything"))
    func forbidden() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(smallModel(), "secret.onnx")
        #expect(chmod(path, 0) == 0)
        #expect(code(path) == .unreadable)
    }

    @Test("A file of 2 GiB is refused before reading, an empty one too")
    func sizes() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([], "sparse.onnx")
        #expect(code(path) == .empty)
        #expect(truncate(path, 1 << 31) == 0)
        #expect(code(path) == .tooBig)
    }

    @Test("A large file is read without its weights, and they are where the payload says")
    func large() throws {
        let folder = try TemporaryFolder()
        let count = 2 << 20
        var values = [UInt8](repeating: 1, count: 4 * count)
        values.replaceSubrange(0..<4, with: [9, 8, 7, 6])
        let graph = Proto.graph(
            [.node("Add", ["x", "w"], ["y"], name: "add")],
            initializers: [.tensor("w", [Int64(count)], raw: values)])
        let path = try folder.write(Proto.model(graph).bytes, "large.onnx")
        let model = try ONNXReader.read(path: path)
        #expect(model.network.nodes.map(\.name) == ["add"])
        guard case .fileRange(let offset, 8_388_608) = try model.network.tensor(named: "w").payload else {
            Issue.record("no range")
            return
        }
        var first = [UInt8](repeating: 0, count: 4)
        try first.withUnsafeMutableBytes { try model.source.copyBytes(at: offset, into: $0) }
        #expect(first == [9, 8, 7, 6])
        let inMemory = try ONNXReader.read(bytes: Proto.model(graph).bytes)
        #expect(inMemory.network == model.network)
        #expect(try inMemory.sha256() == model.sha256())
    }

    @Test("A file shortened after opening is an error, not a crash")
    func shortened() throws {
        let folder = try TemporaryFolder()
        let values = [UInt8](repeating: 1, count: 8 << 20)
        let graph = Proto.graph(
            [.node("Add", ["x", "w"], ["y"])], initializers: [.tensor("w", [2 << 20], raw: values)])
        let path = try folder.write(Proto.model(graph).bytes, "shrinking.onnx")
        let early = try ModelSource(path: path)
        let model = try ONNXReader.read(path: path)
        #expect(truncate(path, 100) == 0)
        #expect(throws: ONNXError.self) { try ONNXReader.read(source: early) }
        #expect { try ONNXWriter.data(model.network, source: model.source, weights: .copied) } throws: {
            ($0 as? ONNXError)?.code == .changed
        }
        #expect { try model.source.checkUnchanged() } throws: { ($0 as? ONNXError)?.code == .changed }
    }
}

/// A folder that goes away with the last use of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/gnomon-onnx-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }
}
