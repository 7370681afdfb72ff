import GnomonGraph
import Testing

/// One network in the table of counts.
struct CountRow {
    let name: String
    let macs: UInt64
    let parameters: UInt64
    let torchMACs: UInt64
    let torchParameters: UInt64

    init(_ name: String) throws {
        let entry = try #require(Corpus.entries[name])
        let cost = try Corpus.prepared(name).totalCost()
        self.name = name
        macs = cost.macs
        parameters = cost.parameters
        torchMACs = try #require(entry.flops) / 2
        torchParameters = try #require(entry.parameters)
    }

    var macDifference: Int64 { Int64(clamping: macs) - Int64(clamping: torchMACs) }
    var parameterDifference: Int64 { Int64(clamping: parameters) - Int64(clamping: torchParameters) }

    /// The page with all rows.
    static func document(_ rows: [CountRow]) -> String {
        let cells = rows.map { row in
            "| \(row.name) | \(grouped(row.macs)) | \(grouped(row.torchMACs)) | \(grouped(row.parameters)) | "
                + "\(grouped(row.torchParameters)) | \(ExplainedDifference.all[row.name]?.reason ?? "") |"
        }
        let equal = rows.count { $0.macDifference == 0 }
        return """
            # Cost: counted twice

            The MACs of convolutions, matrix products and attention, and the parameters, as Gnomon counts them in the
            ONNX file and as PyTorch counts them while the network runs (`torch.utils.flop_counter`, FLOPs / 2).
            \(equal) of \(rows.count) networks have the same MACs; the last column explains the others. Batch
            normalisation that an exporter folds into a convolution is folded in PyTorch's parameters too.
            Made by `GNOMON_REGENERATE=1 swift test --filter CountTests` from what `Scripts/corpus` exports;
            without the variable the test compares.

            | network | MACs | PyTorch's MACs | parameters | PyTorch's parameters | why they differ |
            |---|--:|--:|--:|--:|---|
            \(cells.joined(separator: "\n"))

            """
    }

    private static func grouped(_ number: UInt64) -> String {
        var digits = String(number)
        var parts: [String] = []
        while digits.count > 3 {
            parts.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + parts).joined(separator: ",")
    }
}
