import ArgumentParser
import Foundation
import GnomonApp
import GnomonReport

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains predictors on tasks and says how good they are.",
        discussion: """
            Rows are split by a seed; everything that is chosen is chosen on validation rows, and test rows are read
            once. A budget counts training rows, a ninth of it is measured on top to choose by. What was computed
            before comes from the store, so that an interrupted evaluation goes on where it stopped.

            EXAMPLES
              gnomon evaluate --task latbench/embedded_gpu_jetson_nano_fp16 --predictor gbdt --predictor ridge
              gnomon evaluate --task latbench --predictor gbdt --budget 900 --seeds 5 --html board.html
              gnomon evaluate --task nasflat/ND --predictor analytic-gp --budget 20 --seeds 5
              gnomon evaluate --task nasflat/ND --predictor help --rules help-strict --budget 20 --set episodes=500
            """)

    @Option(
        parsing: .upToNextOption,
        help: "Tasks as 'gnomon tasks' lists them; what stands before the slash alone means all devices.")
    var task: [String]

    @Option(parsing: .upToNextOption, help: "Predictors; the others are compared with the first.")
    var predictor: [String]

    @Option(parsing: .upToNextOption, help: "Training rows; the usual ones of the task if left out.")
    var budget: [Int] = []

    @Option(help: "Repetitions: seeds 1, 2, ...")
    var seeds = 5

    @Option(help: "The first seed.")
    var firstSeed = 1

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("Rows of a file that 'gnomon tasks split' wrote.", valueName: "file"))
    var split: String?

    @Option(help: ArgumentHelp("Write a page with pictures.", valueName: "file"))
    var html: String?

    @Flag(help: "Show every seed, not the medians.")
    var each = false

    @Flag(help: "Compute again what the store has.")
    var fresh = false

    @OptionGroup(title: "Transfer to new devices") var way: TransferOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if task.isEmpty { throw ValidationError("no --task given; 'gnomon tasks' lists them") }
        if predictor.isEmpty { throw ValidationError("no --predictor given; 'gnomon predictors' lists them") }
        if !(1...1000).contains(seeds) { throw ValidationError("--seeds must be from 1 to 1000") }
        if firstSeed < 0 { throw ValidationError("--first-seed must not be negative") }
        if !way.isUsual, !task.allSatisfy(TransferEvaluation.knows) {
            throw ValidationError("--rules, --sampler, --source-rows and --set are for transfer tasks")
        }
        if split != nil, task.count != 1 || budget.count != 1 {
            throw ValidationError("--split needs one --task and one --budget")
        }
    }

    func run() throws {
        // Transfer to new devices has scores and lines of its own.
        if task.allSatisfy(TransferEvaluation.knows) {
            var request = TransferEvaluation.Request(tasks: task, predictors: predictor)
            if !budget.isEmpty { request.budgets = budget }
            request.seeds = (0..<seeds).map { UInt64(firstSeed + $0) }
            way.apply(to: &request)
            return TasksTransferCommand.run(request, data: data, output)
        }
        let talk = ProgressTalk(json: output.json, phase: "evaluate")
        Interruption.watch()
        do throws(AppError) {
            let settings = Settings()
            let session = try EvaluateSession(
                library: DatasetLibrary(folder: data, settings: settings), settings: settings)
            var request = EvaluateSession.Request(
                tasks: task, predictors: predictor, budgets: budget,
                seeds: (0..<seeds).map { UInt64(firstSeed + $0) }, isFresh: fresh)
            if let split { request.split = try TaskListing.read(split) }
            let outcome = try session.run(request, shouldStop: { Interruption.isWanted }) { step in
                talk.show(
                    fraction: Double(step.done) / Double(max(1, step.total)), detail: step.detail)
            }
            talk.end()
            let rows = outcome.results.map { RowResult.row(TaskResultRow($0)) }
            output.show(rows) { each ? Report.table($0) + "\n" + outcome.report.text : outcome.report.text }
            if let html { try MeasurementPages.write(outcome.report.html, to: html) }
            for failure in outcome.failures { Console.note("error: \(failure.sentence)") }
            if let worst = outcome.failures.first { Foundation.exit(worst.exit.rawValue) }
        } catch {
            talk.end()
            error.end(json: output.json)
        }
    }
}
