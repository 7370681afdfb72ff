public import GnomonData
import GnomonNative

/// The names of platforms: what users type, and what it stands for.
public enum PlatformCatalog {
    /// What `here` means.
    public static let defaultName = "ort-cpu-1t"

    /// Names to show, with the first sentence to read about each.
    public static var examples: [String] { RuntimeCatalog.all.flatMap { $0.card.examples } + ["here"] }

    /// The platforms that this machine's processor can be, whether or not their libraries are installed.
    ///
    /// For the machine's number of processors, every level, and every instruction set the processor has.
    public static func here() -> [Platform] {
        let threads = min(ThreadControl.allowedCPUs().count, 256)
        var names: [String] = []
        for runtime in ["ort", "openvino", "torch"] {
            names.append("\(runtime)-cpu-1t")
            if threads > 1 { names.append("\(runtime)-cpu-\(threads)t") }
        }
        names += ["ort-cpu-1t-O0", "ort-cpu-1t-O1", "ort-cpu-1t-O2", "torch-cpu-1t-nodnn"]
        for set in InstructionSet.allCases where (try? set.requireHere()) != nil {
            names.append("openvino-cpu-1t-\(set.rawValue)")
        }
        return (names + ["simulated", "null"]).compactMap { try? platform(named: $0) }
    }

    /// The platform with a name, such as `ort-cpu-2t`, `ort-cpu-1t-O2`, `simulated`, `null` or `here`.
    ///
    /// - Throws: `RuntimeError` (unknownPlatform) that lists known names.
    public static func platform(named name: String) throws(RuntimeError) -> Platform {
        switch name {
        case "here": return try platform(named: defaultName)
        case "null": return Platform(name: name, runtime: "null")
        case "simulated": return Platform(name: name, runtime: "simulated")
        default: break
        }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        if let platform = TorchRuntime.platform(parts: parts) { return platform }
        if parts.first == "openvino", let platform = OpenVINO.platform(named: name, parts: parts) {
            return platform
        }
        if parts.count == 3 || parts.count == 4, parts[0] == "ort", parts[1] == "cpu",
            parts[2].hasSuffix("t"), let threads = number(parts[2].dropLast()), (1...256).contains(threads)
        {
            var level = 99
            if parts.count == 4 {
                guard let given = self.level(parts[3]) else { throw unknown(name) }
                level = given
            }
            // One platform has one name: the default level is not written.
            let canonical = level == 99 ? "ort-cpu-\(threads)t" : "ort-cpu-\(threads)t-O\(level)"
            return Platform(name: canonical, runtime: "onnxruntime", threads: threads, optimization: level)
        }
        throw unknown(name)
    }

    /// The optimisation level behind a number such as `O1` or the runtime's own word for it.
    private static func level(_ text: Substring) -> Int? {
        switch text {
        case "disabled": return 0
        case "basic": return 1
        case "extended": return 2
        case "all": return 99
        default: break
        }
        guard text.hasPrefix("O"), let given = number(text.dropFirst()) else { return nil }
        return [0, 1, 2, 99].contains(given) ? given : nil
    }

    /// A number written without sign, spaces or leading zeros.
    static func number(_ text: Substring) -> Int? {
        guard let value = Int(text), String(value) == text, value >= 0 else { return nil }
        return value
    }

    private static func unknown(_ name: String) -> RuntimeError {
        RuntimeError(
            .unknownPlatform, "no platform '\(name)'",
            hint: "known: \(examples.joined(separator: ", ")); any ort-cpu-<threads>t[-O0|-O1|-O2],"
                + " openvino-cpu-<threads>t[-sse41|-avx|-avx2|-avx512], torch-cpu-<threads>t[-nodnn]")
    }
}

extension Platform {
    /// The platform with a name; see `PlatformCatalog`.
    ///
    /// - Throws: `RuntimeError` (unknownPlatform) that lists known names.
    public init(named name: String) throws(RuntimeError) {
        self = try PlatformCatalog.platform(named: name)
    }
}
