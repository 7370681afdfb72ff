import ArgumentParser
import GnomonApp
import GnomonReport

struct Spaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the networks and search spaces that 'gnomon generate' knows.",
        discussion: "EXAMPLES\n  gnomon spaces\n  gnomon spaces --json")

    @OptionGroup var output: OutputOptions

    func run() throws {
        output.show(Generation.listing().map { RowResult.row($0) }) { Report.table($0) }
    }
}
