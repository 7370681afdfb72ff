import GnomonNative
import Testing

private let isInstalled = NativeLocations.current.hasLibrary(.openVINO)

@Suite("OpenVINO", .enabled(if: isInstalled, "OpenVINO is not installed; run 'gnomon setup openvino'"))
struct OpenVINOTests {
    @Test("adds four numbers correctly and states its version")
    func selfTest() throws {
        let library = try OpenVINOLibrary.open()
        try library.selfTest()
        #expect(library.version == LibraryPin.openVINO.version)
        #expect(library.build.hasPrefix(library.version))
    }

    @Test("says why it does not open bytes that are no model, without naming its source files")
    func refusesGarbage() throws {
        let library = try OpenVINOLibrary.open()
        let bytes: [UInt8] = [1, 2, 3, 4]
        let error = #expect(throws: NativeError.self) {
            try bytes.withUnsafeBytes { buffer in
                _ = try OpenVINOSession(library, model: buffer, options: OpenVINOOptions()) { _, _ in }
            }
        }
        #expect(error?.message.hasPrefix("OpenVINO could not read the model: ") == true)
        #expect(error?.message.contains("Exception from") == false)
    }

    @Test("names the file when the library is not there")
    func missing() {
        let nowhere = NativeLocations(root: "/nonexistent")
        let error = #expect(throws: NativeError.self) { try OpenVINOLibrary.open(locations: nowhere) }
        #expect(error?.code == .missing)
        #expect(error?.hint == "run 'gnomon setup openvino'")
    }
}

@Suite("Options of OpenVINO")
struct OpenVINOOptionsTests {
    @Test("threads, streams, precision and profiling are always said")
    func properties() {
        let options = OpenVINOOptions(threads: 2, isProfiled: true)
        let said = Dictionary(uniqueKeysWithValues: options.properties.map { ($0.key, $0.value) })
        #expect(said["INFERENCE_NUM_THREADS"] == "2")
        #expect(said["NUM_STREAMS"] == "1")
        #expect(said["INFERENCE_PRECISION_HINT"] == "f32")
        #expect(said["PERFORMANCE_HINT"] == "LATENCY")
        #expect(said["PERF_COUNT"] == "YES")
    }

    @Test("what is optional is not fetched unless it is named")
    func optional() {
        #expect(LibraryPin.openVINO.isOptional)
        #expect(!LibraryPin.onnxRuntime.isOptional && !LibraryPin.lightGBM.isOptional)
    }
}
