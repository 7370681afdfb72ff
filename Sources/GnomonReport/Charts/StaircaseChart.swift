public import GnomonEvaluate
import GnomonStatistics

/// A latency against a size, the steps found in it marked.
public struct StaircaseChart {
    private let staircase: Staircase
    /// Steps up to which each is named.
    private static let named = 18

    /// A staircase.
    public init(_ staircase: Staircase) { self.staircase = staircase }

    /// The picture as SVG.
    public func svg() -> String {
        let points = staircase.points
        let highest = points.map(\.latency).max() ?? .zero
        let unit = LatencyFormat.Unit.fitting(highest)
        let steps = staircase.steps
        let list = steps.prefix(Self.named).map(String.init).joined(separator: ", ")
        var frame = ChartFrame(
            title: staircase.title,
            facts: steps.isEmpty
                ? "no steps found"
                : "\(steps.count) steps begin at \(list)" + (steps.count > Self.named ? ", …" : ""),
            x: "output channels", y: "predicted time, \(unit.rawValue)")
        let x = ChartAxis(
            Double(points.first?.size ?? 0), Double(points.last?.size ?? 1), from: ChartFrame.left,
            to: ChartFrame.right)
        let y = ChartAxis(
            0, highest.nanoseconds / unit.nanoseconds * 1.08, from: ChartFrame.bottom, to: ChartFrame.top)
        for mark in y.marks { frame.markY(NumberFormat.threeDigits(mark), at: y.place(mark)) }
        for mark in x.marks { frame.markX(NumberFormat.fixed(mark, digits: 0), at: x.place(mark)) }
        for step in steps {
            frame.picture.line(
                x.place(Double(step)), ChartFrame.top, x.place(Double(step)), ChartFrame.bottom,
                stroke: Palette.bad, width: 0.7, isDashed: true)
        }
        frame.path(
            points.map {
                (x: x.place(Double($0.size)), y: y.place($0.latency.nanoseconds / unit.nanoseconds))
            }, stroke: Palette.good)
        return frame.picture.rendered()
    }
}
