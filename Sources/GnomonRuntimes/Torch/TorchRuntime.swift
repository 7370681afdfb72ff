import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonStatistics

/// LibTorch as PyTorch runs it eagerly: operator after operator, nothing fused.
///
/// Settings of the platform: `onednn`, `off` for ATen's own kernels alone.
public struct TorchRuntime: Runtime {
    /// What people read about it.
    public static let card = RuntimeCard(
        name: "torch", summary: "LibTorch on the CPU, operator by operator: nothing is fused.",
        library: "torch", patterns: ["torch-cpu-Nt", "torch-cpu-Nt-nodnn"],
        examples: ["torch-cpu-1t", "torch-cpu-2t", "torch-cpu-1t-nodnn"])

    /// A runtime.
    public init() {}

    /// The platform of a name whose parts begin with `torch`; nil if there is none.
    static func platform(parts: [Substring]) -> Platform? {
        guard parts.count == 3 || parts.count == 4, parts[0] == "torch", parts[1] == "cpu",
            parts[2].hasSuffix("t"), let threads = Int(parts[2].dropLast()), (1...256).contains(threads),
            parts[2] == "\(threads)t", parts.count == 3 || parts[3] == "nodnn"
        else { return nil }
        var platform = Platform(
            name: parts.joined(separator: "-"), runtime: card.name, threads: threads, optimization: 0)
        if parts.count == 4 { platform.settings["onednn"] = "off" }
        return platform
    }

    /// The version of the installed library.
    public func version() throws(RuntimeError) -> String { try Self.library().version }

    /// Opens a model of the ONNX format, with inputs drawn from the seed.
    public func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession {
        let library = try Self.library()
        return try TorchSession(library, network: Self.network(of: request.model), request: request)
    }

    private static func network(of model: UnsafeRawBufferPointer) throws(RuntimeError) -> Network {
        do {
            return try ONNXReader.read(bytes: [UInt8](model)).network.prepared()
        } catch {
            throw RuntimeError(.refused, "LibTorch: \(error)")
        }
    }

    private static func library() throws(RuntimeError) -> TorchLibrary {
        do throws(NativeError) { return try TorchLibrary.open() } catch {
            throw RuntimeError(.unavailable, error.message, hint: error.hint)
        }
    }
}
