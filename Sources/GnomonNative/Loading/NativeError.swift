/// What went wrong with a native library, and how to get out of it.
public struct NativeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// Open: more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the code.
        public var rawValue: String

        /// A code with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The library is not on this machine.
        public static let missing = Code(rawValue: "missing")
        /// A file is not the one that was pinned.
        public static let badHash = Code(rawValue: "badHash")
        /// The library is there, but not in a version or for a machine we know.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The library was called and reported an error.
        public static let failed = Code(rawValue: "failed")
        /// The library could not be fetched or unpacked.
        public static let fetch = Code(rawValue: "fetch")
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, with the name of the library, symbol or file.
    public var message: String
    /// What to do about it, for example the command that installs.
    public var hint: String?

    /// An error of a kind, with a message and a way out.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The message and the hint in one line.
    public var description: String {
        guard let hint else { return message }
        return "\(message); \(hint)"
    }
}
