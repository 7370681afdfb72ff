import GnomonEvaluate
import GnomonStatistics

extension EvaluationReport {
    /// The report as text.
    public var text: String {
        var text = "\(predictor) on \(platform)\n\n" + summaryTable.rendered()
        for (name, evaluation) in sets {
            text += "\nFamilies of \(name)\n" + familyTable(evaluation).rendered()
        }
        if !heldOut.kinds.isEmpty {
            text += "\nKernels of networks held out\n" + kindTable(heldOut.kinds).rendered()
        }
        if let learning, !learning.points.isEmpty {
            text += "\nLearning, on the networks held out\n" + learningTable(learning).rendered()
        }
        if let staircase {
            let steps = staircase.steps.map(String.init).joined(separator: ", ")
            text += "\n\(staircase.title): \(steps.isEmpty ? "no steps" : "steps begin at \(steps)")\n"
        }
        return text + notes.map { "note: \(Escaping.printable($0))\n" }.joined()
    }

    private static let figures: [TextTable.Column] = [
        .init("networks", .right), .init("within 5 %", .right), .init("within 10 %", .right),
        .init("mean error", .right), .init("RMSPE", .right), .init("bias", .right), .init("worst", .right),
        .init("inside", .right), .init("width", .right), .init("Spearman", .right),
        .init("Kendall", .right),
    ]

    private func figures(_ summary: EvaluationSummary) -> [String] {
        let errors = summary.errors
        func rank(_ value: Double?) -> String { value.map { NumberFormat.fixed($0, digits: 3) } ?? "-" }
        return [
            String(summary.count), NumberFormat.percent(errors.within5),
            NumberFormat.percent(errors.within10), NumberFormat.percent(errors.mape),
            NumberFormat.percent(errors.rmspe), NumberFormat.percent(errors.bias, signed: true),
            NumberFormat.percent(errors.worst, signed: true), NumberFormat.percent(summary.insideInterval),
            NumberFormat.percent(summary.intervalWidth), rank(summary.spearman), rank(summary.kendall),
        ]
    }

    /// All networks of each set.
    var summaryTable: TextTable {
        var table = TextTable([.init("set")] + Self.figures + [.init("worst model")])
        for (name, evaluation) in sets {
            guard let overall = evaluation.overall else { continue }
            table.add([name] + figures(overall) + [overall.worstModel])
        }
        return table
    }

    /// The families of a set.
    func familyTable(_ evaluation: Evaluation) -> TextTable {
        var table = TextTable([.init("family")] + Self.figures)
        for family in evaluation.families { table.add([family.name] + figures(family.summary)) }
        return table
    }

    /// Kinds of kernels.
    func kindTable(_ kinds: [KindSummary]) -> TextTable {
        var table = TextTable([
            .init("kind"), .init("kernels", .right), .init("share of time", .right), .init("error", .right),
            .init("bias", .right),
        ])
        for kind in kinds {
            table.add([
                kind.kind, String(kind.count), NumberFormat.percent(kind.share),
                NumberFormat.percent(kind.error), NumberFormat.percent(kind.bias, signed: true),
            ])
        }
        return table
    }

    /// The points of a learning curve.
    func learningTable(_ learning: LearningCurve) -> TextTable {
        var table = TextTable([
            .init("part", .right), .init("seconds", .right), .init("learned from", .right),
            .init("within 5 %", .right), .init("within 10 %", .right), .init("mean error", .right),
        ])
        for point in learning.points {
            let errors = point.summary.errors
            table.add([
                NumberFormat.percent(point.part), NumberFormat.fixed(point.seconds, digits: 0),
                String(point.networks), NumberFormat.percent(errors.within5),
                NumberFormat.percent(errors.within10), NumberFormat.percent(errors.mape),
            ])
        }
        return table
    }
}
