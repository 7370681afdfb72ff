/// What is wrong with a network: an open code, a sentence, the place, and the way out.
public struct GraphError: Error, Hashable, Sendable {
    /// A machine-readable reason; the raw value is what `--json` prints, such as `graph.cycle`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The text of the code.
        public var rawValue: String
        /// A code with the given text.
        public init(rawValue: String) { self.rawValue = rawValue }
        init(_ name: String) { rawValue = "graph." + name }

        /// Two nodes write one tensor.
        public static let duplicateName = Code("duplicateName")
        /// Nodes depend on each other in a circle.
        public static let cycle = Code("cycle")
        /// A node reads a tensor that nothing defines.
        public static let undefinedInput = Code("undefinedInput")
        /// A node has too few or too many inputs or outputs.
        public static let arity = Code("arity")
        /// Sizes or counts exceed what can be computed with.
        public static let overflow = Code("overflow")
        /// Shapes do not fit each other or the operator.
        public static let shape = Code("shape")
        /// A parameter has a value that makes no sense.
        public static let parameter = Code("parameter")
        /// An attribute is missing, twice there, or of the wrong type.
        public static let attribute = Code("attribute")
        /// An axis has no size.
        public static let symbolicDimension = Code("symbolicDimension")
        /// An element type the operator cannot work on.
        public static let elementType = Code("elementType")
        /// Nothing is left to run.
        public static let nothingToRun = Code("nothingToRun")
        /// A loop without a bound.
        public static let unbounded = Code("unbounded")
        /// A size or shape given by the caller that does not fit the network.
        public static let binding = Code("binding")
        /// The network exceeds one of `Limits`.
        public static let limit = Code("limit")
    }

    /// The reason.
    public var code: Code
    /// One sentence that names the thing, without the place.
    public var message: String
    /// Where: node, tensor or field; empty if the whole network is meant.
    public var place: String
    /// What to do about it; empty if there is nothing.
    public var hint: String
    /// What else was found wrong at the same stage, at most `Limits.errors` in all.
    public var others: [GraphError] = []

    /// An error with its reason, sentence, place and way out.
    public init(_ code: Code, _ message: String, at place: String = "", hint: String = "") {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    /// The same error with a place, if it has none yet.
    public func located(at place: String) -> GraphError {
        var copy = self
        if copy.place.isEmpty { copy.place = place }
        return copy
    }
}

extension GraphError {
    /// The first of several errors with the others behind it; nil if there are none.
    static func first(of errors: [GraphError]) -> GraphError? {
        let all = errors.flatMap { error in
            var alone = error
            alone.others = []
            return [alone] + error.others
        }
        guard var first = all.first else { return nil }
        first.others = Array(all.dropFirst().prefix(Limits.errors - 1))
        return first
    }
}

extension GraphError: CustomStringConvertible {
    /// Place, sentence and way out in one line; every other error in a line of its own.
    public var description: String {
        var text = place.isEmpty ? message : "\(place): \(message)"
        if !hint.isEmpty { text += "; \(hint)" }
        for other in others { text += "\nalso: \(other)" }
        return text
    }
}
