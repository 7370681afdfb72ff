import GnomonEvaluate

extension LeaderboardReport {
    /// The board as a page with pictures: one file, no scripts, nothing from elsewhere.
    ///
    /// - Complexity: O(entries).
    public var html: String {
        var page = HTMLPage.head(title: "Leaderboard") + "<h1>Leaderboard</h1>\n"
        page +=
            "<p>Medians over the seeds, in percent where not said otherwise. ±: relative to the measured latency; "
        page += "eagle: relative to the predicted one. Apart: rows that are no network of a training row. "
        page += "Inside: measured latencies inside intervals that promise 90 %.</p>\n"
        for note in notes { page += "<p>Note: \(Markup.escaped(note)).</p>\n" }
        for task in tasks {
            page +=
                "<h2>\(Markup.escaped(task))</h2>\n"
                + BudgetChart(entries(of: task), floor: floors[task]).svg()
            if let budget = entries(of: task).map(\.budget).max() {
                let bars = entries(of: task).filter { $0.budget == budget }.map {
                    ErrorChart.Bar(
                        name: $0.predictor, error: $0.median["mape"] ?? .infinity,
                        note: "\(NumberFormat.percent($0.median["within10"] ?? 0)) within 10 %")
                }
                page += ErrorChart(bars, title: "MAPE with \(budget) training rows", facts: "dashed: 10 %")
                    .svg()
            }
        }
        page += "<h2>Figures</h2>\n" + HTMLPage.table(boardTable)
        if !pairs.isEmpty { page += "<h2>Differences</h2>\n" + HTMLPage.table(pairTable) }
        return page + "</body></html>\n"
    }

    private var tasks: [String] {
        var seen: Set<String> = []
        return board.entries.map(\.task).filter { seen.insert($0).inserted }
    }

    private func entries(of task: String) -> [Leaderboard.Entry] { board.entries.filter { $0.task == task } }
}
