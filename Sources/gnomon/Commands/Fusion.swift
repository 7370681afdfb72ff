import ArgumentParser
import Foundation
import GnomonApp
import GnomonReport

struct Fusion: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Which operators a runtime executes as one kernel: shown by it, or found out from latencies.",
        subcommands: [FusionShow.self, FusionDetect.self], defaultSubcommand: FusionShow.self)
}

struct FusionShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Prints which operators a runtime executes as one kernel, and whether the fusion rules agree.",
        discussion: """
            What is printed is read back from the runtime: every operator is in one group, removed, or unmapped.

            EXAMPLES
              gnomon fusion resnet50.onnx --on openvino-cpu-1t
              gnomon fusion --json *.onnx --on ort-cpu-1t-O1
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Flag(help: "Print the groups of each model; a single model's are always printed.")
    var groups = false

    func run() throws {
        let binding = try input.binding()
        let platform = CommandContext.platform(platform, json: output.json)
        var results: [RowResult<FusionRow>] = []
        var worst: AppError?
        do throws(AppError) {
            let session = try MeasureSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            for path in input.models {
                do throws(AppError) {
                    results.append(.row(try session.fusion(LoadedModel(path: path, binding: binding))))
                } catch {
                    results.append(.failure(model: path, error: error.result))
                    worst = worst ?? error
                }
            }
        } catch { error.end(json: output.json) }
        let showsGroups = groups || input.models.count == 1
        output.show(results) { rows in
            (showsGroups
                ? rows.compactMap { $0.row?.report.groupTable() }.joined(separator: "\n") + "\n" : "")
                + Report.table(rows)
        }
        if let worst { Foundation.exit(worst.exit.rawValue) }
    }
}
