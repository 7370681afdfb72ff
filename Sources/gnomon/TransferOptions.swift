import ArgumentParser
import GnomonApp

/// How transfer tasks are run, the same for every command that runs them.
struct TransferOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption, help: "Which rows are asked about; several if they offer the same rows.")
    var rules: [String] = ["full"]

    @Option(help: "How samples are chosen.")
    var sampler = "predictor"

    @Option(
        help: ArgumentHelp(
            "What samplers see: \(TransferEvaluation.encodings.joined(separator: ", ")).", valueName: "name"))
    var encoding = "totals"

    @Option(help: "Rows of each source device that are known.")
    var sourceRows = 512

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Settings of the predictors.", valueName: "name=value"))
    var set: [String] = []

    func validate() throws {
        if rules.isEmpty { throw ValidationError("--rules needs a protocol") }
        if !(1...1_000_000).contains(sourceRows) {
            throw ValidationError("--source-rows must be from 1 to 1000000")
        }
    }

    /// Whether nothing was asked for.
    var isUsual: Bool {
        rules == ["full"] && sampler == "predictor" && encoding == "totals" && sourceRows == 512
            && set.isEmpty
    }

    /// Puts the options into a request.
    func apply(to request: inout TransferEvaluation.Request) {
        request.rules = rules.first ?? request.rules
        request.alsoScored = Array(rules.dropFirst())
        (request.sampler, request.encoding) = (sampler, encoding)
        (request.sourceRows, request.settings) = (sourceRows, set)
    }
}
