public import GnomonData
import GnomonSpaces

/// The labels of NNLQP's `unseen_structure` data (doi:10.1145/3545008.3545051), `gt_stage.txt`.
///
/// A line is number, file, batch, milliseconds, family, a stage, and the part it is in, with spaces between them.
/// Only the NAS-Bench-201 family can be read: its files are named by the number of their architecture, those of
/// others need the networks themselves.
public enum NNLQPLabels {
    /// The device of the labels.
    public static let device = "gtx1660_trt71_fp32"

    /// The NAS-Bench-201 family as a table, with NNLQP's number and part of each row.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - index: The official indices.
    /// - Returns: The table, NNLQP's number and the part of each row.
    /// - Throws: `DatasetError` with the line.
    /// - Complexity: O(bytes).
    public static func table(
        _ text: String, index: ArchitectureIndex
    ) throws(DatasetError) -> (table: LatencyTable, numbers: [Int], parts: [String]) {
        let space = NASBench201()
        var table = LatencyTable(
            name: "nnlqp", space: space.name, indices: [], architectures: [], devices: [device],
            milliseconds: [[]])
        var numbers: [Int] = []
        var parts: [String] = []
        for (line, content) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let cells = content.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            if cells.isEmpty { continue }
            guard cells.count == 7, let latency = Double(cells[3]), latency > 0, latency.isFinite else {
                throw DatasetError(
                    .malformed, "not number, file, batch, milliseconds, family, stage, part", line: line + 1)
            }
            guard cells[4] == "nasbench201" else { continue }
            guard let file = cells[1].split(separator: "/").last, file.hasSuffix(".onnx"),
                let number = Int(file.dropLast(5)), cells[6] == "train" || cells[6] == "test"
            else { throw DatasetError(.malformed, "'\(cells[1])' is no numbered file", line: line + 1) }
            let architecture: String
            do throws(SpaceError) {
                architecture = space.format(try space.architecture(nnlqp: number))
            } catch { throw DatasetError(.malformed, error.message, line: line + 1) }
            table.indices.append(try index.index(of: architecture))
            table.architectures.append(architecture)
            table.milliseconds[0].append(latency)
            numbers.append(number)
            parts.append(String(cells[6]))
        }
        guard Set(table.indices).count == table.indices.count, !table.indices.isEmpty else {
            throw DatasetError(.malformed, "no row of nasbench201, or one that comes twice")
        }
        return (table, numbers, parts)
    }
}
