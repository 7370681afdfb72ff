import GnomonData
import GnomonStatistics

/// A page about measurements: verdict, evidence, pictures, kernels.
///
/// One file, no scripts, nothing from elsewhere.
public struct HTMLReport {
    private let rows: [MeasurementRow]
    /// For each row and launch the rounds that were used.
    private let usedRounds: [[Set<Int>]]

    /// A page about these measurements, and the rounds that the verdict on each rests on.
    public init(_ rows: [MeasurementRow], usedRounds: [[Set<Int>]]) {
        self.rows = rows
        self.usedRounds = usedRounds
    }

    /// The page.
    public func html() -> String {
        var page = HTMLPage.head(title: "Measured latency")
        page += "<h1>Measured latency</h1>\n<table><tr>"
        page += MeasurementRow.columns.map { "<th>\(Markup.escaped($0.title))</th>" }.joined() + "</tr>\n"
        for row in rows {
            page += "<tr>" + row.cells.map { "<td>\(Markup.escaped($0))</td>" }.joined() + "</tr>\n"
        }
        page += "</table>\n"
        for (index, row) in rows.enumerated() {
            page += section(row, used: index < usedRounds.count ? usedRounds[index] : [])
        }
        return page + "</body></html>\n"
    }

    private func section(_ row: MeasurementRow, used: [Set<Int>]) -> String {
        let measurement = row.measurement
        let grade = measurement.grade.rawValue
        var text =
            "<h2>\(Markup.escaped(row.model))</h2>\n<p><b>\(LatencyFormat.text(measurement.latency))</b> on "
            + "\(Markup.escaped(measurement.platform)) <span class=\"grade \(grade)\">\(grade)</span></p>\n"
        if !measurement.reasons.isEmpty {
            text +=
                "<p>Not better because of: \(Markup.escaped(measurement.reasons.joined(separator: "; "))).</p>\n"
        }
        for warning in row.warnings { text += "<p>Note: \(Markup.escaped(warning)).</p>\n" }
        text += QualityChart(measurement, usedRounds: used).svg()
        text += table(facts(measurement))
        let kernels = row.profile?.profile.kernels ?? measurement.kernels
        if !kernels.isEmpty {
            let latency = row.profile?.profile.latency ?? measurement.latency
            text += KernelWaterfall(kernels, latency: latency, title: "Kernels of one inference").svg()
            if let profile = row.profile { text += "<p>\(Markup.escaped(profile.closureLine)).</p>\n" }
            text +=
                "<details><summary>Time by type of kernel</summary>" + table(byType(kernels)) + "</details>\n"
        }
        let machine = facts(measurement.fingerprint)
        return text + "<details><summary>Machine and software</summary>" + table(machine) + "</details>\n"
    }

    private func table(_ facts: [(String, String)]) -> String {
        "<table>\n"
            + facts.map { "<tr><th>\(Markup.escaped($0.0))</th><td>\(Markup.escaped($0.1))</td></tr>\n" }
            .joined()
            + "</table>\n"
    }

    private func facts(_ measurement: GnomonData.Measurement) -> [(String, String)] {
        func percent(_ value: Double?) -> String {
            value.map { NumberFormat.fixed(100 * $0, digits: 1) + " %" } ?? "not shown by this machine"
        }
        let evidence = measurement.evidence
        let unit = LatencyFormat.Unit.fitting(measurement.latency)
        var facts: [(String, String)] = [
            ("interval", LatencyFormat.text(measurement.interval, unit: unit) + " " + unit.rawValue),
            ("half width", percent(evidence.halfWidth)),
            ("undisturbed samples", percent(evidence.cleanShare)),
            ("pressure", percent(evidence.pressure)), ("stolen by the hypervisor", percent(evidence.steal)),
            ("reference kernels above their floor", percent(evidence.inflation)),
            ("launches", String(measurement.launches.count)),
        ]
        if let found = measurement.provenance {
            facts += [
                ("rounds and samples used", "\(found.used.rounds), \(found.used.samples)"),
                ("before correction", LatencyFormat.text(found.uncorrected)),
                (
                    "fastest, p10, p25",
                    [found.minimum, found.p10, found.p25].map { LatencyFormat.text($0) }
                        .joined(separator: ", ")
                ),
                (
                    "p90, p99",
                    [found.p90, found.p99].map { bound in
                        bound.map { LatencyFormat.text($0.latency) + ($0.isConservative ? " (bound)" : "") }
                            ?? "-"
                    }.joined(separator: ", ")
                ),
                ("first inference", LatencyFormat.text(found.first)),
                ("opening", LatencyFormat.text(found.load)),
                ("peak memory", NumberFormat.bytes(Int(found.peakBytes))),
                ("attempt", "\(found.attempt + 1) of \(found.attempts)"), ("plan", found.plan),
                ("flags", found.flags.joined(separator: ", ")),
            ]
        }
        return facts + [("seed", String(measurement.seed)), ("network", measurement.networkHash)]
    }

    private func facts(_ fingerprint: PlatformFingerprint) -> [(String, String)] {
        [fingerprint.identity, fingerprint.epoch, fingerprint.context].flatMap { facts in
            facts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    private func byType(_ kernels: [KernelTiming]) -> [(String, String)] {
        var times: [String: (count: Int, time: Double)] = [:]
        for kernel in kernels {
            times[kernel.type, default: (0, 0)].count += 1
            times[kernel.type, default: (0, 0)].time += kernel.latency.nanoseconds
        }
        let sum = max(1, times.values.reduce(0) { $0 + $1.time })
        return times.sorted { ($0.value.time, $1.key) > ($1.value.time, $0.key) }.map { type, entry in
            let share = NumberFormat.fixed(100 * entry.time / sum, digits: 1)
            return (
                type,
                "\(LatencyFormat.text(Latency(nanoseconds: entry.time)))  \(share) %  of \(entry.count) kernels"
            )
        }
    }
}
