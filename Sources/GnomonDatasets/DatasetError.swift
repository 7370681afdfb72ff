/// Why a file is not the data set it should be.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A machine-readable reason.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The bytes are not of the form.
        public static let malformed = Code(rawValue: "dataset.malformed")
        /// A known property of the data does not hold.
        public static let check = Code(rawValue: "dataset.check")
        /// Nothing of that name.
        public static let unknown = Code(rawValue: "dataset.unknown")
        /// Tables that contradict each other.
        public static let conflict = Code(rawValue: "dataset.conflict")
    }

    /// The reason.
    public var code: Code
    /// One sentence.
    public var message: String
    /// The line of the file, from 1; nil if none is meant.
    public var line: Int?

    /// An error with its reason and sentence.
    public init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    /// The sentence, after its line.
    public var description: String { (line.map { "line \($0): " } ?? "") + message }
}
