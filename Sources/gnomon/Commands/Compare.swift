import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonReport

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the predicted beside the measured latency of models, and a summary of the errors.",
        discussion: """
            EXAMPLES
              gnomon compare resnet50.onnx mobilenet.onnx --on here
              gnomon compare --json *.onnx --on ort-cpu-1t
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var effort: EffortOptions

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Option(help: "The worst grade that ends with 0: A, B or C.")
    var accept: AcceptedGrade = .b

    @Flag(help: "Print the predicted beside the recorded time of kernels, worst first.")
    var kernels = false

    func run() throws {
        let binding = try input.binding()
        let platform = CommandContext.platform(platform, json: output.json)
        var results: [RowResult<ComparisonRow>] = []
        var worst: AppError?
        do throws(AppError) {
            let predicting = try PredictSession(platform: platform.name, settings: Settings())
            let measuring = try MeasureSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            for (index, path) in input.models.enumerated() {
                let talk = ProgressTalk(
                    json: output.json, phase: "measuring \(path)", done: index, of: input.models.count)
                do throws(AppError) {
                    let model = try LoadedModel(path: path, binding: binding)
                    let predictions = predicting.predict(model)
                    if kernels {
                        Console.result(
                            try KernelComparisonTable.text(
                                model, predicting: predicting, measuring: measuring))
                    }
                    let measurement = try measuring.measure(model, options: effort.options) { talk.show($0) }
                    worst = worst ?? Measure.untrusted(measurement, path, accept.grade)
                    results += predictions.map { row in
                        .row(
                            ComparisonRow(
                                model: path, platform: platform.name, measured: measurement.latency,
                                grade: measurement.grade, predicted: row.prediction.latency,
                                interval: row.prediction.interval, coverage: row.prediction.coverage))
                    }
                } catch {
                    results.append(.failure(model: path, error: error.result))
                    worst = worst ?? error
                }
                talk.end()
            }
        } catch { error.end(json: output.json) }
        let summary = ComparisonSummary(results.compactMap(\.row))
        let extra: JSONObject = summary.map { ["summary": .object($0.json)] } ?? [:]
        output.show(results, extra: extra) { rows in
            Report.table(rows) + (summary.map { "\n\($0.text)\n" } ?? "")
        }
        if let worst {
            if worst.code == "measure.untrusted" { Console.note("warning: \(worst.sentence)") }
            Foundation.exit(worst.exit.rawValue)
        }
    }
}
