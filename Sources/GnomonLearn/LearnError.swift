public import GnomonNative

/// What went wrong while learning, or while reading what was learnt.
public struct LearnError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, open to more.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the code.
        public var rawValue: String

        /// A code with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The rows, labels or weights cannot be learnt from.
        public static let data = Code(rawValue: "data")
        /// A parameter is out of its range.
        public static let parameter = Code(rawValue: "parameter")
        /// A saved model is damaged or of a kind that is not read.
        public static let model = Code(rawValue: "model")
        /// An operator on tensors was refused, most often as their shapes do not fit.
        public static let tensor = Code(rawValue: "tensor")
        /// The native library is missing or failed; `native` says how.
        public static let library = Code(rawValue: "library")
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, naming row, column, parameter or line.
    public var message: String
    /// The error of the native library behind it.
    public var native: NativeError?

    /// An error of a kind with a message.
    public init(_ code: Code, _ message: String, native: NativeError? = nil) {
        self.code = code
        self.message = message
        self.native = native
    }

    init(_ native: NativeError) {
        self.init(.library, native.description, native: native)
    }

    /// The message.
    public var description: String { message }
}
