import Foundation
import GnomonGraph
import GnomonONNX
import Testing

/// The Python of the corpus, with ONNX's own checker.
enum Checker {
    static let python = Corpus.folder + "/../venv/bin/python"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }

    /// What the checker says about a file; nil if it accepts it.
    static func complaint(about path: String) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", "import onnx, sys; onnx.checker.check_model(sys.argv[1])", path]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(text.suffix(500))
    }
}

@Suite("Real networks written again", .enabled(if: !Corpus.names.isEmpty, "no corpus; run Scripts/corpus"))
struct RewriteTests {
    /// What is left of a network without names.
    private func bare(_ network: Network) -> [String] {
        network.nodes.filter { $0.state == .live }.map { node in
            let shapes = node.outputs.map { id in id.map { "\(String(describing: network[$0].shape))" } ?? "-"
            }
            let attributes = node.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(node.op.typeName) \(attributes) \(shapes)"
        }
    }

    @Test("with weights of zeros are small, and the same network up to names", arguments: Corpus.names)
    func zeros(name: String) throws {
        let network = try Corpus.prepared(name)
        let bytes = try ONNXWriter.data(network, weights: .zeros)
        #expect(bytes.count < 4 << 20)
        let again = try ONNXReader.read(bytes: bytes).network.prepared()
        #expect(again.canonicalHash() == network.canonicalHash())
        #expect(bare(again).sorted() == bare(network).sorted())
        // Parameters are not compared: what is computed from constants is written as a constant of its own.
        let (before, after) = (try network.totalCost(), try again.totalCost())
        #expect(after.macs == before.macs)
        #expect(after.otherFLOPs == before.otherFLOPs)
        #expect(after.transcendentals == before.transcendentals)
        #expect(after.bytesRead == before.bytesRead)
        #expect(after.bytesWritten == before.bytesWritten)
    }

    @Test(
        "are accepted by ONNX's checker",
        .enabled(if: Checker.isThere, "no Python with onnx; run Scripts/corpus"),
        arguments: Corpus.names)
    func checked(name: String) throws {
        let network = try Corpus.prepared(name)
        let path = NSTemporaryDirectory() + "/gnomon-\(UUID().uuidString).onnx"
        defer { unlink(path) }
        try ONNXWriter.write(network, weights: .zeros, toPath: path)
        #expect(try Checker.complaint(about: path) == nil)
    }
}
