import Foundation

/// Documentation/Shapes.md as the findings make it.
enum ShapePage {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Documentation/Shapes.md").path

    /// The table of explained disagreements: the part that is the same on every machine.
    static func explanations(_ findings: [Finding]) -> [String] {
        Explanation.table.map { explanation in
            let covered = findings.filter { explanation.covers($0) }
            let models = Set(covered.map(\.file)).count
            return "* \(explanation.reason) (\(models) models)"
        }
    }

    static func text(_ findings: [Finding], _ records: [Oracle]) -> String {
        var lines = [
            "# Shapes against ONNX", "",
            "Every tensor of the test corpus and of the tests that the `onnx` package carries is compared with ONNX's own",
            "shape inference and with the shape it had when ONNX Runtime ran the model (or the stored result of the test).",
            "`Scripts/corpus` makes both; `GNOMON_REGENERATE=1 swift test --filter DifferentialTests` writes this page.",
            "Each test model is taken twice, once with all inputs constant, so that folded values are compared too.",
            "",
            "*equal*: same type and shape; *sharper*: ONNX's inference leaves an axis open, and it was so at run time;",
            "*open*: depends on data, neither knows; *unknown operator*: behind an operator that is not in the catalogue.",
            "",
            "| source | models | tensors | equal | sharper | open | unknown operator | disagree, explained |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for source in Oracle.sources {
            let own = findings.filter { $0.source == source }
            let models = records.count { $0.source == source }
            func count(_ verdict: Verdict) -> Int { own.count { $0.verdict == verdict } }
            let cells = [
                source, "\(models)", "\(own.count { !$0.tensor.isEmpty })", "\(count(.equal))",
                "\(count(.sharper))",
                "\(count(.open))", "\(count(.unknownOperator))", "\(own.count { $0.verdict.isDisagreement })",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        let both = records.count { $0.inference != nil && $0.runtime != nil }
        lines += [
            "",
            "ONNX's inference and ONNX Runtime both refuse \(both) of the models; those that Gnomon refuses too are left out.",
            "", "## Disagreements that are meant", "",
        ]
        lines += explanations(findings)
        return lines.joined(separator: "\n") + "\n"
    }
}
