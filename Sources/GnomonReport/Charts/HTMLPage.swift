/// What all pages share: one file, no scripts, nothing from elsewhere.
enum HTMLPage {
    /// The page up to the beginning of its body.
    static func head(title: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>\(Markup.escaped(title))</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body{font:14px/1.5 Helvetica,Arial,sans-serif;color:#222;max-width:1000px;margin:2em auto;padding:0 1em}
        h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-top:1px solid #ddd;padding-top:1em}
        table{border-collapse:collapse;margin:.6em 0}td,th{padding:.2em .9em .2em 0;text-align:left}
        th{color:#777;font-weight:normal;border-bottom:1px solid #ddd}svg{max-width:100%;height:auto}
        .grade{display:inline-block;padding:0 .5em;border-radius:.3em;color:#fff;background:#0072b2}
        .grade.C{background:#e69f00}.grade.F{background:#d55e00}
        details{margin:.6em 0}summary{cursor:pointer;color:#0072b2}
        </style></head><body>

        """
    }

    /// A table with a line of titles.
    static func table(_ table: TextTable) -> String {
        func line(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\(Markup.escaped($0))</\(tag)>" }.joined() + "</tr>\n"
        }
        return "<table>\n" + line(table.columns.map(\.title), "th")
            + table.rows.map { line($0, "td") }.joined() + "</table>\n"
    }
}
