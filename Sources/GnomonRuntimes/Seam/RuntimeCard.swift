/// What people read about a runtime.
public struct RuntimeCard: Hashable, Sendable {
    /// A chain of small operators that the runtime does not fuse: what profiling costs is read off it.
    public enum UnfusableChain: Hashable, Sendable {
        /// Element-wise functions in turn.
        case elementwise
        /// Poolings with a window, for runtimes that join element-wise functions.
        case pooling
    }

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
    /// What the cost of profiling is calibrated with; nil where profiling costs nothing.
    public var unfusable: UnfusableChain?

    /// A card.
    public init(
        name: String, summary: String, library: String?, patterns: [String], examples: [String],
        unfusable: UnfusableChain? = nil
    ) {
        self.name = name
        self.summary = summary
        self.library = library
        self.patterns = patterns
        self.examples = examples
        self.unfusable = unfusable
    }
}
