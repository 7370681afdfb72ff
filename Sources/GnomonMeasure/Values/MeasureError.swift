/// Why there is no measurement.
public struct MeasureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// Open: more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the code.
        public var rawValue: String
        /// A code with a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The runtime is not on this machine.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The runtime said no.
        ///
        /// Trying again will not help.
        public static let refused = Code(rawValue: "refused")
        /// A signal ended the child.
        public static let crashed = Code(rawValue: "crashed")
        /// A phase took longer than it may.
        public static let timedOut = Code(rawValue: "timedOut")
        /// The child reached its memory limit.
        public static let outOfMemory = Code(rawValue: "outOfMemory")
        /// The child said what it must not say.
        public static let protocolViolation = Code(rawValue: "protocolViolation")
        /// The child went away without a word, or could not be started.
        public static let lost = Code(rawValue: "lost")
    }

    /// What the child was doing.
    public enum Phase: String, Hashable, Sendable {
        case start
        case open
        case warm
        case block
        case profile
        case close
    }

    /// The kind of failure.
    public var code: Code
    /// What the child was doing.
    public var phase: Phase
    /// What happened.
    public var message: String
    /// The signal that ended the child, or 0.
    public var signal: Int32
    /// The last line the child wrote to its standard error; empty if none.
    public var lastLine: String

    /// An error of a kind.
    public init(
        _ code: Code, phase: Phase, _ message: String, signal: Int32 = 0, lastLine: String = ""
    ) {
        self.code = code
        self.phase = phase
        self.message = message
        self.signal = signal
        self.lastLine = lastLine
    }

    /// Everything in one line.
    public var description: String {
        let tail = lastLine.isEmpty ? "" : " (last line: \(lastLine))"
        return "\(code.rawValue) during \(phase.rawValue): \(message)\(tail)"
    }
}
