public import GnomonGraph

/// What is wrong with a model file: an open code, a sentence, the place, and the way out.
public struct ONNXError: Error, Hashable, Sendable {
    /// A machine-readable reason; the raw value is what `--json` prints, such as `onnx.malformed`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }
        init(_ name: String) { rawValue = "onnx." + name }

        /// The file has no bytes.
        public static let empty = Code("empty")
        /// The bytes are not an ONNX model.
        public static let malformed = Code("malformed")
        /// The file is larger than a protobuf message can be.
        public static let tooBig = Code("tooBig")
        /// The path cannot be read, or is no regular file.
        public static let unreadable = Code("unreadable")
        /// Something is nested deeper than any real model.
        public static let tooDeep = Code("tooDeep")
        /// The values of a tensor do not have the size its type and shape ask for.
        public static let size = Code("size")
        /// The operator set version is missing or unsupported.
        public static let opset = Code("opset")
        /// A count exceeds one of `ONNXLimits`.
        public static let limit = Code("limit")
        /// The file changed while it was read.
        public static let changed = Code("changed")
        /// Values are wanted that the model keeps in another file.
        public static let externalData = Code("externalData")
        /// Values are wanted that nobody has.
        public static let missingValues = Code("missingValues")
        /// The model could not be written.
        public static let unwritable = Code("unwritable")
    }

    /// The reason.
    public var code: Code
    /// One sentence that names the thing, without the place.
    public var message: String
    /// Where: node, tensor, field or byte offset; empty if the whole file is meant.
    public var place: String
    /// What to do about it; empty if there is nothing.
    public var hint: String

    /// An error with its reason, sentence, place and way out.
    public init(_ code: Code, _ message: String, at place: String = "", hint: String = "") {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    /// An error of the graph's own vocabulary, such as `graph.duplicateName`.
    public init(
        graph code: GraphError.Code, _ message: String, at place: String = "", hint: String = ""
    ) {
        self.init(Code(rawValue: code.rawValue), message, at: place, hint: hint)
    }

    /// A graph error that was found while reading.
    public init(_ error: GraphError, at place: String = "") {
        self.init(
            Code(rawValue: error.code.rawValue), error.message,
            at: error.place.isEmpty ? place : error.place, hint: error.hint)
    }

    static func malformed(_ message: String, at offset: Int) -> ONNXError {
        ONNXError(.malformed, message, at: "byte \(offset)", hint: "the file is damaged or not an ONNX model")
    }
}

extension ONNXError: CustomStringConvertible {
    /// Place, sentence and way out in one line.
    public var description: String {
        var text = place.isEmpty ? message : "\(place): \(message)"
        if !hint.isEmpty { text += "; \(hint)" }
        return text
    }
}
