public import GnomonData
import GnomonStatistics

/// The picture of how a measurement came about: every sample, what disturbed it, which rounds were used, and the
/// interval that follows.
public struct QualityChart {
    private let measurement: GnomonData.Measurement
    /// For each launch the rounds that were used.
    private let usedRounds: [Set<Int>]
    private static let width = 960.0
    private static let height = 380.0
    /// Margins of the plot.
    private static let (left, right, top, bottom) = (70.0, 150.0, 44.0, 78.0)

    /// A chart of a measurement, and for each launch the numbers of the rounds that its verdict rests on.
    public init(_ measurement: GnomonData.Measurement, usedRounds: [Set<Int>]) {
        self.measurement = measurement
        self.usedRounds = usedRounds
    }

    /// The picture as SVG.
    ///
    /// - Complexity: O(samples).
    public func svg() -> String {
        var picture = SVG(width: Self.width, height: Self.height)
        let samples = measurement.launches.flatMap(\.samples)
        let unit = LatencyFormat.Unit.fitting(measurement.latency)
        func value(_ sample: Launch.Sample) -> Double { sample.perInference / unit.nanoseconds }
        let (lower, upper) = range(samples.map(value), unit)
        let x = ChartAxis(
            0, Double(max(1, samples.count)), from: Self.left, to: Self.width - Self.right)
        let y = ChartAxis(lower, upper, from: Self.height - Self.bottom, to: Self.top)
        drawFrame(&picture, x, y, unit)
        drawInterval(&picture, x, y, unit)
        var index = 0
        for (number, launch) in measurement.launches.enumerated() {
            if number > 0 {
                picture.line(
                    x.place(Double(index)), Self.top, x.place(Double(index)), Self.height - Self.bottom + 30,
                    stroke: Palette.faint, isDashed: true)
            }
            picture.text(
                "launch \(number + 1)", x.place(Double(index)) + 3, Self.height - Self.bottom + 42, size: 9,
                fill: Palette.faint)
            let used = number < usedRounds.count ? usedRounds[number] : []
            drawRounds(&picture, launch, used, from: index, x)
            for sample in launch.samples {
                draw(sample, at: x.place(Double(index) + 0.5), value(sample), y, &picture)
                index += 1
            }
        }
        drawLegend(&picture)
        return picture.rendered()
    }

    /// From a little below the lowest to above most of the samples; the rest is drawn at the rim.
    private func range(_ values: [Double], _ unit: LatencyFormat.Unit) -> (Double, Double) {
        let interval = measurement.interval
        let low = min(values.min() ?? 0, interval.lower.nanoseconds / unit.nanoseconds)
        let most = Quantile.of(values, at: 0.95) ?? 1
        let high = max(most, interval.upper.nanoseconds / unit.nanoseconds)
        let pad = max((high - low) * 0.12, high * 0.005)
        return (max(0, low - pad), high + pad)
    }

    private func draw(
        _ sample: Launch.Sample, at x: Double, _ value: Double, _ axis: ChartAxis, _ picture: inout SVG
    ) {
        let isAbove = value > axis.upper
        let y = isAbove ? Self.top + 3 : axis.place(value)
        let colour = sample.isWarmup ? Palette.warm : sample.isClean ? Palette.good : Palette.bad
        picture.circle(x, y, radius: isAbove ? 2.5 : 1.9, fill: colour, isHollow: isAbove)
    }

