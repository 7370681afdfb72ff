import Foundation
import GnomonData
import GnomonNative

/// Runs nothing, and takes a fixed time for it: for trying out everything around a runtime.
///
/// Settings of the platform: `microseconds` (100), and `fault`, which makes it misbehave on purpose so that the
/// fence around child processes can be tested: `segv`, `abort`, `hang`, `allocate`, `flood`, `exit`, `refuse`
/// or `unstable`; `phase` says when, `open` or `run`.
public struct NullRuntime: Runtime {
    /// What people read about it.
    public static let card = RuntimeCard(
        name: "null", summary: "Runs nothing in a fixed time; for trying things out.", library: nil,
        patterns: ["null"], examples: ["null"])

    /// A runtime.
    public init() {}

    /// Always 1.
    public func version() -> String { "1" }

    /// Opens anything.
    public func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession {
        let settings = request.platform.settings
        let microseconds = settings["microseconds"].flatMap(Int64.init) ?? 100
        let fault = settings["fault"].flatMap(NullFault.init(rawValue:))
        if settings["phase"] != "run", let fault { try fault.happen() }
        return NullSession(
            nanoseconds: min(max(0, microseconds), 10_000_000) * 1000,
            fault: settings["phase"] == "run" ? fault : nil, profiles: request.profileFolder != nil)
    }
}

final class NullSession: RuntimeSession {
    private let nanoseconds: Int64
    private let fault: NullFault?
    private let profiles: Bool
    private var runs = 0

    init(nanoseconds: Int64, fault: NullFault?, profiles: Bool) {
        self.nanoseconds = nanoseconds
        self.fault = fault
        self.profiles = profiles
    }

    func run() throws(RuntimeError) {
        runs += 1
        if let fault, runs > 5 { try fault.happen() }
        let end = MachineClock.wall() + nanoseconds
        while MachineClock.wall() < end {}
    }

    func settle() {}

    func outputChecksum() -> UInt64 { fault == .unstable ? UInt64(runs) : 0x6E75_6C6C }

    func finishProfile() -> [ProfileEvent] {
        guard profiles else { return [] }
        return (0..<runs).map { run in
            ProfileEvent(name: "n0", type: "Null", run: run, position: 0, nanoseconds: Double(nanoseconds))
        }
    }
}
