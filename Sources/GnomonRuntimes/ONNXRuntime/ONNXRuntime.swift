import Foundation
import GnomonData
import GnomonNative
import GnomonStatistics

/// Microsoft's ONNX Runtime on the processor.
public struct ONNXRuntime: Runtime {
    /// What people read about it.
    public static let card = RuntimeCard(
        name: "onnxruntime", summary: "ONNX Runtime on the CPU.", library: "onnxruntime",
        patterns: ["ort-cpu-Nt", "ort-cpu-Nt-OL"],
        examples: ["ort-cpu-1t", "ort-cpu-2t", "ort-cpu-1t-O0", "ort-cpu-1t-O1", "ort-cpu-1t-O2"],
        unfusable: .elementwise)

    /// A runtime.
    public init() {}

    /// The version of the installed library.
    public func version() throws(RuntimeError) -> String { try Self.library().version }

    /// Opens a model of the ONNX format, with inputs drawn from the seed.
    public func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession {
        let library = try Self.library()
        var options = ONNXRuntimeOptions(
            threads: request.platform.threads, optimization: request.platform.optimization)
        if let folder = request.profileFolder {
            options.profilePrefix = folder + "/profile"
            if request.wantsGraph { options.optimizedModelPath = folder + "/optimized.onnx" }
        }
        var generator = SeededGenerator(seed: request.seed)
        do throws(NativeError) {
            let session = try ONNXRuntimeSession(library, model: request.model, options: options) {
                InputValues.fill($0, elementType: $1, using: &generator)
            }
            return ONNXRuntimeRunner(session, options: options, model: request.model)
        } catch {
            throw RuntimeError(.refused, error.message)
        }
    }

    private static func library() throws(RuntimeError) -> ONNXRuntimeLibrary {
        do throws(NativeError) { return try ONNXRuntimeLibrary.open() } catch {
            throw RuntimeError(.unavailable, error.message, hint: error.hint)
        }
    }
}

final class ONNXRuntimeRunner: RuntimeSession {
    private let session: ONNXRuntimeSession
    private let isProfiled: Bool
    private let graphPath: String?
    private let original: OptimizedGraph

    init(_ session: ONNXRuntimeSession, options: ONNXRuntimeOptions, model: UnsafeRawBufferPointer) {
        let graphPath = options.optimizedModelPath
        isProfiled = options.profilePrefix != nil
        let scanned = graphPath == nil ? UnsafeRawBufferPointer(start: nil, count: 0) : model
        original = OptimizedGraph(scanning: scanned)
        self.session = session
        self.graphPath = graphPath
    }

    func run() throws(RuntimeError) {
        do throws(NativeError) { try session.run() } catch { throw RuntimeError(.failed, error.message) }
    }

    func settle() { session.releaseOutputs() }

    func outputChecksum() throws(RuntimeError) -> UInt64 {
        var sum = OutputChecksum()
        do throws(NativeError) {
            for index in session.outputs.indices { try session.withOutput(index) { sum.add($0) } }
        } catch { throw RuntimeError(.failed, error.message) }
        return sum.value
    }

    func outputBytes(_ index: Int) throws(RuntimeError) -> [UInt8]? {
        guard session.outputs.indices.contains(index) else { return nil }
        do throws(NativeError) { return try session.withOutput(index) { Array($0) } } catch {
            throw RuntimeError(.failed, error.message)
        }
    }

    func finishProfile() throws(RuntimeError) -> [ProfileEvent] {
        guard isProfiled else { return [] }
        let path: String
        do throws(NativeError) { path = try session.endProfiling() } catch {
            throw RuntimeError(.failed, error.message)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RuntimeError(.failed, "ONNX Runtime wrote no profile at \(path)")
        }
        var events = ONNXRuntimeProfile.parse([UInt8](data))
        guard let graphPath,
            let file = try? Data(contentsOf: URL(fileURLWithPath: graphPath), options: .alwaysMapped)
        else { return events }
        let graph = file.withUnsafeBytes { OptimizedGraph(scanning: $0) }
        graph.annotate(&events, original: original)
        return events
    }
}
