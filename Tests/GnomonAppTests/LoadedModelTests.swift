import GnomonApp
import GnomonGraph
import GnomonKernels
import GnomonReport
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Models read from files")
struct LoadedModelTests {
    @Test("a model comes prepared, with the hash of its network")
    func loads() throws {
        let files = try Files()
        defer { files.remove() }
        let network = try TinyNetworks.residual()
        let path = try files.write(network, "r.onnx")
        let model = try LoadedModel(path: path, binding: ModelBinding())
        #expect(model.hash == network.canonicalHash())
        #expect(model.path == path)
        #expect(model.network.nodes.count { $0.state == .live } == network.nodes.count { $0.state == .live })
    }

    @Test(
        "what is no model ends with 65 and names the file",
        arguments: [[], [0], [0x08, 0x0A, 0xFF, 0xFF], Array("hello".utf8)])
    func refuses(bytes: [UInt8]) throws {
        let files = try Files()
        defer { files.remove() }
        let path = try files.write(bytes, "bad.onnx")
        do throws(AppError) {
            _ = try LoadedModel(path: path, binding: try ModelBinding())
            Issue.record("\(bytes) is no model")
        } catch {
            #expect(error.exit == .badData)
            #expect(error.place.hasPrefix(path))
            #expect(error.sentence.contains("bad.onnx"))
            #expect(error.result.message == error.sentence)
        }
    }

    @Test("a missing file and a folder are errors of the file", arguments: ["/nonexistent/x.onnx", "/tmp"])
    func notThere(path: String) throws {
        do throws(AppError) {
            _ = try LoadedModel(path: path, binding: try ModelBinding())
            Issue.record("there is no model at \(path)")
        } catch {
            #expect(error.exit == .badData)
            #expect(error.sentence.contains(path))
        }
    }

    @Test("the report of a small network has its counts")
    func report() throws {
        let files = try Files()
        defer { files.remove() }
        let network = try TinyNetworks.chain([1, 3, 8, 8]) { b, x in
            b.relu(b.conv(b.relu(b.conv(x, out: 4, kernel: 3)), out: 4))
        }
        let model = try LoadedModel(path: try files.write(network, "t.onnx"), binding: ModelBinding())
        let report = try Inspection.report(model)
        #expect(report.nodes == 4)
        #expect(report.parameters == 4 * 3 * 9 + 4 + 4 * 4 + 4)
        #expect(report.weightBytes == 4 * report.parameters)
        #expect(report.macs == 64 * (4 * 27 + 4 * 4))
        #expect(
            report.operators.sorted { $0.name < $1.name }.map { "\($0.name) \($0.count)" } == [
                "Conv 2", "Relu 2",
            ])
        #expect(report.unknownShapes == 0)
        #expect(report.warnings == [])
        #expect(report.inputs.first?.shape == Shape([1, 3, 8, 8]))
        #expect(Inspection.kernels(model, rules: .onnxRuntime(vectorBytes: 32)).contains("Conv+Relu"))
    }

    @Test("an unknown operator is named and leaves the counts open")
    func unknown() throws {
        let files = try Files()
        defer { files.remove() }
        let path = try files.write(try TinyNetworks.mystery(), "m.onnx")
        let report = try Inspection.report(LoadedModel(path: path, binding: ModelBinding()))
        #expect(report.macs == nil)
        #expect(report.flops == nil)
        #expect(report.warnings.contains { $0.contains("Mystery") })
    }
}
