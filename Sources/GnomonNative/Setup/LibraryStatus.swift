/// What is known about one native library on this machine.
public struct LibraryStatus: Hashable, Sendable {
    /// The short name of the library.
    public var library: String
    /// The name people use.
    public var displayName: String
    /// Whether its file is there.
    public var isFound: Bool
    /// The version that answered, when it works.
    public var version: String?
    /// Where it is, or would be.
    public var path: String
    /// Whether it computed a known result.
    public var works: Bool
    /// Why it does not work.
    public var problem: String?
    /// What to do about it.
    public var hint: String?
}
