public import GnomonEvaluate
import GnomonStatistics

/// The error on networks held out against the seconds spent on measuring.
public struct LearningChart {
    private let curve: LearningCurve
    private let title: String

    /// A learning curve.
    public init(_ curve: LearningCurve, title: String) {
        self.curve = curve
        self.title = title
    }

    /// The picture as SVG.
    public func svg() -> String {
        let points = curve.points
        let held = points.last?.summary.count ?? 0
        var frame = ChartFrame(
            title: title, facts: "the same \(held) random networks held out at every point",
            x: "seconds of measuring (networks learned from)", y: "share of networks, or error")
        let x = ChartAxis(
            0, (points.map(\.seconds).max() ?? 1) * 1.05, from: ChartFrame.left, to: ChartFrame.right)
        let y = ChartAxis(0, 1, from: ChartFrame.bottom, to: ChartFrame.top)
        for mark in y.marks {
            frame.markY(NumberFormat.fixed(100 * mark, digits: 0) + " %", at: y.place(mark))
        }
        for point in points {
            frame.markX(
                "\(NumberFormat.fixed(point.seconds, digits: 0)) s (\(point.networks))",
                at: x.place(point.seconds), hasLine: false)
        }
        let lines: [(name: String, colour: String, value: (EvaluationSummary) -> Double)] = [
            ("within 10 %", Palette.good, { $0.errors.within10 }),
            ("within 5 %", Palette.second, { $0.errors.within5 }),
            ("mean error", Palette.bad, { $0.errors.mape }),
        ]
        for line in lines {
            let places = points.map {
                (x: x.place($0.seconds), y: y.place(min(1, max(0, line.value($0.summary)))))
            }
            frame.path(places, stroke: line.colour)
            for (place, point) in zip(places, points) {
                frame.picture.circle(place.x, place.y, radius: 3.5, fill: line.colour)
                frame.picture.text(
                    NumberFormat.percent(line.value(point.summary)), place.x, place.y - 8, anchor: .middle,
                    size: 10, fill: line.colour)
            }
        }
        frame.legend(lines.map { ($0.name, $0.colour) })
        return frame.picture.rendered()
    }
}
