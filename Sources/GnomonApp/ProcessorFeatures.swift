import Foundation

/// What the processor can do, as far as it decides how runtimes lay out tensors.
struct ProcessorFeatures: Hashable, Sendable {
    /// Bytes of the widest vector registers runtimes use; nil where that is not known.
    var vectorBytes: Int?

    /// This machine's processor.
    static let current = ProcessorFeatures(
        cpuInfo: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")

    /// Reads the flags of the first processor in the text of `/proc/cpuinfo`.
    init(cpuInfo: String) {
        let line = cpuInfo.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        let flags = Set(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init))
        if flags.contains("avx512f") {
            vectorBytes = 64
        } else if flags.contains("avx2") || flags.contains("avx") {
            vectorBytes = 32
        }
    }
}
