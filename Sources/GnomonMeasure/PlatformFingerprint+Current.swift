import Foundation
public import GnomonData
import GnomonDigest
import GnomonNative

extension PlatformFingerprint {
    /// The facts about this machine and a platform on it, read now.
    ///
    /// What cannot be read is `unavailable`.
    public static func current(platform: Platform, runtimeVersion: String) -> PlatformFingerprint {
        let processor = file("/proc/cpuinfo")
        let flags = field("flags", in: processor) ?? field("Features", in: processor)
        let cpu = "/sys/devices/system/cpu"
        let load = file("/proc/loadavg")?.split(separator: " ").first.map(String.init)
        return PlatformFingerprint(
            identity: identity(platform, version: runtimeVersion).merging([
                "cpu": field("model name", in: processor) ?? "unavailable",
                // A digest: the list is long, and nobody compares it by eye.
                "cpu_features": flags.map { SHA256.hex(of: Array($0.utf8)).prefix(16).lowercased() }
                    ?? "unavailable",
                "architecture": architecture,
            ]) { first, _ in first },
            epoch: [
                "kernel": line("/proc/sys/kernel/osrelease"),
                "microcode": field("microcode", in: processor) ?? "unavailable",
                "governor": line("\(cpu)/cpu0/cpufreq/scaling_governor"),
                "boost": line("\(cpu)/cpufreq/boost"),
                "smt": line("\(cpu)/smt/active"),
                "hypervisor": flags.map { $0.split(separator: " ").contains("hypervisor") ? "yes" : "no" }
                    ?? "unavailable",
                "huge_pages": line("/sys/kernel/mm/transparent_hugepage/enabled"),
                "quota": line("/sys/fs/cgroup/cpu.max"),
            ],
            context: [
                "cpus": "\(ThreadControl.allowedCPUs().count)",
                "load": load ?? "unavailable",
                "memory": field("MemTotal", in: file("/proc/meminfo")) ?? "unavailable",
                "protocol": Measurer.protocolVersion,
            ])
    }

    /// The fingerprint of the simulated platform: the same on every machine.
    static func simulated(_ platform: Platform) -> PlatformFingerprint {
        PlatformFingerprint(identity: identity(platform, version: "1"), epoch: [:], context: [:])
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the identity, written with sorted keys.
    public var id: String {
        let text = identity.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        return String(SHA256.hex(of: Array(text.utf8)).prefix(16))
    }

    /// What identifies the platform in its present epoch, with the build of the reference kernels: 16 hexadecimal
    /// digits.
    public var epochID: String {
        let facts = epoch.merging(["platform": id, "kernels": "1/\(ReferenceKernel.divisor)"]) { first, _ in
            first
        }
        let text = facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        return String(SHA256.hex(of: Array(text.utf8)).prefix(16))
    }

    private static func identity(_ platform: Platform, version: String) -> [String: String] {
        var facts = [
            "runtime": platform.runtime, "runtime_version": version, "threads": "\(platform.threads)",
            "optimization": "\(platform.optimization)", "precision": platform.precision.rawValue,
        ]
        for (name, value) in platform.settings { facts["setting_\(name)"] = value }
        return facts
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unavailable"
        #endif
    }

    private static func file(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private static func line(_ path: String) -> String {
        let text = file(path)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return text.isEmpty ? "unavailable" : text
    }

    /// The value after `name` and a colon, from the first line that begins with it.
    private static func field(_ name: String, in text: String?) -> String? {
        guard let text else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }
}
