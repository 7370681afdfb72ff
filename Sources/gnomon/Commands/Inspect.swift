import ArgumentParser
import Foundation
import GnomonApp
import GnomonReport

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what is in a model: operators, shapes, FLOPs, parameters, bytes, canonical hash.",
        discussion: """
            EXAMPLES
              gnomon inspect resnet50.onnx
              gnomon inspect --json *.onnx
              gnomon inspect --kernels --on here resnet50.onnx
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "List the kernels a runtime makes of the network.")
    var kernels = false

    @Option(name: .customLong("on"), help: "The platform whose fusion rules --kernels follows.")
    var platform = "here"

    func run() throws {
        let binding = try input.binding(allowUnbound: true)
        var results: [RowResult<InspectReport>] = []
        var worst: AppError?
        for path in input.models {
            do throws(AppError) {
                let model = try LoadedModel(path: path, binding: binding)
                results.append(.row(try Inspection.report(model)))
                if kernels { Console.result(Inspection.kernels(model)) }
            } catch {
                results.append(.failure(model: path, error: error.result))
                worst = worst ?? error
            }
        }
        output.show(results) { rows in
            rows.count == 1 ? rows.compactMap { $0.row?.details() }.joined() : Report.table(rows)
        }
        if let worst { Foundation.exit(worst.exit.rawValue) }
    }
}
