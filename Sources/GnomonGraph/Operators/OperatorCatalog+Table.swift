extension OperatorCatalog {
    /// The catalogue as the Markdown page that `Documentation/Operators.md` holds.
    static func table() -> String {
        var lines = [
            "# Operators", "",
            "\(definitions.count) operators are known. The page is written from the catalogue in",
            "`Sources/GnomonGraph/Operators`; a test compares the two, and",
            "`GNOMON_REGENERATE=1 swift test --filter OperatorTableTests` writes it anew.", "",
            "*n* counts the elements of the first output, *i* those of the first input, *t* marks one transcendental",
            "function for each. *own rule* is a formula of several sizes; the comments of the family's file give it.",
            "*folded* operators have their values computed while shapes are inferred.",
        ]
        for family in families {
            lines += ["", "## \(family.name) (\(family.definitions.count))", ""]
            lines += [
                "| operator | domain | inputs | outputs | cost | folded |", "|---|---|---|---|---|---|",
            ]
            for definition in family.definitions.sorted(by: { $0.kind.ordinal < $1.kind.ordinal }) {
                let kind = definition.kind
                let domain = kind.domain.isEmpty ? "" : "`\(kind.domain)`"
                let cells = [
                    kind.onnxType, domain, shown(definition.inputs), shown(definition.outputs),
                    shown(definition.cost), definition.fold == nil ? "" : "yes",
                ]
                lines.append("| " + cells.joined(separator: " | ") + " |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func shown(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        let upper = range.upperBound >= ControlFamily.slots ? "any" : "\(range.upperBound)"
        return "\(range.lowerBound) to \(upper)"
    }

    private static func shown(_ cost: CostRule) -> String {
        switch cost {
        case .output(0, _): "0"
        case .output(let flops, let curves): amount(flops, "n", curves)
        case .input(let flops, let curves): amount(flops, "i", curves)
        case .convolution, .custom: "own rule"
        }
    }

    private static func amount(_ flops: UInt64, _ unit: String, _ curves: UInt64) -> String {
        let work = flops == 1 ? unit : "\(flops)\(unit)"
        return curves == 0 ? work : work + (curves == 1 ? ", t" : ", \(curves)t")
    }
}
