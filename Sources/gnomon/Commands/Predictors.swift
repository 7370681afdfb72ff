import ArgumentParser
import GnomonApp
import GnomonReport

struct Predictors: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the predictors, and those that were trained.",
        discussion: "EXAMPLES\n  gnomon predictors\n  gnomon predictors --json")

    @OptionGroup var output: OutputOptions

    func run() throws {
        output.show(PredictorListing.rows(settings: Settings()).map { .row($0) }) { Report.table($0) }
    }
}
