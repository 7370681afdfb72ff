public import GnomonData
import GnomonSpaces

/// Tables in the form in which data sets are kept.
public enum DatasetText {
    /// The lines of a table: header, then a line a row, in the order of the indices.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - form: The form, which names the key columns.
    ///   - keys: The cells of the key columns of an architecture's text.
    ///   - others: For columns that are neither key nor device, their cells by row.
    /// - Returns: The text, each line ending in LF.
    /// - Complexity: O(cells).
    public static func csv(
        _ table: LatencyTable, form: DatasetForm, keys: (String) -> [String], others: [[String]] = []
    ) -> String {
        var text =
            (["index"] + form.keys + form.others.prefix(others.count) + table.devices)
            .joined(separator: ",") + "\n"
        for row in table.indices.indices.sorted(by: { table.indices[$0] < table.indices[$1] }) {
            var cells = [String(table.indices[row])] + keys(table.architectures[row])
            cells += others.map { $0[row] }
            cells += table.milliseconds.map { column in column[row].map { "\($0)" } ?? "" }
            text += cells.joined(separator: ",") + "\n"
        }
        return text
    }

    /// The text of a data set in its form, which reads as the same data set.
    ///
    /// - Complexity: O(cells).
    public static func csv(_ dataset: LatencyDataset) -> String {
        csv(
            dataset.table, form: dataset.form, keys: { keys($0, space: dataset.form.space) },
            others: dataset.others)
    }

    /// The cells of the key columns: an architecture's text, or its six digits in NAS-Bench-201.
    public static func keys(_ architecture: String, space: String) -> [String] {
        guard space == NASBench201().name else { return architecture.split(separator: ":").map(String.init) }
        return [(try? NASBench201().parse(architecture))?.genes.map(String.init).joined() ?? ""]
    }
}
