/// The facts about a machine and a runtime that decide whether two measurements may be compared.
public struct PlatformFingerprint: Hashable, Sendable, Codable {
    /// Facts that make another platform when they differ: processor, features, runtime and its version, settings.
    public var identity: [String: String]
    /// Facts that start a new epoch of the same platform: kernel version, governor, hypervisor, and so on.
    public var epoch: [String: String]
    /// Facts that are kept and not compared: load, memory, timer cost.
    public var context: [String: String]

    /// A fingerprint of these facts.
    ///
    /// What cannot be read is the word `unavailable`.
    public init(
        identity: [String: String] = [:], epoch: [String: String] = [:], context: [String: String] = [:]
    ) {
        self.identity = identity
        self.epoch = epoch
        self.context = context
    }
}
