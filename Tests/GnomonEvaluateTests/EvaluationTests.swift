import Foundation
import GnomonEvaluate
import GnomonStatistics
import Testing

/// Four networks whose figures were computed by hand.
///
/// | model | family | predicted | measured | error | interval |
/// |---|---|---|---|---|---|
/// | a1 | a | 1.04 | 1 | +4 % | 0.9 … 1.2 |
/// | a2 | a | 1.84 | 2 | -8 % | 1.7 … 1.9 |
/// | b1 | b | 4.80 | 4 | +20 % | 3.9 … 6 |
/// | b2 | b | 5.00 | 5 | 0 | 4 … 6 |
private let cases = [
    made("a1", "a", 1.04, 1, 0.9, 1.2), made("a2", "a", 1.84, 2, 1.7, 1.9),
    made("b1", "b", 4.8, 4, 3.9, 6), made("b2", "b", 5, 5, 4, 6),
]

private func made(
    _ model: String, _ family: String, _ predicted: Double, _ measured: Double, _ lower: Double,
    _ upper: Double, kernels: [EvaluationCase.Kernel] = []
) -> EvaluationCase {
    EvaluationCase(
        model: model, family: family, predicted: Latency(milliseconds: predicted),
        interval: LatencyInterval(
            lower: Latency(milliseconds: lower), upper: Latency(milliseconds: upper), level: 0.9),
        coverage: 1, measured: Latency(milliseconds: measured), kernels: kernels)
}

private func near(_ left: Double?, _ right: Double) -> Bool { left.map { abs($0 - right) < 1e-9 } ?? false }

@Suite("Evaluation of predictions")
struct EvaluationTests {
    @Test("errors, intervals and order are as computed by hand")
    func overall() throws {
        let summary = try #require(Evaluation(cases).overall)
        #expect(summary.count == 4)
        #expect(near(summary.errors.within5, 0.5))
        #expect(near(summary.errors.within10, 0.75))
        #expect(near(summary.errors.mape, 0.08))
        #expect(near(summary.errors.rmspe, (0.048 / 4).squareRoot()))
        #expect(near(summary.errors.worst, 0.2) && summary.worstModel == "b1")
        #expect(near(summary.errors.bias, 0.02))
        #expect(near(summary.medianError, 0.06))
        #expect(near(summary.insideInterval, 0.75))
        // Widths: 0.3 / 1.04, 0.2 / 1.84, 2.1 / 4.8, 2 / 5; the median lies between the first and the last.
        #expect(near(summary.intervalWidth, (0.3 / 1.04 + 0.4) / 2))
        #expect(near(summary.spearman, 1) && near(summary.kendall, 1))
    }

    @Test("each family has its own figures")
    func families() throws {
        let families = Evaluation(cases).families
        #expect(families.map(\.name) == ["a", "b"])
        #expect(near(families.first?.summary.errors.mape, 0.06))
        #expect(near(families.last?.summary.errors.within10, 0.5))
        #expect(families.last?.summary.worstModel == "b1")
    }

    @Test("kinds are weighted by time, and kernels without a recorded time are left out")
    func kinds() throws {
        func kernel(_ kind: String, _ predicted: Double, _ recorded: Double?) -> EvaluationCase.Kernel {
            .init(
                kind: kind, predicted: Latency(nanoseconds: predicted),
                recorded: recorded.map { Latency(nanoseconds: $0) })
        }
        let network = made(
            "a", "a", 1, 1, 0.9, 1.1,
            kernels: [
                kernel("conv", 110, 100), kernel("conv", 280, 300), kernel("pool", 50, 100),
                kernel("view", 5, nil),
            ])
        let kinds = Evaluation([network]).kinds
        #expect(kinds.map(\.kind) == ["conv", "pool"])
        #expect(kinds[0].count == 2 && near(kinds[0].share, 0.8))
        #expect(near(kinds[0].error, 30 / 400) && near(kinds[0].bias, -10 / 400))
        #expect(near(kinds[1].error, 0.5) && near(kinds[1].bias, -0.5))
    }

    @Test("what cannot be compared is left out, and nothing at all has no summary")
    func nothing() {
        let broken = [made("x", "x", 1, 0, 0, 1), made("y", "y", .nan, 1, 0, 1)]
        #expect(Evaluation(broken).overall == nil)
        #expect(Evaluation(broken).families.isEmpty && Evaluation(broken).cases.isEmpty)
        #expect(Evaluation([]).calibration.points.isEmpty)
        #expect(EvaluationSummary([cases[0]])?.spearman == nil)
    }

    @Test("at the stated level as many are held as lie inside; higher levels hold no fewer")
    func calibration() {
        let calibration = Evaluation(cases).calibration
        #expect(calibration.count == 4)
        #expect(near(calibration.points.first { $0.level == 0.9 }?.held, 0.75))
        let held = calibration.points.map(\.held)
        #expect(held == held.sorted())
        // The case without an error is held at every level.
        #expect(held.first.map { $0 >= 0.25 } ?? false)
    }

    @Test("normal errors are held as often as promised")
    func normal() throws {
        // Quantiles of the normal distribution, by Student's with very many degrees of freedom.
        let many = try (1..<200).map { index in
            let z = try #require(StudentT.quantile(Double(index) / 200, degrees: 1e6))
            let half = exp(0.1 * 1.644_853_6)
            return made("m\(index)", "m", 1, exp(0.1 * z), 1 / half, half)
        }
        for point in Calibration(many).points { #expect(abs(point.held - point.level) < 0.011) }
    }

    @Test("steps are where the latency jumps, not where it grows")
    func staircase() {
        let points = (1...64).map { size in
            Staircase.Point(
                size: size,
                latency: Latency(nanoseconds: 1000 * Double((size + 15) / 16) + Double(size) * 0.1))
        }
        #expect(Staircase(title: "", points: points.reversed()).steps == [17, 33, 49])
        let ramp = (1...64).map {
            Staircase.Point(size: $0, latency: Latency(nanoseconds: Double(1000 + $0)))
        }
        #expect(Staircase(title: "", points: ramp).steps.isEmpty)
        #expect(Staircase(title: "", points: []).steps.isEmpty)
    }

    @Test(
        "a family is what a file name begins with",
        arguments: [
            ("models/resnet50.onnx", "resnet"), ("mobilenet_v2.onnx", "mobilenet"),
            ("/x/ViT_b_16.onnx", "vit"),
            ("123.onnx", "123"), ("", ""),
        ])
    func family(path: String, name: String) { #expect(ModelFamily.name(of: path) == name) }

    @Test("a learning curve is in the order of its parts")
    func curve() throws {
        let summary = try #require(EvaluationSummary(cases))
        let parts = [1.0, 0.25, 0.5]
        let curve = LearningCurve(
            parts.map { .init(part: $0, networks: Int($0 * 100), seconds: $0 * 60, summary: summary) })
        #expect(curve.points.map(\.part) == [0.25, 0.5, 1])
    }
}
