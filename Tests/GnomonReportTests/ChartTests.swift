import Foundation
import GnomonData
import GnomonStatistics
import Testing

@testable import GnomonReport

@Suite("Pictures of measurements")
struct ChartTests {
    private func measured(_ count: Int = 3) -> GnomonData.Measurement {
        var measurement = Sample.measurement.measurement
        measurement.launches = (0..<count).map { launch in
            let samples = (0..<12).map { index in
                Launch.Sample(
                    wall: 1_000_000 + Int64(index * 1000), cpu: 1_000_000, isClean: index != 5,
                    isWarmup: index < 2, round: index / 4, position: index % 4)
            }
            return Launch(
                samples: samples, loadNanoseconds: 1, peakBytes: 1, checksum: UInt64(launch),
                rounds: (0..<3).map { Launch.Round(nanoseconds: 1000, stalled: Int64($0) * 400) })
        }
        return measurement
    }

    private func kernels(_ count: Int) -> [KernelTiming] {
        (0..<count).map { index in
            KernelTiming(
                name: "k\(index)<&\"", type: index % 2 == 0 ? "Conv" : "Relu", nodes: [index],
                latency: Latency(nanoseconds: Double(1000 + index * 10)), standardError: 1)
        }
    }

    private func count(_ part: String, in text: String) -> Int {
        text.components(separatedBy: part).count - 1
    }

    /// Whether tags are closed in the order they were opened.
    private func isWellFormed(_ text: String) -> Bool {
        var open: [Substring] = []
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else { return false }
            let tag = piece[..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else if !tag.hasSuffix("/"), !tag.hasPrefix("!"), !tag.hasPrefix("meta") {
                open.append(tag.prefix { !$0.isWhitespace })
            }
        }
        return open.isEmpty
    }

    @Test("every sample is in the picture, and every round says whether it was used")
    func quality() {
        let svg = QualityChart(measured(), usedRounds: [[0, 1, 2], [0, 2], []]).svg()
        // Three more in the legend.
        #expect(count("<circle", in: svg) == 36 + 3)
        #expect(isWellFormed(svg))
        let all = QualityChart(measured(), usedRounds: [[0, 1, 2], [0, 1, 2], [0, 1, 2]]).svg()
        #expect(count("fill=\"\(Palette.second)\"", in: all) > count("fill=\"\(Palette.second)\"", in: svg))
        #expect(svg.contains("launch 3") && !svg.contains("launch 4"))
    }

    @Test("no samples at all make a picture too")
    func empty() {
        var measurement = measured(0)
        measurement.reasons = ["runtime <error>"]
        let svg = QualityChart(measurement, usedRounds: []).svg()
        #expect(isWellFormed(svg) && svg.contains("runtime &lt;error&gt;") && !svg.contains("nan"))
        #expect(isWellFormed(KernelWaterfall([], latency: .zero, title: "").svg()))
    }

    @Test("kernels follow one another; of very many the short ones share lines", arguments: [1, 80, 300])
    func waterfall(number: Int) {
        let svg = KernelWaterfall(
            kernels(number), latency: Latency(nanoseconds: 1e6), title: "a < b"
        ).svg()
        #expect(isWellFormed(svg))
        #expect(svg.contains("a &lt; b") && !svg.contains("k0<"))
        let bars = count("<title>", in: svg)
        #expect(number <= 80 ? bars == number : bars < number)
        #expect(svg.contains("\(number) kernels, "))
    }

    @Test("a trace is JSON whose kernels are as long as they were measured")
    func trace() throws {
        var measurement = measured()
        measurement.kernels = kernels(5)
        let text = ChromeTrace.json([MeasurementRow(model: "a\"b.onnx", measurement: measurement)])
        let trace = try #require(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let events = try #require(trace["traceEvents"] as? [[String: Any]])
        let spans = events.filter { $0["ph"] as? String == "X" && $0["cat"] as? String == "kernel" }
        let durations = spans.compactMap { $0["dur"] as? Double }
        #expect(durations == [1, 1.01, 1.02, 1.03, 1.04])
        #expect((spans.last?["ts"] as? Double).map { abs($0 - 4.06) < 1e-9 } == true)
        #expect(events.count { $0["cat"] as? String == "sample" } == 36)
    }

    @Test("a page holds pictures and facts, and nothing of it is loaded from elsewhere")
    func page() {
        var measurement = measured()
        measurement.kernels = kernels(3)
        let row = MeasurementRow(
            model: "<script>.onnx", measurement: measurement, showsKernels: true, warnings: ["w & v"])
        let html = HTMLReport([row, row], usedRounds: []).html()
        #expect(count("<svg", in: html) == 4)
        #expect(html.contains("&lt;script&gt;.onnx") && html.contains("w &amp; v"))
        for word in ["<script", "src=", "href=", "url("] { #expect(!html.contains(word)) }
        let body = html.components(separatedBy: "</style>").last ?? ""
        #expect(isWellFormed("<html><head>" + body))
    }
}
