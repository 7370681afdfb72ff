import Foundation
import GnomonGraph
import GnomonONNX
import Testing

@Suite("Files that are no files")
struct SpecialFileTests {
    private func code(_ path: String) -> ONNXError.Code? {
        do throws(ONNXError) {
            _ = try ONNXReader.read(path: path)
            return nil
        } catch { return error.code }
    }

    @Test("A socket is refused at once")
    func socket() throws {
        // Paths of sockets are short.
        let path = "/tmp/gnomon-\(UInt32.random(in: 0...UInt32.max))"
        #if canImport(Glibc)
            let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = Foundation.socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        defer {
            close(descriptor)
            unlink(path)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        #expect(code(path) == .unreadable)
    }

    @Test(
        "External data in a pipe is never waited for", arguments: ["pipe", "./pipe", "/dev/zero", "/dev/tty"])
    func externalPipe(location: String) throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        let entry = Proto().text(1, "location").text(2, location)
        let tensor = Proto.tensor("w", [1, 4]).message(13, entry).int(14, 1)
        let graph = Proto.graph([.node("Add", ["x", "w"], ["y"])], initializers: [tensor])
        let path = try folder.write(Proto.model(graph).bytes, "m.onnx")
        let model = try ONNXReader.read(path: path)
        #expect(try model.network.tensor(named: "w").payload == .external)
        #expect(try model.network.prepared().totalCost().otherFLOPs == 4)
        #expect { try ONNXWriter.data(model.network, source: model.source, weights: .copied) } throws: {
            ($0 as? ONNXError)?.code == .externalData
        }
    }

    @Test(
        "A full disk is an error, and a device is never replaced by a file",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
    func full() throws {
        let network = try ONNXReader.read(bytes: smallModel()).network
        let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var sink = DescriptorSink(descriptor: descriptor)
        #expect { try ONNXWriter.write(network, weights: .zeros, to: &sink) } throws: {
            ($0 as? ONNXError)?.code == .unwritable
        }
        #expect { try ONNXWriter.write(network, weights: .zeros, toPath: "/dev/full") } throws: {
            let error = $0 as? ONNXError
            return error?.code == .unwritable && error?.place == "/dev/full"
        }
        var status = stat()
        #expect(stat("/dev/full", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("A folder is no place for a model, and nothing is left behind")
    func folder() throws {
        let folder = try TemporaryFolder()
        let network = try ONNXReader.read(bytes: smallModel()).network
        #expect { try ONNXWriter.write(network, weights: .zeros, toPath: folder.path) } throws: {
            ($0 as? ONNXError)?.code == .unwritable
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}

@Suite("Long chains")
struct LongChainTests {
    /// A million in a build that is optimised.
    #if DEBUG
        static let length = 50_000
    #else
        static let length = 1_000_000
    #endif

    @Test("are read, inferred and hashed without recursion")
    func chain() throws {
        var graph: [UInt8] = []
        for index in 0..<Self.length {
            let (from, to) = (
                index == 0 ? "x" : "t\(index)", index == Self.length - 1 ? "y" : "t\(index + 1)"
            )
            graph += Proto().message(1, .node("Relu", [from], [to])).bytes
        }
        graph += Proto.graph([]).bytes
        let network = try ONNXReader.read(bytes: Proto.model(Proto(bytes: graph)).bytes).network.prepared()
        #expect(network.nodes.count == Self.length)
        #expect(try network.totalCost().otherFLOPs == UInt64(4 * Self.length))
        _ = network.canonicalHash()
    }
}
