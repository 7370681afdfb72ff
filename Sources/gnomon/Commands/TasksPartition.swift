import ArgumentParser
import GnomonApp
import GnomonReport

struct TasksPartitionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partition",
        abstract: "Splits devices into sources and targets by how alike they rank architectures.",
        discussion: """
            Bisects the devices by Kernighan and Lin on negated rank correlations, then takes out of each side whoever is
            most like the other. With --tasks the sets of the published tasks are described instead.

            EXAMPLES
              gnomon tasks partition --space fbnet --sources 5 --targets 5
              gnomon tasks partition --space nasbench201 --sources 10 --targets 3 --minimise-cross --seeds 3
              gnomon tasks partition --tasks
            """)

    @Option(help: "nasbench201 or fbnet.")
    var space = "nasbench201"

    @Option(parsing: .upToNextOption, help: "Devices; all of the space if left out.")
    var devices: [String] = []

    @Option(help: "Devices that are sources.")
    var sources = 5

    @Option(help: "Devices that are targets.")
    var targets = 5

    @Flag(help: "Keep alike devices together, so that the sides correlate least.")
    var minimiseCross = false

    @Option(help: "The first seed of the halves to begin with.")
    var seed: UInt64 = 42

    @Option(help: "How many seeds.")
    var seeds = 1

    @Flag(help: "Describe the sets of the published tasks.")
    var tasks = false

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !(1...1000).contains(seeds) { throw ValidationError("--seeds must be from 1 to 1000") }
    }

    func run() throws {
        do throws(AppError) {
            let library = DatasetLibrary(folder: data, settings: Settings())
            let rows =
                tasks
                ? try PartitionSession.published(library)
                : try PartitionSession.rows(
                    space: space, library: library,
                    seeds.times(from: seed).map {
                        PartitionSession.Question(
                            name: "seed \($0)", devices: devices, sources: sources, targets: targets,
                            minimisesCross: minimiseCross, seed: $0)
                    })
            output.show(rows.map { .row($0) }) { Report.table($0) }
        } catch { error.end(json: output.json) }
    }
}

extension Int {
    /// So many seeds from one on.
    fileprivate func times(from first: UInt64) -> [UInt64] { (0..<self).map { first &+ UInt64($0) } }
}
