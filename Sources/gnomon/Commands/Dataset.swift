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
        abstract: "Writes every measurement of the store with all that is known about it, or published data.",
        discussion: """
            A row for each measurement; Documentation/Dataset.md lists the columns. The file appears complete or not
            at all. Without -o, rows go to standard output.

            With the name of a published data set that set is written: lookup tables as YAML of han-cai/files,
            a file for each size of image in the folder -o, and tables of latencies as CSV. 'gnomon dataset
            import' reads both.

            EXAMPLES
              gnomon dataset export -o all.csv
              gnomon dataset export --on ort-cpu-1t --grade A,B -o trusted.jsonl
              gnomon dataset export ofa-note10 -o tables
            """)

    @Argument(help: "A published data set or lookup table, instead of the store.")
    var name: String?

    @Option(
        name: .customLong("on"), help: "A platform by name or identity; may be repeated. All if left out.")
    var platforms: [String] = []

    @Option(help: "csv or jsonl; if left out, as the file is named, else csv.")
    var format: ExportFormat?

    @Option(help: "Grades that are wanted, such as A,B. All if left out.")
    var grade: GradeList?

    @Option(name: .shortAndLong, help: "The file, or the folder of several.")
    var output: String?

    @Option(help: ArgumentHelp("The folder of the published data sets.", valueName: "folder"))
    var data: String?

    func validate() throws {
        guard name == nil || platforms.isEmpty && format == nil && grade == nil else {
            throw ValidationError(
                "--on, --format and --grade are for the store, not for a published data set")
        }
        guard name != nil || data == nil else { throw ValidationError("--data is for a published data set") }
    }

    func run() throws {
        do throws(AppError) {
            if let name { return try publish(name) }
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

    private func publish(_ name: String) throws(AppError) {
        let export = PublishedExport(library: DatasetLibrary(folder: data, settings: Settings()))
        if let output {
            for path in try export.write(name, toPath: output) { Console.note("written to \(path)") }
            return
        }
        let files = try export.files(of: name)
        guard files.count == 1 else {
            throw AppError(
                code: "dataset.export", message: "\(name) is \(files.count) tables",
                hint: "name a folder with -o",
                exit: .usage)
        }
        Console.result(files[0].text)
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
