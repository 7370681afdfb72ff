/// Errors of groups as bars, one below the other.
public struct ErrorChart {
    /// One group.
    public struct Bar: Hashable, Sendable {
        /// The group's name.
        public var name: String
        /// Its mean absolute relative error.
        public var error: Double
        /// What stands behind the bar.
        public var note: String

        /// A group.
        public init(name: String, error: Double, note: String) {
            self.name = name
            self.error = error
            self.note = note
        }
    }

    private let title: String
    private let facts: String
    private let bars: [Bar]
    private static let (left, right, top, row) = (140.0, 360.0, 48.0, 19.0)

    /// Bars in the order given.
    public init(_ bars: [Bar], title: String, facts: String) {
        self.bars = bars
        self.title = title
        self.facts = facts
    }

    /// The picture as SVG.
    ///
    /// - Complexity: O(bars).
    public func svg() -> String {
        let bottom = Self.top + Double(bars.count) * Self.row
        var picture = SVG(width: ChartFrame.width, height: bottom + 30)
        picture.text(title, 12, 20, size: 14, isBold: true)
        picture.text(facts, 12, 37, size: 10.5, fill: Palette.faint)
        // One very bad group must not flatten all the others.
        let most = min(1, max(0.12, bars.map(\.error).filter(\.isFinite).max() ?? 0))
        let axis = ChartAxis(0, most, from: Self.left, to: Self.right)
        let marks = axis.marks
        for (index, mark) in marks.enumerated() {
            picture.line(axis.place(mark), Self.top, axis.place(mark), bottom, stroke: Palette.grid)
            // Where marks are many, every other one is named.
            if marks.count > 6, index % 2 == 1 { continue }
            picture.text(
                NumberFormat.fixed(100 * mark, digits: most < 0.05 ? 1 : 0) + " %", axis.place(mark),
                bottom + 15, anchor: .middle, size: 10)
        }
        for (index, bar) in bars.enumerated() {
            let y = Self.top + Double(index) * Self.row
            let error = min(most, max(0, bar.error.isFinite ? bar.error : most))
            picture.text(bar.name, Self.left - 8, y + 13, anchor: .end)
            picture.rectangle(
                Self.left, y + 3, axis.place(error) - Self.left, Self.row - 6,
                fill: bar.error <= 0.1 ? Palette.good : Palette.bad)
            picture.text(
                "\(NumberFormat.percent(bar.error))  \(bar.note)", Self.right + 14, y + 13, size: 10,
                fill: Palette.faint)
        }
        picture.line(
            axis.place(0.1), Self.top, axis.place(0.1), bottom, stroke: Palette.ink, isDashed: true)
        return picture.rendered()
    }
}
