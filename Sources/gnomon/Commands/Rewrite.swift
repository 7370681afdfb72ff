public import ArgumentParser
public import GnomonApp

extension WeightChoice: ExpressibleByArgument {}

struct Rewrite: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a model in canonical form, with other weights if wanted.",
        discussion: """
            With --weights zeros or constant, a network of any size takes a few kilobytes and still runs.

            EXAMPLES
              gnomon rewrite resnet50.onnx -o small.onnx --weights zeros
              gnomon rewrite model.onnx -o clean.onnx
            """)

    @Argument(help: "The ONNX file to read.")
    var model: String

    @Option(name: .shortAndLong, help: "The file to write; it appears complete or not at all.")
    var output: String

    @Option(help: "The values of weights.")
    var weights = WeightChoice.copied

    @Flag(help: "Print errors as JSON.")
    var json = false

    func run() throws {
        do throws(AppError) {
            let binding = try ModelBinding(allowUnbound: true)
            try LoadedModel(path: model, binding: binding).rewrite(to: output, weights: weights)
        } catch { error.end(json: json) }
    }
}
