import GnomonONNX
import Testing

@Suite("Files that are something else")
struct ForeignFormatTests {
    @Test(
        "Each is recognised by its content and named",
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "PNG"), (Array("PK\u{3}\u{4}....weights".utf8), "ZIP"),
            (Array("PK\u{3}\u{4}....model/data.pkl".utf8), "PyTorch"), ([0x80, 0x02, 0x7D, 0x71], "pickle"),
            (Array("<!DOCTYPE html><html>".utf8), "HTML"), (Array("  <html lang=\"en\">".utf8), "HTML"),
            ([0x1C, 0, 0, 0] + Array("TFL3....".utf8), "TFLite"), ([0x89, 0x48, 0x44, 0x46, 0x0D], "HDF5"),
            (Array("<?xml version=\"1.0\"?>\n<net name=\"m\">".utf8), "OpenVINO"),
            ([0x0A, 0x04, 0x0A, 0x02, 0x61, 0x62], "TensorFlow"),
            (Array("version https://git-lfs.github.com".utf8), "LFS"),
            (Array("GGUF....".utf8), "GGUF"), ([0x1F, 0x8B, 8, 0], "gzip"),
            (Array("{\"a\": 1}".utf8), "JSON"),
            ([8, 0, 0, 0] + Array("ORTM....".utf8), "ONNX Runtime"),
        ] as [([UInt8], String)])
    func recognised(bytes: [UInt8], name: String) throws {
        let error = try #require(errorReading(bytes))
        #expect(error.code == .malformed)
        #expect(error.message.contains(name), "\(error)")
        #expect(!error.hint.isEmpty)
    }

    @Test("A TensorFlow SavedModel is told by its huge second field")
    func savedModel() throws {
        let bytes = Proto().int(1, 1).blob(2, [UInt8](repeating: 0x0A, count: 10_000)).bytes
        #expect(try #require(errorReading(bytes)).message.contains("SavedModel"))
    }

    @Test("Nothing at all is an error of its own")
    func empty() {
        #expect(errorReading([UInt8]())?.code == .empty)
    }
}
