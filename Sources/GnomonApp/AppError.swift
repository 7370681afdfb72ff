public import GnomonGraph
public import GnomonLearn
public import GnomonMeasure
public import GnomonNative
public import GnomonONNX
public import GnomonReport
public import GnomonRuntimes
public import GnomonStore

/// What went wrong in a command: a code, a sentence, the place, the way out, and how the command ends.
public struct AppError: Error, Hashable, Sendable {
    /// How a command ends, as its exit code.
    public enum Exit: Int32, Hashable, Sendable {
        case usage = 64
        case badData = 65
        case unavailable = 69
        case internalFault = 70
        case tryAgain = 75
    }

    /// A machine-readable reason, such as `onnx.malformed`.
    public var code: String
    /// One sentence that names the thing.
    public var message: String
    /// Where: a node, a field, a file; empty if the whole thing is meant.
    public var place: String
    /// What to do; empty if there is nothing.
    public var hint: String
    /// How the command ends.
    public var exit: Exit
    /// What else was found wrong, a sentence each.
    public var others: [String] = []

    /// An error with its reason, sentence, place, way out and exit.
    public init(code: String, message: String, place: String = "", hint: String = "", exit: Exit) {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
        self.exit = exit
    }

    /// Place, sentence and way out in one line.
    public var sentence: String {
        var text = place.isEmpty ? message : "\(place): \(message)"
        if !hint.isEmpty { text += "; \(hint)" }
        for other in others { text += "\n  also: \(other)" }
        return text
    }

    /// The error in the place of a result.
    public var result: ResultError { ResultError(code: code, message: sentence) }
}

extension AppError {
    /// What is wrong with a model's graph.
    public init(_ error: GraphError) {
        // A wrong option is the caller's mistake, not the model's.
        self.init(
            code: error.code.rawValue, message: error.message, place: error.place, hint: error.hint,
            exit: error.code == .binding ? .usage : .badData)
        others = error.others.map { "\($0)" }
    }

    /// What is wrong with a model's file.
    public init(_ error: ONNXError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: error.place, hint: error.hint,
            exit: .badData)
    }

    /// What is wrong with a native library.
    public init(_ error: NativeError) {
        self.init(
            code: "native.\(error.code.rawValue)", message: error.message, hint: error.hint ?? "",
            exit: .unavailable)
    }

    /// What is wrong with the store.
    public init(_ error: StoreError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: error.path, hint: error.hint,
            exit: error.isPassing ? .tryAgain : .badData)
    }

    /// What went wrong while learning.
    public init(_ error: LearnError) {
        if let native = error.native {
            self.init(native)
        } else {
            self.init(code: "learn.\(error.code.rawValue)", message: error.message, exit: .badData)
        }
    }
}

extension AppError {
    /// Why there is no measurement.
    public init(_ error: MeasureError) {
        let exit: Exit
        switch error.code {
        case .unavailable: exit = .unavailable
        case .refused: exit = .badData
        case .crashed, .timedOut, .outOfMemory, .lost: exit = .tryAgain
        default: exit = .internalFault
        }
        self.init(
            code: "measure.\(error.code.rawValue)", message: error.description,
            hint: error.code == .unavailable ? "run 'gnomon doctor'" : "", exit: exit)
    }

    /// What is wrong with a platform or its runtime.
    public init(_ error: RuntimeError) {
        self.init(
            code: "runtime.\(error.code.rawValue)", message: error.message, hint: error.hint ?? "",
            exit: error.code == .unknownPlatform ? .usage : .unavailable)
    }
}
