/// Picks the states worth a line where there is no terminal: a new phase, each further tenth, the end.
public struct ProgressLog: Hashable, Sendable {
    private var phase: String?
    private var tenth = -1

    /// A log that has shown nothing yet.
    public init() {}

    /// The line for a state, or nil if the last line still says enough.
    public mutating func line(_ state: ProgressState) -> String? {
        let tenth = Int((state.share * 10).rounded(.down))
        guard state.phase != phase || tenth > self.tenth else { return nil }
        phase = state.phase
        self.tenth = tenth
        return ProgressBar.line(state)
    }
}
