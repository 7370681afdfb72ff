public import GnomonData
public import GnomonStatistics

/// The kernels of one inference in the order they run, each beginning where the one before it ends.
public struct KernelWaterfall {
    private let kernels: [KernelTiming]
    private let whole: Latency
    private let title: String
    /// Kernels with a line of their own; the shortest of more are put together.
    private static let rows = 80
    private static let rowHeight = 15.0
    private static let (left, right, top, bottom) = (250.0, 120.0, 44.0, 34.0)

    /// A waterfall of a network's kernels beside its latency.
    public init(_ kernels: [KernelTiming], latency: Latency, title: String) {
        self.kernels = kernels
        whole = latency
        self.title = title
    }

    /// One line of the picture.
    private struct Row {
        var name: String
        var type: String
        var start: Double
        var length: Double
    }

    /// The lines in order; what is too short for a line of its own is added to its neighbours.
    private func lines() -> [Row] {
        let times = kernels.map(\.latency.nanoseconds)
        let threshold = times.count > Self.rows ? times.sorted(by: >)[Self.rows - 1] : 0
        var lines: [Row] = []
        var start = 0.0
        var few = 0
        for kernel in kernels {
            let length = kernel.latency.nanoseconds
            if times.count <= Self.rows || length >= threshold, lines.count < 3 * Self.rows {
                lines.append(Row(name: kernel.name, type: kernel.type, start: start, length: length))
                few = 0
            } else if few > 0 {
                few += 1
                lines[lines.count - 1].length += length
                lines[lines.count - 1].name = "\(few) short kernels"
            } else {
                few = 1
                lines.append(Row(name: "1 short kernel", type: "", start: start, length: length))
            }
            start += length
        }
        return lines
    }

    /// The picture as SVG.
    ///
    /// - Complexity: O(kernels * log(kernels)).
    public func svg() -> String {
        let lines = lines()
        let height = Self.top + Double(lines.count) * Self.rowHeight + Self.bottom
        var picture = SVG(width: 960, height: height)
        let sum = kernels.reduce(0) { $0 + $1.latency.nanoseconds }
        let unit = LatencyFormat.Unit.fitting(Latency(nanoseconds: max(sum, whole.nanoseconds)))
        let x = ChartAxis(
            0, max(sum, whole.nanoseconds) / unit.nanoseconds, from: Self.left, to: 960 - Self.right)
        picture.text(title, 12, 18, size: 14, isBold: true)
        let share = whole.nanoseconds > 0 ? 100 * sum / whole.nanoseconds : 0
        picture.text(
            "\(kernels.count) kernels, \(LatencyFormat.text(Latency(nanoseconds: sum))) together: "
                + "\(NumberFormat.fixed(share, digits: 1)) % of the latency of \(LatencyFormat.text(whole))",
            12, 34, size: 10, fill: Palette.faint)
        let bottom = height - Self.bottom
        for mark in x.marks {
            picture.line(x.place(mark), Self.top, x.place(mark), bottom, stroke: Palette.grid)
            picture.text(
                "\(NumberFormat.fixed(mark, digits: 2)) \(unit.rawValue)", x.place(mark), bottom + 14,
                anchor: .middle, size: 10)
        }
        let colours = colours()
        for (row, line) in lines.enumerated() {
            let y = Self.top + Double(row) * Self.rowHeight
            let label = line.type.isEmpty ? line.name : "\(line.type)  \(line.name)"
            picture.text(
                label.count > 42 ? label.prefix(41) + "…" : label, Self.left - 6, y + 11, anchor: .end,
                size: 9.5)
            let from = x.place(line.start / unit.nanoseconds)
            let to = x.place((line.start + line.length) / unit.nanoseconds)
            let text = LatencyFormat.text(Latency(nanoseconds: line.length))
            picture.rectangle(
                from, y + 2, max(1, to - from), Self.rowHeight - 4,
                fill: colours[line.type] ?? Palette.warm, title: "\(label): \(text)")
            let part = sum > 0 ? 100 * line.length / sum : 0
            picture.text(
                "\(text)  \(NumberFormat.fixed(part, digits: 1)) %", max(to, from + 1) + 5, y + 11, size: 9,
                fill: Palette.faint)
        }
        let end = x.place(whole.nanoseconds / unit.nanoseconds)
        picture.line(end, Self.top - 4, end, bottom, stroke: Palette.ink, isDashed: true)
        return picture.rendered()
    }

    /// A colour for each type, the types with the most time first.
    private func colours() -> [String: String] {
        var times: [String: Double] = [:]
        for kernel in kernels { times[kernel.type, default: 0] += kernel.latency.nanoseconds }
        let order = times.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        var colours: [String: String] = [:]
        for (index, entry) in order.enumerated() {
            colours[entry.key] = Palette.wheel[min(index, Palette.wheel.count - 1)]
        }
        return colours
    }
}
