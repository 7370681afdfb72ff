import ArgumentParser
import Foundation
import GnomonApp
import GnomonReport

/// How results are printed, the same for every command.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print comma-separated values.")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv exclude each other") }
    }

    /// Prints results in the chosen form and what went wrong as sentences on standard error.
    func show<Row: ReportRow>(
        _ results: [RowResult<Row>], extra: JSONObject = [:], text: ([RowResult<Row>]) -> String
    ) {
        if json {
            Console.result(Report.json(results, extra: extra))
        } else if csv {
            Console.result(Report.csv(results))
        } else {
            let shown = results.filter { $0.row != nil }
            if !shown.isEmpty { Console.result(text(shown)) }
        }
        for case .failure(_, let error) in results where !json {
            Console.note("error: \(error.message)" + (error.platform.map { " (on \($0))" } ?? ""))
        }
    }
}

extension AppError {
    /// Prints the error and ends the command with its exit code.
    func end(json: Bool = false) -> Never {
        if json {
            Console.result(Report.json(ResultError(code: code, message: message), place: place, hint: hint))
        } else {
            Console.note("error: \(sentence)")
        }
        Foundation.exit(exit.rawValue)
    }
}
