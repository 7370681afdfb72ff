import GnomonNative

/// From the rows of OpenVINO's profile to events of kernels.
///
/// The rows stand in execution order. A row whose execution is `undef` is a node that the kernel of the last row
/// before it executes too: the library lists what it fused right behind the kernel. A row `unknown_…` has no
/// implementation of oneDNN's to name: views and parameters, which nothing executes, but transpositions too, which
/// take time.
struct OpenVINOProfile {
    /// The events so far, rows without a named implementation included.
    private var events: [ProfileEvent] = []
    /// By position, whether the row names no implementation.
    private var isNameless: [Int: Bool] = [:]
    private var runs = 0

    /// Adds the rows of one inference.
    ///
    /// - Complexity: O(rows).
    mutating func add(_ entries: [OpenVINOProfileEntry]) {
        for (position, entry) in entries.enumerated() {
            if entry.execution == "undef" {
                if let last = events.indices.last, events[last].run == runs {
                    events[last].joined.append(entry.name)
                }
                continue
            }
            isNameless[position] = entry.execution.isEmpty || entry.execution.hasPrefix("unknown")
            events.append(
                ProfileEvent(
                    name: entry.name, type: entry.type, run: runs, position: position,
                    nanoseconds: Double(max(0, entry.microseconds)) * 1000))
        }
        runs += 1
    }

    /// Counts an inference whose rows could not be read.
    mutating func skip() { runs += 1 }

    /// What was executed, and the nodes that were listed and not executed.
    ///
    /// - Complexity: O(events).
    func finish() -> (events: [ProfileEvent], idle: [Int]) {
        var time: [Int: Double] = [:]
        for event in events { time[event.position, default: 0] += event.nanoseconds }
        func isExecuted(_ event: ProfileEvent) -> Bool {
            guard isNameless[event.position] == true else { return true }
            // A transposition below a microsecond reads as nothing; other rows once read 1 µs by accident.
            return event.type == "Transpose" || time[event.position, default: 0] >= 1000 * Double(runs)
        }
        var idle: Set<Int> = []
        for event in events where !isExecuted(event) {
            for name in [event.name] + event.joined { idle.formUnion(NameAnchors(in: name).nodes) }
        }
        return (events.filter(isExecuted), idle.sorted())
    }
}
