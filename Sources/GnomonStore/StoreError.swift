/// Why the store could not do what was asked: an open code, a sentence, the file, and the way out.
public struct StoreError: Error, Hashable, Sendable {
    /// A machine-readable reason; the raw value is what `--json` prints, such as `store.damaged`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }
        init(_ name: String) { rawValue = "store." + name }

        /// The file is not a store, or its pages contradict each other.
        public static let damaged = Code("damaged")
        /// A newer Gnomon wrote the file.
        public static let newer = Code("newer")
        /// Another process holds the store for longer than the busy timeout.
        public static let busy = Code("busy")
        /// The disk is full.
        public static let full = Code("full")
        /// The file cannot be opened or written.
        public static let unavailable = Code("unavailable")
        /// A row that must not be stored, or that cannot be read back.
        public static let row = Code("row")
        /// Anything SQLite reports that has no code of its own.
        public static let failed = Code("failed")
    }

    /// The reason.
    public var code: Code
    /// One sentence that names the thing, without the file.
    public var message: String
    /// The file of the store.
    public var path: String
    /// What to do about it; empty if there is nothing.
    public var hint: String

    /// An error with its reason, sentence, file and way out.
    public init(_ code: Code, _ message: String, path: String, hint: String = "") {
        self.code = code
        self.message = message
        self.path = path
        self.hint = hint
    }

    /// Whether the same call may succeed later without anybody changing anything in Gnomon: the store was locked
    /// or the disk full.
    public var isPassing: Bool { code == .busy || code == .full }
}

extension StoreError: CustomStringConvertible {
    /// File, sentence and way out in one line.
    public var description: String {
        hint.isEmpty ? "\(path): \(message)" : "\(path): \(message); \(hint)"
    }
}
