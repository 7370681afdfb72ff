import ArgumentParser
import GnomonApp
import GnomonReport

struct DatasetEncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Turns the architectures of a data set into numbers, and keeps them.",
        discussion: """
            Encodings: \(TransferEvaluation.encodings.joined(separator: ", ")). Zero-cost proxies (zcp) take some seconds
            an architecture: what was computed is kept, and the same command goes on from there. Those that were
            published (zcp-published) and totals need no computing; the others are trained on all architectures at
            once. Documentation/Encodings.md says what they are.

            EXAMPLES
              gnomon dataset encode fbnet --encoding arch2vec cate
              gnomon dataset encode nb201 --rows 1000 --budget 600
              gnomon dataset encode nb201 --rows 100 --against nb201_zcp_partial
            """)

    @Argument(help: "The data set.")
    var name: String

    @Option(parsing: .upToNextOption, help: "Encodings.")
    var encoding: [String] = ["zcp"]

    @Option(help: "The most architectures for zero-cost proxies, mixed by a fixed seed; all if left out.")
    var rows: Int?

    @Option(help: ArgumentHelp("The most time for zero-cost proxies.", valueName: "seconds"))
    var budget: Double?

    @Option(help: "Images that zero-cost proxies look at.")
    var batch: Int?

    @Option(help: "Threads of zero-cost proxies.")
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "Compare zero-cost proxies with a table of the folder, of --rows of its rows.", valueName: "table"
        ))
    var against: String?

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let rows, rows < 1 { throw ValidationError("--rows must be at least 1") }
        if let budget, !(budget >= 0 && budget <= 1e7) { throw ValidationError("--budget is no time") }
        if let batch, !(2...1024).contains(batch) {
            throw ValidationError("--batch must be from 2 to 1024")
        }
        if !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
    }

    func run() throws {
        let talk = ProgressTalk(json: output.json, phase: "encode")
        Interruption.watch()
        do throws(AppError) {
            let settings = Settings()
            let library = DatasetLibrary(folder: data, settings: settings)
            let session = EncodeSession(library: library, settings: settings)
            var request = EncodeSession.Request(dataset: name)
            request.encodings = encoding
            (request.rows, request.budget, request.batch, request.threads) = (rows, budget, batch, threads)
            if let against {
                let rows = try session.compare(request, with: against) {
                    talk.show(fraction: $0, detail: against)
                }
                talk.end()
                return output.show(rows.map { .row($0) }) { Report.table($0) }
            }
            let rows = try session.run(request, shouldStop: { Interruption.isWanted }) {
                talk.show(fraction: $0, detail: $1)
            }
            talk.end()
            output.show(rows.map { .row($0) }) { Report.table($0) }
        } catch {
            talk.end()
            error.end(json: output.json)
        }
    }
}
