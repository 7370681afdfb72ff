public import GnomonEvaluate

/// The share that intervals hold against the share they promise.
public struct CalibrationChart {
    private let calibration: Calibration
    private let title: String

    /// A calibration.
    public init(_ calibration: Calibration, title: String) {
        self.calibration = calibration
        self.title = title
    }

    /// The picture as SVG.
    public func svg() -> String {
        var frame = ChartFrame(
            title: title,
            facts: "\(calibration.count) networks; above the diagonal: wider than need be; "
                + "dashed: two standard errors",
            x: "stated level", y: "share held")
        let x = ChartAxis(0, 1, from: ChartFrame.left, to: ChartFrame.right)
        let y = ChartAxis(0, 1, from: ChartFrame.bottom, to: ChartFrame.top)
        for mark in x.marks { frame.markX(Self.text(mark), at: x.place(mark)) }
        for mark in y.marks { frame.markY(Self.text(mark), at: y.place(mark)) }
        frame.picture.line(x.place(0), y.place(0), x.place(1), y.place(1), stroke: Palette.faint)
        let count = Double(max(1, calibration.count))
        let levels = (0...40).map { Double($0) / 40 }
        for sign in [-2.0, 2.0] {
            let rim = levels.map { level in
                (
                    x: x.place(level),
                    y: y.place(min(1, max(0, level + sign * (level * (1 - level) / count).squareRoot())))
                )
            }
            for (from, to) in zip(rim, rim.dropFirst()) {
                frame.picture.line(from.x, from.y, to.x, to.y, stroke: Palette.band, isDashed: true)
            }
        }
        let places = calibration.points.map { (x: x.place($0.level), y: y.place($0.held)) }
        frame.path(places, stroke: Palette.good)
        for place in places { frame.picture.circle(place.x, place.y, radius: 3.5, fill: Palette.good) }
        return frame.picture.rendered()
    }

    private static func text(_ mark: Double) -> String { NumberFormat.fixed(100 * mark, digits: 0) + " %" }
}
