import Foundation
import Testing

@testable import GnomonNative

@Suite("The shim for LibTorch")
struct TorchShimTests {
    private static let native = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Native/torch").standardizedFileURL.path

    @Test(
        "the program carries the sources of Native/torch as they are",
        .enabled(if: FileManager.default.fileExists(atPath: native), "the repository is not here"))
    func embedded() throws {
        for (path, text) in TorchShim.sources {
            let file = try String(contentsOfFile: "\(Self.native)/\(path)", encoding: .utf8)
            #expect(file == text, "\(path) changed; run Scripts/embed-shim")
        }
        let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.native)
            .filter { $0.hasSuffix(".cpp") || $0.hasSuffix(".h") }
        #expect(paths.sorted() == TorchShim.sources.map(\.path).sorted())
    }

    @Test("lies beside the library, under the hash of its sources")
    func place() {
        let locations = NativeLocations(root: "/data")
        #expect(
            TorchShim.path(locations: locations)
                == "/data/torch/\(LibraryPin.torch.version)/libGnomonTorch-\(TorchShim.sourceHash).so")
        let given = NativeLocations(root: "/data", overrides: ["torch": "/opt/lib/libtorch_cpu.so"])
        #expect(TorchShim.path(locations: given).hasPrefix("/opt/lib/libGnomonTorch-"))
    }

    @Test("without LibTorch, opening names the command that installs it")
    func missing() {
        let error = #expect(throws: NativeError.self) {
            try TorchLibrary.open(locations: NativeLocations(root: "/nonexistent"))
        }
        #expect(error?.code == .missing)
        #expect(error?.hint == "run 'gnomon setup torch'")
    }

    @Test("without headers nothing is compiled")
    func noHeaders() {
        let error = #expect(throws: NativeError.self) {
            try TorchShim.build(locations: NativeLocations(root: "/nonexistent")) { _ in }
        }
        #expect(error?.code == .missing)
    }

    @Test("LibTorch is fetched only by name")
    func onRequest() {
        #expect(LibraryPin.torch.isOptional)
        #expect(LibraryPin.all.filter(\.isOptional).map(\.id) == ["openvino", "torch"])
    }
}

@Suite(
    "LibTorch", .enabled(if: TorchLibrary.isReady(), "LibTorch is not installed; run 'gnomon setup torch'"))
struct TorchTests {
    private func tensor(_ library: TorchLibrary, _ values: [Float], _ sizes: [Int]) throws -> TorchTensor {
        try values.withUnsafeBytes { bytes in
            try TorchTensor(library, bytes: bytes, elementType: 1, sizes: sizes)
        }
    }

    private func floats(_ tensor: TorchTensor) throws -> [Float] {
        try tensor.bytes().withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    @Test("multiplies two matrices and states its version")
    func selfTest() throws {
        let library = try TorchLibrary.open()
        try library.selfTest()
        #expect(library.version == LibraryPin.torch.version)
    }

    @Test("a tensor keeps type, sizes and values, also those of a view")
    func tensors() throws {
        let library = try TorchLibrary.open()
        let x = try tensor(library, [1, 2, 3, 4, 5, 6], [2, 3])
        #expect(x.sizes == [2, 3] && x.elementType == 1)
        let program = try TorchProgram(library, slots: 2)
        try program.bind(x, to: 0)
        try program.add(TorchStep("permute", inputs: [0], outputs: [1], lists: [[1, 0]]))
        try program.seal(keeping: [1])
        #expect(try program.views() == [true])
        let turned = try program.value(1)
        #expect(turned.sizes == [3, 2])
        #expect(try floats(turned) == [1, 4, 2, 5, 3, 6])
        #expect(try floats(x.converted(to: 11).converted(to: 1)) == [1, 2, 3, 4, 5, 6])
        #expect(
            try floats(TorchTensor(library, filledWith: 0.5, elementType: 1, sizes: [3])) == [0.5, 0.5, 0.5])
    }

    @Test("bytes that do not fit, and unknown types, are errors with LibTorch's own words")
    func badTensors() throws {
        let library = try TorchLibrary.open()
        let error = #expect(throws: NativeError.self) { try tensor(library, [1, 2], [3]) }
        #expect(error?.message.contains("shape") == true)
        #expect(throws: NativeError.self) { try tensor(library, [1], [-1]) }
        #expect(throws: NativeError.self) {
            try TorchTensor(library, filledWith: 0, elementType: 8, sizes: [1])
        }
    }

    @Test("steps that run once are run once, others at every run; intermediate values are given back")
    func onceAndAgain() throws {
        let library = try TorchLibrary.open()
        let program = try TorchProgram(library, slots: 4)
        try program.bind(tensor(library, [1, 2], [2]), to: 0)
        try program.add(TorchStep("exp", inputs: [0], outputs: [1], runsOnce: true))
        try program.add(TorchStep("add", inputs: [0, 1], outputs: [2]))
        try program.add(TorchStep("relu", inputs: [2], outputs: [3]))
        try program.seal(keeping: [3])
        var nanoseconds = [Int64](repeating: 0, count: program.stepCount)
        for _ in 0..<3 { try program.run(nanoseconds: &nanoseconds) }
        #expect(nanoseconds[0] == 0 && nanoseconds[1] > 0 && nanoseconds[2] > 0)
        #expect(try abs(floats(program.value(3))[0] - 3.7182817) < 1e-5)
        #expect(throws: NativeError.self) { try program.value(2) }
        program.release()
        #expect(throws: NativeError.self) { try program.value(3) }
        #expect(try floats(program.value(0)) == [1, 2])
    }

    @Test("an exception in an operator becomes an error that names it")
    func exceptions() throws {
        let library = try TorchLibrary.open()
        let program = try TorchProgram(library, slots: 3)
        try program.bind(tensor(library, [1, 2], [2]), to: 0)
        try program.bind(tensor(library, [1, 2, 3], [3]), to: 1)
        #expect(throws: NativeError.self) { try program.run() }
        #expect(throws: NativeError.self) { try program.add(TorchStep("nothing", inputs: [], outputs: [])) }
        #expect(throws: NativeError.self) { try program.add(TorchStep("relu", inputs: [9], outputs: [2])) }
        try program.add(TorchStep("add", inputs: [0, 1], outputs: [2]))
        try program.seal(keeping: [2])
        let error = #expect(throws: NativeError.self) { try program.run() }
        #expect(error?.message.contains("add") == true)
        #expect(library.hasOperator("conv") && !library.hasOperator("nothing"))
    }
}
