import ArgumentParser
import GnomonApp
import GnomonReport

struct Tasks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what predictors can be compared on.",
        subcommands: [
            TasksListCommand.self, TasksSplitCommand.self, TasksTransferCommand.self,
            TasksPartitionCommand.self,
        ],
        defaultSubcommand: TasksListCommand.self)
}

struct TasksListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the tasks.",
        discussion: "EXAMPLES\n  gnomon tasks\n  gnomon tasks list --data folder --json")

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let listing = TaskListing(library: DatasetLibrary(folder: data, settings: Settings()))
        output.show(listing.rows().map { .row($0) }) { Report.table($0) }
    }
}

struct TasksSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Writes which rows are learned from, chosen by and predicted.",
        discussion:
            "EXAMPLES\n  gnomon tasks split latbench/embedded_gpu_jetson_nano_fp16 --budget 900 --seed 1")

    @Argument(help: "The task.")
    var task: String

    @Option(help: "Training rows.")
    var budget: Int

    @Option(help: "The seed.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    func run() throws {
        do throws(AppError) {
            let listing = TaskListing(library: DatasetLibrary(folder: data, settings: Settings()))
            Console.result(TaskListing.text(try listing.split(task: task, budget: budget, seed: seed)))
        } catch { error.end() }
    }
}
