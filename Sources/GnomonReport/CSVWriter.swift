/// Comma-separated values (RFC 4180) that a spreadsheet reads and never executes.
public enum CSVWriter {
    /// A header and rows as lines that end in CR LF.
    ///
    /// - Complexity: O(cells).
    public static func text(header: [String], rows: [[String]]) -> String {
        ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell, quoted where needed.
    ///
    /// A cell that a spreadsheet would take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage
    /// return, and is no number) gets an apostrophe in front, which spreadsheets hide.
    public static func cell(_ text: String) -> String {
        var safe = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first),
            Double(text) == nil
        {
            safe = "'" + text
        }
        let needsQuotes = safe.unicodeScalars.contains { scalar in
            scalar == "," || scalar == "\"" || scalar == "\n" || scalar == "\r"
        }
        guard needsQuotes else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
