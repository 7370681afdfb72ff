import GnomonNative
import Testing

private let isInstalled = NativeLocations.current.hasLibrary(.onnxRuntime)

@Suite(
    "ONNX Runtime", .enabled(if: isInstalled, "ONNX Runtime is not installed; run 'gnomon setup onnxruntime'")
)
struct ONNXRuntimeTests {
    @Test("adds four numbers correctly and states its version")
    func selfTest() throws {
        let library = try ONNXRuntimeLibrary.open()
        try library.selfTest()
        #expect(library.version == LibraryPin.onnxRuntime.version)
        #expect(library.path.hasPrefix("/"))
    }

    @Test("says why it does not open bytes that are no model")
    func refusesGarbage() throws {
        let library = try ONNXRuntimeLibrary.open()
        let bytes: [UInt8] = [1, 2, 3, 4]
        #expect(throws: NativeError.self) {
            try bytes.withUnsafeBytes { buffer in
                _ = try ONNXRuntimeSession(library, model: buffer, options: ONNXRuntimeOptions()) { _, _ in }
            }
        }
    }

    @Test("names the file when the library is not there")
    func missing() {
        let nowhere = NativeLocations(root: "/nonexistent")
        let error = #expect(throws: NativeError.self) { try ONNXRuntimeLibrary.open(locations: nowhere) }
        #expect(error?.code == .missing)
        #expect(error?.message.contains("/nonexistent/onnxruntime") == true)
    }
}
