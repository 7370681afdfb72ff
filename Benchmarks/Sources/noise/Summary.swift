import Foundation
import GnomonData
import GnomonStatistics

/// One measurement of a cell on the disturbed machine.
struct Trial {
    var cell: Int
    var measurement: GnomonData.Measurement
    var naive: Double
}

/// What a study found.
struct Summary {
    var trials: [Trial]
    /// The quiet latency of each cell, in nanoseconds.
    var truths: [Double]
    var names: [String]

    /// A JSON line a trial on standard output, the table on standard error.
    func show(spreads: [Double]) {
        var all: [(error: Double, naive: Double, trial: Trial)] = []
        for trial in trials where truths[trial.cell] > 0 {
            let truth = truths[trial.cell]
            let error = trial.measurement.latency.nanoseconds / truth - 1
            all.append((error, trial.naive / truth - 1, trial))
            let interval = trial.measurement.interval
            let line: [String: Any] = [
                "cell": names[trial.cell], "quiet_ns": truth, "ns": trial.measurement.latency.nanoseconds,
                "error": error, "naive_error": trial.naive / truth - 1,
                "grade": trial.measurement.grade.rawValue, "reasons": trial.measurement.reasons,
                "holds": interval.lower.nanoseconds <= truth && truth <= interval.upper.nanoseconds,
                "seconds": trial.measurement.seconds,
            ]
            if let data = try? JSONSerialization.data(withJSONObject: line, options: [.sortedKeys]) {
                print(String(decoding: data, as: UTF8.self))
            }
        }
        note("\ncell                                quiet ms  spread  trials   A   B   C   F  error  naive")
        for cell in names.indices {
            note(row(names[cell], all.filter { $0.trial.cell == cell }, cell, spreads))
        }
        let trusted = all.filter { $0.trial.measurement.grade.isTrusted }
        let within = trusted.count { abs($0.error) <= 0.05 }
        let holds = all.count { entry in
            entry.trial.measurement.interval.contains(Latency(nanoseconds: truths[entry.trial.cell]))
        }
        func median(_ values: [Double]) -> String { percent(Quantile.median(values.map(abs)) ?? .nan) }
        note(
            """

            trials \(all.count), trusted \(trusted.count), of these within 5 %: \(within); \
            worst trusted \(percent(trusted.map { abs($0.error) }.max() ?? 0)), median error of trusted \
            \(median(trusted.map(\.error))), of all \(median(all.map(\.error))); interval holds the quiet value in \
            \(holds); naive mean of 50: median error \(median(all.map(\.naive))), worst \
            \(percent(all.map { abs($0.naive) }.max() ?? 0))
            """)
    }

    private func row(
        _ name: String, _ trials: [(error: Double, naive: Double, trial: Trial)], _ cell: Int,
        _ spreads: [Double]
    ) -> String {
        let grades = Grade.allCases.map { grade in
            String(format: "%4d", trials.count { $0.trial.measurement.grade == grade })
        }.joined()
        return name.padding(toLength: 36, withPad: " ", startingAt: 0)
            + String(format: "%8.3f", truths[cell] / 1e6) + "  " + percent(spreads[cell])
            + String(format: "%7d", trials.count) + grades + "  "
            + percent(Quantile.median(trials.map(\.error)) ?? .nan) + "  "
            + percent(Quantile.median(trials.map(\.naive)) ?? .nan)
    }

    private func percent(_ value: Double) -> String {
        value.isFinite ? String(format: "%.1f %%", value * 100) : "-"
    }
}
