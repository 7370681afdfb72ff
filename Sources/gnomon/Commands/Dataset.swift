import ArgumentParser
import GnomonApp
import GnomonData
import GnomonReport

struct Dataset: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What was measured, as data for other programs; and what others measured.",
        subcommands: [
            DatasetExportCommand.self, DatasetImportCommand.self, DatasetListCommand.self,
            DatasetShowCommand.self, DatasetEncodeCommand.self,
        ])
}

struct DatasetExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes every measurement of the store with all that is known about it.",
        discussion: """
            A row for each measurement; Documentation/Dataset.md lists the columns. The file appears complete or not
            at all. Without -o, rows go to standard output.

            EXAMPLES
              gnomon dataset export -o all.csv
              gnomon dataset export --on ort-cpu-1t --grade A,B -o trusted.jsonl
            """)

    @Option(
        name: .customLong("on"), help: "A platform by name or identity; may be repeated. All if left out.")
    var platforms: [String] = []

    @Option(help: "csv or jsonl; if left out, as the file is named, else csv.")
    var format: ExportFormat?

    @Option(help: "Grades that are wanted, such as A,B. All if left out.")
    var grade: GradeList?

    @Option(name: .shortAndLong, help: "The file.")
    var output: String?

    func run() throws {
        do throws(AppError) {
            let export = try DatasetExport(
                settings: Settings(), platforms: platforms, grades: grade?.grades ?? Grade.allCases)
            let format = format?.format ?? output.flatMap(DatasetFormat.init(path:)) ?? .csv
            guard let output else {
                _ = try export.write(as: format) { Console.result($0) }
                return
            }
            let count = try export.write(as: format, toPath: output)
            Console.note("\(count) measurements written to \(output)")
        } catch { error.end() }
    }
}

/// The forms users can ask for.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case csv, jsonl

    var format: DatasetFormat {
        switch self {
        case .csv: .csv
        case .jsonl: .jsonl
        }
    }
}

/// Grades as users write them: `A,B`.
struct GradeList: ExpressibleByArgument {
    var grades: [Grade]

    init?(argument: String) {
        var grades: [Grade] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let grade = Grade(rawValue: part.uppercased()) else { return nil }
            grades.append(grade)
        }
        self.grades = grades
    }
}
