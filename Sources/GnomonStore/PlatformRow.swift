public import GnomonData

/// A platform on one machine, as the store knows it.
public struct PlatformRow: Hashable, Sendable {
    /// The identity of platform and machine, 16 hexadecimal digits.
    public var id: String
    /// Its settings, with the name users type.
    public var platform: Platform

    /// A platform.
    public init(id: String, platform: Platform) {
        self.id = id
        self.platform = platform
    }
}
