import GnomonNative

/// From the rows of OpenVINO's profile to events of kernels.
///
/// The rows stand in execution order. A row whose execution is `undef` is a node that the kernel of the last row
/// before it executes too: the library lists what it fused right behind the kernel. A row `unknown_…` has no
/// implementation of oneDNN's to name: views and parameters, which nothing executes, but transpositions too, which
/// take time.
///
/// The library tells the mean over all inferences since the model was opened, the first and coldest among them, in whole
/// microseconds. The time of a run is therefore the mean over the later half of the inferences until then, from two of
/// those means; rounding costs it three microseconds at most.
struct OpenVINOProfile {
    /// What the library told after so many inferences: microseconds by row.
    private struct Reading {
        var inferences: Int
        var means: [Double]
    }

    private var rows: [OpenVINOProfileEntry] = []
    /// By run; nil where nothing could be read.
    private var readings: [Reading?] = []

    /// Adds the rows that were told after so many inferences, the first one included.
    ///
    /// - Complexity: O(rows).
    mutating func add(_ entries: [OpenVINOProfileEntry], inferences: Int) {
        if rows.isEmpty { rows = entries }
        // A model keeps its rows as long as it is open.
        guard !entries.isEmpty, entries.count == rows.count else { return skip() }
        readings.append(
            Reading(inferences: inferences, means: entries.map { Double(max(0, $0.microseconds)) }))
    }

    /// Counts an inference whose rows could not be read.
    mutating func skip() { readings.append(nil) }

    /// What was executed, and the nodes that were listed and not executed.
    ///
    /// - Complexity: O(runs · rows).
    func finish() -> (events: [ProfileEvent], idle: [Int]) {
        var kernels: [(position: Int, event: ProfileEvent)] = []
        for (position, row) in rows.enumerated() {
            if row.execution == "undef" {
                if let last = kernels.indices.last { kernels[last].event.joined.append(row.name) }
                continue
            }
            let event = ProfileEvent(
                name: row.name, type: row.type, run: 0, position: position, nanoseconds: 0)
            kernels.append((position, event))
        }
        var idle: Set<Int> = []
        kernels = kernels.filter { position, event in
            if isExecuted(position) { return true }
            for name in [event.name] + event.joined { idle.formUnion(NameAnchors(in: name).nodes) }
            return false
        }
        var events: [ProfileEvent] = []
        for (run, reading) in readings.enumerated() {
            guard let reading else { continue }
            let earlier = earlier(than: reading)
            for (position, event) in kernels {
                var event = event
                event.run = run
                event.nanoseconds = 1000 * Self.time(reading, since: earlier, position)
                events.append(event)
            }
        }
        return (events, idle.sorted())
    }

    /// Whether a row that may be a view is a kernel.
    ///
    /// A transposition below a microsecond reads as nothing; other rows once read 1 µs by accident.
    private func isExecuted(_ position: Int) -> Bool {
        let row = rows[position]
        guard row.execution.isEmpty || row.execution.hasPrefix("unknown"), row.type != "Transpose" else {
            return true
        }
        let read = readings.compactMap { $0 }
        return read.reduce(0) { $0 + $1.means[position] } >= Double(read.count)
    }

    /// The last reading before the later half of the inferences until a reading; nil for the first one.
    private func earlier(than reading: Reading) -> Reading? {
        let before = readings.lazy.compactMap { $0 }.filter { $0.inferences < reading.inferences }
        return before.last { $0.inferences * 2 <= reading.inferences } ?? before.first
    }

    /// Microseconds of a row, on average over the inferences between two readings.
    private static func time(_ reading: Reading, since earlier: Reading?, _ position: Int) -> Double {
        let mean = reading.means[position]
        guard let earlier, earlier.inferences < reading.inferences else { return mean }
        let (now, then) = (Double(reading.inferences), Double(earlier.inferences))
        return max(0, (mean * now - earlier.means[position] * then) / (now - then))
    }
}
