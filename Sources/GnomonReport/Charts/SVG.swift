/// A picture made of shapes, as SVG 1.1 without scripts, fonts or anything from elsewhere.
struct SVG {
    /// Sizes in pixels.
    let width: Double
    let height: Double
    private var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Where a text is held.
    enum Anchor: String { case start, middle, end }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, opacity: Double = 1,
        title: String = ""
    ) {
        let shape =
            "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\" height=\"\(n(max(0, height)))\""
            + " fill=\"\(fill)\"" + (opacity < 1 ? " fill-opacity=\"\(n(opacity))\"" : "")
        close(shape, "rect", title)
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, fill: String, isHollow: Bool = false) {
        let paint = isHollow ? "fill=\"none\" stroke=\"\(fill)\"" : "fill=\"\(fill)\""
        body += "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" \(paint)/>\n"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String, width: Double = 1,
        isDashed: Bool = false
    ) {
        body +=
            "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" stroke=\"\(stroke)\""
            + " stroke-width=\"\(n(width))\"" + (isDashed ? " stroke-dasharray=\"4 3\"" : "") + "/>\n"
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, size: Double = 11,
        fill: String = Palette.ink, isBold: Bool = false
    ) {
        body +=
            "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\" text-anchor=\"\(anchor.rawValue)\""
            + " fill=\"\(fill)\"" + (isBold ? " font-weight=\"bold\"" : "")
            + ">\(Markup.escaped(text))</text>\n"
    }

    /// The whole picture.
    func rendered() -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(n(width)) \(n(height))\" width=\"\(n(width))\""
            + " height=\"\(n(height))\" font-family=\"Helvetica, Arial, sans-serif\">\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body + "</svg>\n"
    }

    private mutating func close(_ shape: String, _ name: String, _ title: String) {
        body +=
            title.isEmpty
            ? shape + "/>\n" : shape + "><title>\(Markup.escaped(title))</title></\(name)>\n"
    }

    /// A coordinate with two decimals at most.
    private func n(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}

/// Text inside of XML and HTML.
enum Markup {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Escaping.printable(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Colours that stay apart for people who see few of them (Okabe, Ito 2008).
enum Palette {
    static let ink = "#222222"
    static let faint = "#8a8a8a"
    static let grid = "#e3e3e3"
    static let good = "#0072b2"
    static let bad = "#d55e00"
    static let band = "#56b4e9"
    static let warm = "#b9b9b9"
    static let second = "#009e73"
    static let wheel = [
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7a5ba6", "#5b8c5a",
        "#8a8a8a",
    ]
}

/// A linear axis with round marks.
struct ChartAxis {
    let lower: Double
    let upper: Double
    /// Pixels of the ends.
    let start: Double
    let end: Double

    init(_ lower: Double, _ upper: Double, from start: Double, to end: Double) {
        self.lower = lower
        self.upper = upper > lower ? upper : lower + max(abs(lower), 1) * 0.01
        self.start = start
        self.end = end
    }

    func place(_ value: Double) -> Double { start + (value - lower) / (upper - lower) * (end - start) }

    /// About five round values.
    var marks: [Double] {
        var step = 1.0
        let wanted = (upper - lower) / 5
        while step > wanted { step /= 10 }
        while step * 10 <= wanted { step *= 10 }
        for factor in [5.0, 2.0] where step * factor <= wanted {
            step *= factor
            break
        }
        var marks: [Double] = []
        var mark = (lower / step).rounded(.up) * step
        while mark <= upper, marks.count < 20 {
            marks.append(mark)
            mark += step
        }
        return marks
    }
}
