import Foundation

/// What the kernel counts about a busy machine.
public enum MachineLoad {
    /// What tasks can wait for.
    public enum Resource: String, Sendable {
        case cpu
        case memory
        case io
    }

    /// Microseconds in which some task waited for a resource, since boot; nil where the kernel does not count.
    ///
    /// Of this process's own control group where it has counters, else of the whole system.
    public static func pressureMicroseconds(_ resource: Resource = .cpu) -> Int64? {
        for folder in [ownGroup, "/sys/fs/cgroup"].compactMap({ $0 }) {
            if let total = pressure(in: "\(folder)/\(resource.rawValue).pressure") { return total }
        }
        return pressure(in: "/proc/pressure/\(resource.rawValue)")
    }

    private static func pressure(in path: String) -> Int64? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap(parsePressure)
    }

    /// The folder of this process's control group, read once.
    private static let ownGroup: String? = {
        guard let text = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })
        else { return nil }
        let path = line.dropFirst(3)
        return path == "/" ? nil : "/sys/fs/cgroup\(path)"
    }()

    /// Nanoseconds all threads of this process have waited for a processor; nil where it is not shown.
    ///
    /// - Complexity: O(threads), some microseconds each.
    public static func runQueueDelay() -> Int64? {
        guard let tasks = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") else {
            return nil
        }
        var sum: Int64 = 0
        for task in tasks {
            let path = "/proc/self/task/\(task)/schedstat"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
            let fields = text.split(whereSeparator: \.isWhitespace)
            if fields.count >= 2, let delay = Int64(fields[1]) { sum &+= delay }
        }
        return sum
    }

    /// Times a processor was slowed down because of heat, since boot; nil where it is not shown.
    public static func throttles(of cpu: Int) -> Int64? {
        number("/sys/devices/system/cpu/cpu\(cpu)/thermal_throttle/core_throttle_count")
    }

    /// The present frequency of a processor in kilohertz; nil where it is not shown.
    public static func frequency(of cpu: Int) -> Int64? {
        number("/sys/devices/system/cpu/cpu\(cpu)/cpufreq/scaling_cur_freq")
    }

    /// The size in bytes of a processor's cache of a level, instruction caches left out; nil where it is not shown.
    public static func cacheBytes(level: Int) -> Int? {
        for index in 0..<8 {
            let folder = "/sys/devices/system/cpu/cpu0/cache/index\(index)"
            guard number("\(folder)/level") == Int64(level),
                let type = try? String(contentsOfFile: "\(folder)/type", encoding: .utf8),
                !type.hasPrefix("Instruction"),
                let size = try? String(contentsOfFile: "\(folder)/size", encoding: .utf8),
                let kilobytes = Int(size.filter(\.isNumber)), kilobytes < 1 << 30
            else { continue }
            return kilobytes * 1024
        }
        return nil
    }

    private static func number(_ path: String) -> Int64? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
            Int64($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
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
