public import GnomonGraph

/// What is wrong with an architecture, or with what was asked of it.
public struct SpaceError: Error, Hashable, Sendable {
    /// A machine-readable reason, such as `spaces.architecture`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The text or the genes are not an architecture of the space.
        public static let architecture = Code(rawValue: "spaces.architecture")
        /// The options do not fit the space.
        public static let options = Code(rawValue: "spaces.options")
        /// Nothing leads from the input to the output.
        public static let disconnected = Code(rawValue: "spaces.disconnected")
    }

    /// The reason.
    public var code: Code
    /// One sentence that names the thing and the way out.
    public var message: String

    /// An error with its reason and sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What the network's builder refused.
    public init(_ error: GraphError) {
        self.init(Code(rawValue: error.code.rawValue), error.description)
    }
}

extension SpaceError: CustomStringConvertible {
    /// The sentence.
    public var description: String { message }
}
