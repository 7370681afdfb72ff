import Foundation
import GnomonMeasure
import GnomonReport
import GnomonStatistics

/// Shows progress on standard error: a bar on a terminal, a line each 10 % elsewhere, events with `--json`.
final class ProgressTalk {
    private let json: Bool
    private let phase: String
    private let done: Int
    private let total: Int
    private var start = Date()
    private var shown: String
    private let isTerminal =
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    private var log = ProgressLog()
    private var hasBar = false

    init(json: Bool, phase: String, done: Int = 0, of total: Int = 1) {
        self.json = json
        self.phase = phase
        shown = phase
        self.done = done
        self.total = total
    }

    /// Shows a step of a measurement.
    func show(_ step: MeasureProgress) {
        switch step {
        case .launch(let number, let nanoseconds):
            let detail = "launch \(number), \(LatencyFormat.text(.init(nanoseconds: nanoseconds)))"
            show(fraction: (Double(done) + min(1, Double(number) / 5)) / Double(total), detail: detail)
        case .waiting(let seconds):
            show(
                fraction: Double(done) / Double(total),
                detail: "the machine is busy, waiting \(Int(seconds.rounded(.up))) s")
        }
    }

    /// Shows how far the work is.
    func show(fraction: Double, remaining: Double? = nil, detail: String, phase: String? = nil) {
        // What is left of a phase follows from what has passed of it.
        if (phase ?? self.phase) != shown {
            shown = phase ?? self.phase
            start = Date()
        }
        let state = ProgressState(
            phase: phase ?? self.phase, fraction: fraction, elapsed: Date().timeIntervalSince(start),
            remaining: remaining, detail: detail)
        if json {
            Console.note(JSONEncoding.compact(.object(state.json)))
        } else if isTerminal {
            FileHandle.standardError.write(Data(("\r" + ProgressBar.bar(state, columns: columns)).utf8))
            hasBar = true
        } else if let line = log.line(state) {
            Console.note(line)
        }
    }

    /// Clears the bar, so that what follows starts on a line of its own.
    func end() {
        guard hasBar else { return }
        FileHandle.standardError.write(Data(("\r" + String(repeating: " ", count: columns) + "\r").utf8))
        hasBar = false
    }

    private var columns: Int {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 100
    }
}
