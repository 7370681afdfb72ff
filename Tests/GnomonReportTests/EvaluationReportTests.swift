import Foundation
import GnomonEvaluate
import GnomonStatistics
import Testing

@testable import GnomonReport

@Suite("Report on a predictor")
struct EvaluationReportTests {
    private func cases(_ count: Int) -> [EvaluationCase] {
        (0..<count).map { index in
            let measured = 0.3 * Double(index + 1) * Double(index + 1)
            let predicted = measured * (1 + 0.03 * Double(index % 7 - 3))
            return EvaluationCase(
                model: "m\(index)<&", family: ["resnet", "vit", "a<b"][index % 3],
                predicted: Latency(milliseconds: predicted),
                interval: LatencyInterval(
                    lower: Latency(milliseconds: predicted * 0.9),
                    upper: Latency(milliseconds: predicted * 1.1), level: 0.9),
                coverage: 1, measured: Latency(milliseconds: measured),
                kernels: [
                    .init(
                        kind: index % 2 == 0 ? "conv" : "pool", predicted: Latency(nanoseconds: 1100),
                        recorded: Latency(nanoseconds: 1000))
                ])
        }
    }

    private func report(_ count: Int) -> EvaluationReport {
        let held = Evaluation(cases(count))
        let points = held.overall.map { summary in
            [0.25, 0.5, 0.75, 1].map {
                LearningCurve.Point(part: $0, networks: Int(400 * $0), seconds: 300 * $0, summary: summary)
            }
        }
        return EvaluationReport(
            platform: "ort-cpu-1t", predictor: "kernel-boost", models: Evaluation(cases(count / 2)),
            heldOut: held, learning: points.map { LearningCurve($0) },
            staircase: Staircase(
                title: "3x3 conv",
                points: (1...64).map {
                    .init(size: $0, latency: Latency(nanoseconds: 1000 * Double(($0 + 15) / 16)))
                }), notes: ["x < y & z"])
    }

    private func count(_ part: String, in text: String) -> Int {
        text.components(separatedBy: part).count - 1
    }

    @Test("the page holds every picture, escapes what it is given and loads nothing")
    func page() {
        let html = report(40).html
        // Scatter, families and calibration of two sets; kinds, learning and staircase once.
        #expect(count("<svg", in: html) == 9 && count("</svg>", in: html) == 9)
        #expect(html.contains("a&lt;b") && html.contains("m3&lt;&amp;") && html.contains("x &lt; y &amp; z"))
        for word in ["<script", "src=", "href=", "url(", "nan", "inf\""] { #expect(!html.contains(word)) }
        #expect(html == report(40).html)
    }

    @Test("the scatter has a point for each network and each family of the legend")
    func scatter() {
        let svg = ScatterChart(cases(12), title: "t").svg()
        #expect(count("<circle", in: svg) == 12 + 3)
        #expect(svg.contains("12 networks"))
        #expect(ScatterChart([], title: "t").svg().contains("no networks"))
    }

    @Test("the axis has round marks inside its ends", arguments: [[0.02, 0.9], [1, 1], [3, 40_000]])
    func axis(values: [Double]) {
        let axis = LogAxis(values, from: 0, to: 100)
        #expect(!axis.marks.isEmpty && axis.marks.allSatisfy { (axis.lower...axis.upper).contains($0) })
        #expect(axis.place(axis.lower) == 0 && abs(axis.place(axis.upper) - 100) < 1e-9)
        #expect([0.05, 0.5, 2, 100].map(LogAxis.text) == ["0.05", "0.5", "2", "100"])
    }

    @Test("text and JSON say the same figures, and what is missing")
    func forms() throws {
        let report = report(40)
        #expect(report.text.contains("held out") && report.text.contains("note: x < y & z"))
        #expect(report.text.contains("steps begin at 17, 33, 49"))
        let object = try parsed(JSONEncoding.pretty(.object(report.json)))
        #expect(object["schema"] as? String == "gnomon.report/1")
        let held = try #require(object["held_out"] as? [String: Any])
        let summary = try #require(held["summary"] as? [String: Any])
        #expect(summary["networks"] as? Int == 40)
        #expect((held["results"] as? [Any])?.count == 40)
        #expect((object["learning"] as? [Any])?.count == 4)
    }

    @Test("a report on nothing is a page and a table too")
    func nothing() {
        let report = EvaluationReport(
            platform: "p", predictor: "q", models: Evaluation([]), heldOut: Evaluation([]), learning: nil,
            staircase: nil, notes: [])
        #expect(report.html.hasSuffix("</body></html>\n"))
        #expect(report.text.hasPrefix("q on p"))
    }
}
