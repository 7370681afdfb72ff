import Foundation
public import GnomonData
import GnomonNative
import GnomonStatistics

/// Intel's OpenVINO on the processor.
public struct OpenVINO: Runtime {
    /// What people read about it.
    public static let card = RuntimeCard(
        name: "openvino", summary: "OpenVINO on the CPU.", library: "openvino",
        patterns: ["openvino-cpu-Nt", "openvino-cpu-Nt-ISA"],
        examples: ["openvino-cpu-1t", "openvino-cpu-2t"], unfusable: .pooling)

    /// The variable that limits the instructions of oneDNN, which is read once when the library is loaded.
    static let limitVariable = "ONEDNN_MAX_CPU_ISA"

    /// A runtime.
    public init() {}

    /// The version of the installed library.
    public func version() throws(RuntimeError) -> String { try Self.library().version }

    /// The limit of the instruction set, where the platform has one.
    public func environment(for platform: Platform) -> [String: String] {
        guard let set = InstructionSet(platform) else { return [:] }
        return [Self.limitVariable: set.limit]
    }

    /// Opens a model of the ONNX format, with inputs drawn from the seed.
    public func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession {
        if let set = InstructionSet(request.platform) {
            try set.requireHere()
            guard getenv(Self.limitVariable).map({ String(cString: $0) }) == set.limit else {
                throw RuntimeError(
                    .unavailable, "this process was started without \(Self.limitVariable)=\(set.limit)")
            }
        }
        let library = try Self.library()
        let options = OpenVINOOptions(
            threads: request.platform.threads, isProfiled: request.profileFolder != nil)
        var generator = SeededGenerator(seed: request.seed)
        do throws(NativeError) {
            let session = try OpenVINOSession(library, model: request.model, options: options) {
                InputValues.fill($0, elementType: $1, using: &generator)
            }
            return OpenVINORunner(session, isProfiled: options.isProfiled)
        } catch {
            throw RuntimeError(.refused, error.message)
        }
    }

    /// The platform with a name such as `openvino-cpu-1t` or `openvino-cpu-1t-avx2`; nil for other names.
    static func platform(named name: String, parts: [Substring]) -> Platform? {
        guard parts.count == 3 || parts.count == 4, parts[1] == "cpu", parts[2].hasSuffix("t"),
            let threads = PlatformCatalog.number(parts[2].dropLast()), (1...256).contains(threads)
        else { return nil }
        var platform = Platform(name: name, runtime: card.name, threads: threads)
        if parts.count == 4 {
            guard let set = InstructionSet(rawValue: String(parts[3])) else { return nil }
            platform.settings[InstructionSet.setting] = set.rawValue
        }
        return platform
    }

    private static func library() throws(RuntimeError) -> OpenVINOLibrary {
        do throws(NativeError) { return try OpenVINOLibrary.open() } catch {
            throw RuntimeError(.unavailable, error.message, hint: error.hint)
        }
    }
}
