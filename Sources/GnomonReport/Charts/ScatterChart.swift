public import GnomonEvaluate
import GnomonStatistics

/// Predicted against measured latencies on logarithmic axes, with the diagonal and ±10 % around it.
public struct ScatterChart {
    private let cases: [EvaluationCase]
    private let title: String
    /// Cases up to which each shows its interval.
    private static let intervals = 200

    /// A scatter of networks.
    public init(_ cases: [EvaluationCase], title: String) {
        self.cases = cases
        self.title = title
    }

    /// The picture as SVG.
    ///
    /// - Complexity: O(n log n).
    public func svg() -> String {
        let summary = EvaluationSummary(cases)
        let facts = summary.map {
            "\($0.count) networks, \(NumberFormat.percent($0.errors.within10)) within 10 % (the band), "
                + "\(NumberFormat.percent($0.errors.within5)) within 5 %; bars are predicted intervals"
        }
        var frame = ChartFrame(
            title: title, facts: facts ?? "no networks", x: "measured latency, ms",
            y: "predicted latency, ms")
        let values = cases.flatMap { [$0.measured.milliseconds, $0.predicted.milliseconds] }.filter { $0 > 0 }
        let x = LogAxis(values, from: ChartFrame.left, to: ChartFrame.right)
        let y = LogAxis(values, from: ChartFrame.bottom, to: ChartFrame.top)
        for mark in x.marks { frame.markX(LogAxis.text(mark), at: x.place(mark)) }
        for mark in y.marks { frame.markY(LogAxis.text(mark), at: y.place(mark)) }
        drawBand(&frame, x, y)
        let colours = colours()
        if cases.count <= Self.intervals {
            for item in cases {
                let place = x.place(item.measured.milliseconds)
                frame.picture.line(
                    place, y.place(item.interval.lower.milliseconds), place,
                    y.place(item.interval.upper.milliseconds), stroke: Palette.warm)
            }
        }
        for item in cases {
            frame.picture.circle(
                x.place(item.measured.milliseconds), y.place(item.predicted.milliseconds), radius: 3.2,
                fill: colours.first { $0.name == item.family }?.colour ?? Palette.faint)
        }
        frame.legend(colours)
        return frame.picture.rendered()
    }

    private func drawBand(_ frame: inout ChartFrame, _ x: LogAxis, _ y: LogAxis) {
        let ends = [x.lower, x.upper]
        for (factor, isDashed) in [(1.0, false), (1.1, true), (1 / 1.1, true)] {
            let low = max(ends[0], ends[0] / factor)
            let high = min(ends[1], ends[1] / factor)
            frame.picture.line(
                x.place(low), y.place(low * factor), x.place(high), y.place(high * factor),
                stroke: isDashed ? Palette.good : Palette.faint, isDashed: isDashed)
        }
    }

    /// The largest families, each with its colour; the others share the last one.
    private func colours() -> [(name: String, colour: String)] {
        let sizes = Dictionary(grouping: cases, by: \.family).mapValues(\.count)
        let order = sizes.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
        return zip(order, Palette.wheel.dropLast()).map { (name: $0, colour: $1) }
    }
}
