/// Draws progress: a bar that is redrawn on a terminal, one line for each tenth elsewhere.
public enum ProgressBar {
    /// One line for a terminal of `columns` columns, never longer; without a line break.
    public static func bar(_ state: ProgressState, columns: Int = 80) -> String {
        // The width may come from an environment variable.
        let columns = min(max(columns, 0), 10_000)
        let tail = [percent(state), time(state), Escaping.printable(state.detail)].filter { !$0.isEmpty }
            .joined(separator: "  ")
        let phase = Escaping.printable(state.phase)
        let room = min(30, columns - phase.count - tail.count - 6)
        guard room >= 5 else { return String("\(phase)  \(tail)".prefix(max(0, columns - 1))) }
        let filled = Int((state.share * Double(room)).rounded(.down))
        let drawn = String(repeating: "#", count: filled) + String(repeating: ".", count: room - filled)
        return "\(phase)  [\(drawn)]  \(tail)"
    }

    /// One line for a log; without a line break.
    public static func line(_ state: ProgressState) -> String {
        [Escaping.printable(state.phase), percent(state), time(state), Escaping.printable(state.detail)]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// A duration for people: `45 s`, `1 min 05 s`, `2 h 03 min`; `-` if it is no duration.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
        return "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func percent(_ state: ProgressState) -> String {
        let percent = String(Int((state.share * 100).rounded(.down)))
        return String(repeating: " ", count: 3 - percent.count) + percent + " %"
    }

    private static func time(_ state: ProgressState) -> String {
        if state.share >= 1 { return "took " + duration(state.elapsed) }
        if let remaining = state.remaining { return duration(remaining) + " left" }
        // Before a hundredth is done, an extrapolation is a guess.
        guard state.share >= 0.01, state.elapsed > 0 else { return "" }
        return duration(state.elapsed * (1 - state.share) / state.share) + " left"
    }
}
