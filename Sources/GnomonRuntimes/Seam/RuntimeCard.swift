/// What people read about a runtime.
public struct RuntimeCard: Hashable, Sendable {
    /// The name in `Platform.runtime`.
    public var name: String
    /// One sentence.
    public var summary: String
    /// The short name of the native library it needs, if any.
    public var library: String?
    /// Platform names it answers to, with `N` for a number of threads and `L` for a level.
    public var patterns: [String]
    /// Names to try first.
    public var examples: [String]

    /// A card.
    public init(name: String, summary: String, library: String?, patterns: [String], examples: [String]) {
        self.name = name
        self.summary = summary
        self.library = library
        self.patterns = patterns
        self.examples = examples
    }
}
