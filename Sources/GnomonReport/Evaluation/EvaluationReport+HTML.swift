import GnomonEvaluate
import GnomonStatistics

extension EvaluationReport {
    /// The report as a page with pictures: one file, no scripts, nothing from elsewhere.
    ///
    /// - Complexity: O(n log n).
    public var html: String {
        let title = "Predictions of \(predictor) on \(platform)"
        var page = HTMLPage.head(title: title) + "<h1>\(Markup.escaped(title))</h1>\n"
        page += HTMLPage.table(summaryTable)
        page +=
            "<p>Inside: measured latencies inside the predicted interval; width: the interval's median full "
        page += "width over the predicted latency; worst and bias: positive is predicted too slow.</p>\n"
        for note in notes { page += "<p>Note: \(Markup.escaped(note)).</p>\n" }
        for (name, evaluation) in sets {
            page += "<h2>Predicted and measured: \(Markup.escaped(name))</h2>\n"
            page += ScatterChart(evaluation.cases, title: "Predicted against measured, \(name)").svg()
            page += familyChart(evaluation, name).svg()
            page += details("Families", familyTable(evaluation))
            page += details("Networks", caseTable(evaluation))
        }
        if !heldOut.kinds.isEmpty {
            page += "<h2>Kinds of kernels</h2>\n" + kindChart.svg()
            page += details("Kinds", kindTable(heldOut.kinds))
        }
        if let learning, !learning.points.isEmpty {
            page += "<h2>Learning curve</h2>\n"
            page += LearningChart(learning, title: "Error against time spent on measuring").svg()
            page += details("Points", learningTable(learning))
        }
        if let staircase { page += "<h2>Staircase</h2>\n" + StaircaseChart(staircase).svg() }
        page += "<h2>Intervals</h2>\n"
        for (name, evaluation) in sets {
            page += CalibrationChart(evaluation.calibration, title: "Share held against level, \(name)").svg()
        }
        return page + "</body></html>\n"
    }

    private func familyChart(_ evaluation: Evaluation, _ name: String) -> ErrorChart {
        ErrorChart(
            evaluation.families.map {
                .init(
                    name: $0.name, error: $0.summary.errors.mape,
                    note: "of \($0.summary.count), \(NumberFormat.percent($0.summary.errors.within10)) "
                        + "within 10 %")
            }, title: "Mean error by family, \(name)", facts: "dashed: 10 %")
    }

    private var kindChart: ErrorChart {
        ErrorChart(
            heldOut.kinds.map {
                .init(
                    name: $0.kind, error: $0.error,
                    note: "of \($0.count), \(NumberFormat.percent($0.share)) of the time, "
                        + "bias \(NumberFormat.percent($0.bias, signed: true))")
            }, title: "Error by kind of kernel, weighted by time",
            facts: "kernels of the random networks held out; dashed: 10 %")
    }

    private func caseTable(_ evaluation: Evaluation) -> TextTable {
        var table = TextTable([
            .init("network"), .init("family"), .init("measured"), .init("predicted"), .init("error"),
        ])
        for item in evaluation.cases.sorted(by: { abs($0.error) > abs($1.error) }) {
            table.add([
                item.model, item.family, LatencyFormat.text(item.measured),
                LatencyFormat.text(item.predicted, item.interval),
                NumberFormat.percent(item.error, signed: true),
            ])
        }
        return table
    }

    private func details(_ title: String, _ table: TextTable) -> String {
        "<details><summary>\(Markup.escaped(title))</summary>" + HTMLPage.table(table) + "</details>\n"
    }
}
