public import GnomonRuntimes

/// Something that can be timed: a network in a runtime, a reference kernel, or a formula.
///
/// Used by one thread.
public protocol Subject: AnyObject {
    /// Runs once: the timed part, so it allocates and writes nothing itself.
    ///
    /// - Throws: `RuntimeError` (failed).
    func run() throws(RuntimeError)
    /// Gives back what the last run produced. Never timed.
    func settle()
    /// A checksum of what the last run produced; to be called before `settle`.
    ///
    /// - Throws: `RuntimeError` (failed).
    func outputChecksum() throws(RuntimeError) -> UInt64
}

/// A network opened by a runtime, as a subject.
final class SessionSubject: Subject {
    private let session: any RuntimeSession

    init(_ session: any RuntimeSession) { self.session = session }

    func run() throws(RuntimeError) { try session.run() }

    func settle() { session.settle() }

    func outputChecksum() throws(RuntimeError) -> UInt64 { try session.outputChecksum() }
}
