import GnomonLearn
import GnomonNative

/// What is wrong with a predictor or its training.
public struct PredictError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A machine-readable reason.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A predictor folder that cannot be used.
        public static let invalid = Code(rawValue: "predictor.invalid")
        /// No predictor where one was asked for.
        public static let missing = Code(rawValue: "predictor.missing")
        /// A folder or file that cannot be written.
        public static let unwritable = Code(rawValue: "predictor.unwritable")
        /// Too little was measured to learn from.
        public static let tooFew = Code(rawValue: "learn.tooFew")
        /// No predictor of that name.
        public static let unknown = Code(rawValue: "predictor.unknown")
        /// What is not an architecture of the space that was trained on.
        public static let architecture = Code(rawValue: "predictor.architecture")
        /// A native library that is missing.
        public static let library = Code(rawValue: "predictor.library")
        /// Training failed.
        public static let training = Code(rawValue: "learn.training")
    }

    /// The reason.
    public var code: Code
    /// One sentence.
    public var message: String
    /// The folder or file; empty if none.
    public var place: String
    /// What to do; empty if nothing.
    public var hint: String

    /// An error with its reason, sentence, place and way out.
    public init(_ code: Code, _ message: String, place: String = "", hint: String = "") {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    /// Place, sentence and way out in one line.
    public var description: String {
        (place.isEmpty ? message : "\(place): \(message)") + (hint.isEmpty ? "" : "; \(hint)")
    }
}

extension PredictError {
    /// What went wrong while learning.
    init(_ error: LearnError) {
        guard let native = error.native else {
            self.init(.training, error.message)
            return
        }
        self.init(.library, native.message, hint: native.hint ?? "")
    }
}
