import Foundation
import GnomonData

/// The widest instructions that a platform allows its runtime.
enum InstructionSet: String, CaseIterable {
    case sse41, avx, avx2, avx512

    /// The platform's setting that holds it.
    static let setting = "instructions"

    /// The instruction set a platform is limited to, if it is.
    init?(_ platform: Platform) {
        guard let name = platform.settings[Self.setting] else { return nil }
        self.init(rawValue: name)
    }

    /// What oneDNN calls it.
    var limit: String {
        switch self {
        case .sse41: "SSE41"
        case .avx: "AVX"
        case .avx2: "AVX2"
        case .avx512: "AVX512_CORE"
        }
    }

    /// The flag of the processor that it needs.
    var flag: String {
        switch self {
        case .sse41: "sse4_1"
        case .avx: "avx"
        case .avx2: "avx2"
        case .avx512: "avx512f"
        }
    }

    /// Refuses where the processor does not have it: the runtime would silently use less.
    ///
    /// - Throws: `RuntimeError` (unavailable).
    func requireHere() throws(RuntimeError) {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        try require(in: text)
    }

    /// Refuses where the text of `/proc/cpuinfo` does not list the flag.
    ///
    /// - Throws: `RuntimeError` (unavailable).
    func require(in cpuInfo: String) throws(RuntimeError) {
        let line = cpuInfo.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        guard line.split(whereSeparator: { $0 == " " || $0 == "\t" }).contains(where: { $0 == flag }) else {
            throw RuntimeError(
                .unavailable, "this processor has no \(rawValue) instructions",
                hint: "choose a platform without '-\(rawValue)'")
        }
    }
}
