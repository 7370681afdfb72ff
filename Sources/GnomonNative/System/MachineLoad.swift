import Foundation

/// What the kernel counts about a busy machine.
public enum MachineLoad {
    /// Microseconds in which some task waited for a processor, since boot; nil where the kernel does not count.
    public static func pressureMicroseconds() -> Int64? {
        for path in ["/sys/fs/cgroup/cpu.pressure", "/proc/pressure/cpu"] {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
            if let total = parsePressure(text) { return total }
        }
        return nil
    }

    /// Nanoseconds the hypervisor took from all processors since boot; nil where it is not shown.
    public static func stealNanoseconds() -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        return parseSteal(text)
    }

    /// The largest resident size of this process so far, in bytes; 0 where it cannot be read.
    public static func peakResidentBytes() -> Int64 {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let digits = line.filter(\.isNumber)
            guard let kilobytes = Int64(digits), kilobytes < 1 << 50 else { return 0 }
            return kilobytes * 1024
        }
        return 0
    }

    /// The `total` of the line `some` of a pressure file.
    static func parsePressure(_ text: String) -> Int64? {
        for line in text.split(separator: "\n") where line.hasPrefix("some ") {
            guard let field = line.split(separator: " ").last(where: { $0.hasPrefix("total=") }) else {
                return nil
            }
            return Int64(field.dropFirst("total=".count))
        }
        return nil
    }

    /// The stolen time of the summary line of `/proc/stat`; its unit is a hundredth of a second.
    static func parseSteal(_ text: String) -> Int64? {
        guard let line = text.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
        let fields = line.split(separator: " ")
        guard fields.count > 8, let ticks = Int64(fields[8]), ticks < 1 << 40 else { return nil }
        return ticks * 10_000_000
    }
}
