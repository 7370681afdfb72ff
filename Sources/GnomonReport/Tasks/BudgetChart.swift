import Foundation
public import GnomonEvaluate

/// The share within 10 % over the number of measurements, a line for each predictor.
public struct BudgetChart {
    private let entries: [Leaderboard.Entry]
    private let floor: NoiseFloor?

    /// The entries of one task.
    public init(_ entries: [Leaderboard.Entry], floor: NoiseFloor?) {
        self.entries = entries
        self.floor = floor
    }

    /// The picture as SVG.
    public func svg() -> String {
        var frame = ChartFrame(
            title: "Share within 10 % over training rows",
            facts: "median over seeds; dashed: what other measurements of the same network reach",
            x: "training rows", y: "share of test rows within 10 %")
        let budgets = Set(entries.map(\.budget)).sorted()
        let shares = entries.compactMap { $0.median["within10"] }
        let x = ChartAxis(
            log2(Double(budgets.first ?? 1)) - 0.3, log2(Double(budgets.last ?? 2)) + 0.3,
            from: ChartFrame.left,
            to: ChartFrame.right)
        let y = ChartAxis(
            max(0, (shares.min() ?? 0) - 0.05), 1, from: ChartFrame.bottom, to: ChartFrame.top)
        for mark in y.marks {
            frame.markY(NumberFormat.fixed(100 * mark, digits: 0) + " %", at: y.place(mark))
        }
        for budget in budgets {
            frame.markX(String(budget), at: x.place(log2(Double(budget))), hasLine: false)
        }
        if let share = floor?.metrics["within10"] {
            frame.picture.line(
                ChartFrame.left, y.place(share), ChartFrame.right, y.place(share), stroke: Palette.faint,
                isDashed: true)
        }
        var names: [(name: String, colour: String)] = []
        let predictors = Set(entries.map(\.predictor)).sorted()
        for (index, predictor) in predictors.enumerated() {
            let colour = Palette.wheel[index % Palette.wheel.count]
            let places = entries.filter { $0.predictor == predictor }.sorted { $0.budget < $1.budget }
                .map { (x: x.place(log2(Double($0.budget))), y: y.place($0.median["within10"] ?? 0)) }
            frame.path(places, stroke: colour)
            for place in places { frame.picture.circle(place.x, place.y, radius: 3.5, fill: colour) }
            names.append((name: predictor, colour: colour))
        }
        frame.legend(names)
        return frame.picture.rendered()
    }
}
