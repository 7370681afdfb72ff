import ArgumentParser
import GnomonApp
import GnomonReport

struct TasksTransferCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Predicts new devices from few samples and says how well.",
        discussion: """
            The twelve tasks of NASFLAT unless others are named. A predictor learns from the source devices, proposes
            rows of each target, and gets their latencies through a counter that refuses one more than the budget.
            Protocols: \(TransferEvaluation.protocols.joined(separator: ", ")); samplers:
            \(TransferEvaluation.samplers.joined(separator: ", ")).

            EXAMPLES
              gnomon tasks transfer --data folder
              gnomon tasks transfer nasflat/F1 nasflat/FA --predictor analytic-gp --predictor rescaled-source
              gnomon tasks transfer nasflat/ND --rules help-trimmed --budget 10 20
              gnomon tasks transfer nasflat/ND --rules full first128 --source-rows 256
              gnomon tasks transfer nasflat/ND --predictor nasflat --set epochs=40 folds=0
              gnomon tasks transfer nasflat/FD --predictor nasflat --set supplement=zcp-published
              gnomon tasks transfer left-out --budget 20 --seeds 5 --json
            """)

    @Argument(help: "Tasks such as nasflat/F1, or families: nasflat, left-out.")
    var tasks: [String] = ["nasflat"]

    @Option(parsing: .upToNextOption, help: "Predictors.")
    var predictor: [String] = ["analytic-gp"]

    @Option(parsing: .upToNextOption, help: "Numbers of samples.")
    var budget: [Int] = [5, 10, 20]

    @Option(help: "Repetitions: seeds 1, 2, ...")
    var seeds = 5

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var way: TransferOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !(1...1000).contains(seeds) { throw ValidationError("--seeds must be from 1 to 1000") }
        if budget.contains(where: { !(3...1000).contains($0) }) {
            throw ValidationError("--budget must be from 3 to 1000")
        }
    }

    func run() throws {
        var request = TransferEvaluation.Request(tasks: tasks, predictors: predictor)
        request.budgets = budget
        request.seeds = (1...UInt64(seeds)).map { $0 }
        way.apply(to: &request)
        Self.run(request, data: data, output)
    }

    /// Runs a request and prints its lines.
    static func run(_ request: TransferEvaluation.Request, data: String?, _ output: OutputOptions) {
        let talk = ProgressTalk(json: output.json, phase: "transfer")
        do throws(AppError) {
            let settings = Settings()
            let library = DatasetLibrary(folder: data, settings: settings)
            let evaluation = TransferEvaluation(library: library, encodings: settings.encodingFolder)
            let rows = try evaluation.run(request) {
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
