import Foundation

/// A logarithmic axis with marks at 1, 2 and 5 of each power of ten.
struct LogAxis {
    let lower: Double
    let upper: Double
    /// Pixels of the ends.
    let start: Double
    let end: Double

    /// An axis that holds positive values, with a little room at its ends.
    init(_ values: [Double], from start: Double, to end: Double) {
        let lowest = values.min() ?? 1
        let highest = max(values.max() ?? 1, lowest * 1.2)
        lower = lowest / 1.25
        upper = highest * 1.25
        self.start = start
        self.end = end
    }

    func place(_ value: Double) -> Double {
        start + log(min(max(value, lower), upper) / lower) / log(upper / lower) * (end - start)
    }

    /// Round values inside, thinned where there are many.
    var marks: [Double] {
        let decades = Int(log10(lower).rounded(.down))...Int(log10(upper).rounded(.up))
        let factors = upper / lower > 3000 ? [1.0] : [1, 2, 5]
        return decades.flatMap { decade in factors.map { $0 * pow(10, Double(decade)) } }
            .filter { $0 >= lower && $0 <= upper }
    }

    /// A mark without zeros that say nothing.
    static func text(_ mark: Double) -> String {
        NumberFormat.fixed(mark, digits: max(0, Int((-log10(mark) - 1e-9).rounded(.up))))
    }
}

/// The frame that charts of points share: title, line of facts, axes with names.
struct ChartFrame {
    static let (width, height) = (640.0, 440.0)
    static let (left, right, top, bottom) = (64.0, 616.0, 70.0, 392.0)

    var picture = SVG(width: Self.width, height: Self.height)

    init(title: String, facts: String, x: String, y: String) {
        picture.text(title, 12, 20, size: 14, isBold: true)
        picture.text(facts, 12, 37, size: 10.5, fill: Palette.faint)
        picture.text(x, (Self.left + Self.right) / 2, Self.height - 12, anchor: .middle)
        picture.text(y, 12, Self.top - 12, size: 10.5)
        picture.line(Self.left, Self.bottom, Self.right, Self.bottom, stroke: Palette.faint)
        picture.line(Self.left, Self.top, Self.left, Self.bottom, stroke: Palette.faint)
    }

    mutating func markX(_ text: String, at x: Double, hasLine: Bool = true) {
        if hasLine { picture.line(x, Self.top, x, Self.bottom, stroke: Palette.grid) }
        picture.text(text, x, Self.bottom + 15, anchor: .middle, size: 10)
    }

    mutating func markY(_ text: String, at y: Double) {
        picture.line(Self.left, y, Self.right, y, stroke: Palette.grid)
        picture.text(text, Self.left - 6, y + 3.5, anchor: .end, size: 10)
    }

    /// Joins points by lines.
    mutating func path(_ points: [(x: Double, y: Double)], stroke: String, width: Double = 1.6) {
        for (from, to) in zip(points, points.dropFirst()) {
            picture.line(from.x, from.y, to.x, to.y, stroke: stroke, width: width)
        }
    }

    /// Names colours, from the upper left corner down.
    mutating func legend(_ entries: [(name: String, colour: String)]) {
        for (index, entry) in entries.enumerated() {
            let y = Self.top + 14 + Double(index) * 15
            picture.circle(Self.left + 14, y - 4, radius: 4, fill: entry.colour)
            picture.text(entry.name, Self.left + 23, y, size: 10)
        }
    }
}