    private func drawFrame(
        _ picture: inout SVG, _ x: ChartAxis, _ y: ChartAxis, _ unit: LatencyFormat.Unit
    ) {
        let title =
            "\(LatencyFormat.text(measurement.latency)) on \(measurement.platform), grade "
            + measurement.grade.rawValue
        picture.text(title, Self.left, 18, size: 14, isBold: true)
        let why =
            measurement.reasons.isEmpty ? "nothing disturbed it" : measurement.reasons.joined(separator: "; ")
        picture.text(
            why.count > 150 ? why.prefix(149) + "…" : why, Self.left, 34, size: 10, fill: Palette.faint)
        for mark in y.marks {
            picture.line(x.start, y.place(mark), x.end, y.place(mark), stroke: Palette.grid)
            picture.text(
                "\(NumberFormat.fixed(mark, digits: 2)) \(unit.rawValue)", x.start - 6, y.place(mark) + 4,
                anchor: .end, size: 10)
        }
        picture.line(x.start, y.start, x.end, y.start, stroke: Palette.ink)
        picture.line(x.start, y.start, x.start, y.end, stroke: Palette.ink)
        picture.text(
            "samples in the order they were taken", (x.start + x.end) / 2, Self.height - 12, anchor: .middle,
            size: 10)
        picture.text("rounds", x.start - 6, y.start + 13, anchor: .end, size: 10)
        picture.text("pressure", x.start - 6, y.start + 27, anchor: .end, size: 10)
    }

    private func drawInterval(
        _ picture: inout SVG, _ x: ChartAxis, _ y: ChartAxis, _ unit: LatencyFormat.Unit
    ) {
        func clamped(_ latency: Latency) -> Double {
            y.place(min(y.upper, max(y.lower, latency.nanoseconds / unit.nanoseconds)))
        }
        let (high, low) = (clamped(measurement.interval.upper), clamped(measurement.interval.lower))
        picture.rectangle(
            x.start, high, x.end - x.start, max(1, low - high), fill: Palette.band, opacity: 0.25)
        let middle = clamped(measurement.latency)
        picture.line(x.start, middle, x.end, middle, stroke: Palette.second, width: 1.4)
        picture.text(
            LatencyFormat.text(measurement.latency), x.end + 6, middle + 4, size: 11, fill: Palette.second,
            isBold: true)
    }

    /// Two strips below the samples: whether a round was used, and how long others waited for the processor.
    private func drawRounds(
        _ picture: inout SVG, _ launch: Launch, _ used: Set<Int>, from first: Int, _ x: ChartAxis
    ) {
        let y = Self.height - Self.bottom
        var start = 0
        while start < launch.samples.count {
            let sample = launch.samples[start]
            var end = start
            while end < launch.samples.count, launch.samples[end].round == sample.round,
                launch.samples[end].isWarmup == sample.isWarmup
            {
                end += 1
            }
            let (from, to) = (x.place(Double(first + start)), x.place(Double(first + end)))
            let colour =
                sample.isWarmup ? Palette.warm : used.contains(sample.round) ? Palette.second : Palette.bad
            picture.rectangle(from, y + 4, max(0.5, to - from - 0.5), 10, fill: colour)
            if !sample.isWarmup, launch.rounds.indices.contains(sample.round),
                let stalled = launch.rounds[sample.round].stalled
            {
                let share = Double(stalled) / Double(max(1, launch.rounds[sample.round].nanoseconds))
                picture.rectangle(
                    from, y + 18, max(0.5, to - from - 0.5), 10, fill: Palette.bad,
                    opacity: min(1, max(0.03, share)),
                    title: "\(NumberFormat.fixed(100 * share, digits: 0)) %")
            }
            start = end
        }
    }

    private func drawLegend(_ picture: inout SVG) {
        let x = Self.width - Self.right + 14
        let entries = [
            ("undisturbed", Palette.good), ("disturbed", Palette.bad), ("warm-up", Palette.warm),
        ]
        for (row, entry) in entries.enumerated() {
            let y = Self.top + 12 + Double(row) * 16
            picture.circle(x, y - 3, radius: 3.5, fill: entry.1)
            picture.text(entry.0, x + 9, y, size: 10)
        }
        let y = Self.height - Self.bottom + 12
        picture.rectangle(x - 4, y - 8, 8, 8, fill: Palette.second)
        picture.text("round used", x + 9, y, size: 10)
        picture.rectangle(x - 4, y + 6, 8, 8, fill: Palette.bad)
        picture.text("not used, or others wait", x + 9, y + 14, size: 10)
    }
}
