import Foundation
import GnomonEvaluate
import GnomonReport
import Testing

@Suite("Reports of tasks")
struct TaskReportTests {
    private func result(_ predictor: String, seed: UInt64 = 1, within: Double = 0.875) -> TaskResult {
        TaskResult(
            task: "latbench/<board>", predictor: predictor, budget: 900, seed: seed, measurements: 1000,
            testRows: 14_284,
            metrics: PredictionMetrics(values: [
                "within10": within, "within5": 0.5, "within1": 0.1, "mape": 0.025, "spearman": 0.99,
            ]), trainSeconds: 1.5, predictSeconds: 0.125)
    }

    private var report: LeaderboardReport {
        let floor = NoiseFloor([10, 10.5, 20, 20.2], keys: ["a", "a", "b", "b"])
        let pair = PairedComparison([[0.01, 0.02]], [[0.05, 0.06]])
        return LeaderboardReport(
            board: Leaderboard([result("gbdt"), result("ridge", within: 0.5)]),
            floors: floor.map { ["latbench/<board>": $0] } ?? [:],
            pairs: pair.map {
                [.init(task: "latbench/<board>", budget: 900, first: "gbdt", second: "ridge", comparison: $0)]
            } ?? [], notes: ["one & two are the same"])
    }

    @Test("a result has the keys other programs rely on")
    func keys() throws {
        let json = TaskResultRow(result("gbdt")).json
        #expect(
            json.members.map(\.key) == [
                "task", "predictor", "seed", "budget", "measurements", "test_rows", "metrics",
                "train_seconds",
                "predict_seconds",
            ])
        guard case .object(let metrics)? = json["metrics"] else {
            Issue.record("metrics is an object")
            return
        }
        #expect(metrics.members.map(\.key) == ["within1", "within5", "within10", "mape", "spearman"])
        #expect(TaskResultRow(result("gbdt")).cells.count == TaskResultRow.columns.count)
        let csv = Report.csv([RowResult.row(TaskResultRow(result("gbdt")))]).components(separatedBy: "\r\n")
        let place = try #require(csv[0].components(separatedBy: ",").firstIndex(of: "within10"))
        #expect(csv[1].components(separatedBy: ",")[place] == "0.875")
    }

    @Test("the board shows the best first, the noise beside, and what is decided")
    func board() {
        let lines = report.text.split(separator: "\n").map(String.init)
        #expect(lines[1].contains("(noise floor)"))
        #expect(lines[2].contains("gbdt") && lines[2].contains("87.5"))
        #expect(lines[3].contains("ridge"))
        #expect(report.text.contains("gbdt is better"))
        #expect(report.text.contains("note: one & two are the same"))
    }

    @Test("the page has a picture for each task and nothing that is not escaped")
    func page() {
        let html = report.html
        #expect(html.contains("latbench/&lt;board&gt;"))
        #expect(!html.contains("<board>"))
        #expect(html.contains("one &amp; two"))
        #expect(html.components(separatedBy: "<svg").count == 3)
        #expect(report.html == html)
    }

    @Test("rows of tasks, data sets and predictors have a cell a column")
    func cells() {
        let task = EvaluationTask(
            name: "a/b", dataset: "a", device: "b", rule: .pool(1000), budgets: [100, 900])
        #expect(TaskRow(task, rows: 5).cells.count == TaskRow.columns.count)
        #expect(TaskRow(task, rows: nil).json["rows"] == .null)
        let dataset = DatasetListRow(
            name: "a", summary: "s", space: "x", rows: 3, devices: [], path: nil, paper: "p", licence: "l")
        #expect(dataset.cells.count == DatasetListRow.columns.count)
        #expect(dataset.cells.contains("not there"))
        let device = DatasetDeviceRow(device: "d", rows: 2, quantiles: [1, 2, 3], note: "")
        #expect(device.cells == ["d", "2", "1.00", "2.00", "3.00", ""])
        let answer = ArchitecturePredictionRow(
            model: "m", platform: "p", predictor: "gbdt", milliseconds: 2, interval: 1...3, coverage: 1,
            warnings: [])
        #expect(answer.cells.count == ArchitecturePredictionRow.columns.count)
        #expect(answer.json["interval_ms"] == .array([.number(1), .number(3)]))
    }
}
