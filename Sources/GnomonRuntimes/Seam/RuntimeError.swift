/// What went wrong with a runtime, and how to get out of it.
public struct RuntimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// Open: more may come.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        /// The name of the code.
        public var rawValue: String
        /// A code with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No platform has that name.
        public static let unknownPlatform = Code(rawValue: "unknownPlatform")
        /// The runtime's library is not on this machine, or cannot be used.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The runtime does not take this model.
        ///
        /// Trying again will not help.
        public static let refused = Code(rawValue: "refused")
        /// The runtime failed while it ran.
        public static let failed = Code(rawValue: "failed")
    }

    /// The kind of failure.
    public var code: Code
    /// What happened.
    public var message: String
    /// What to do about it.
    public var hint: String?

    /// An error of a kind.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The message and the hint in one line.
    public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
