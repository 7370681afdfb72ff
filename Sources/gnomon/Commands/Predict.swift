import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonReport

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predicts the latency of models, with an interval and the time of each kernel.",
        discussion: """
            EXAMPLES
              gnomon predict resnet50.onnx --on here
              gnomon predict --json *.onnx --on all
              gnomon predict new.onnx --on here --measure-unknown
              echo '{"id":1,"model":"resnet50.onnx"}' | gnomon predict --stream --on here
              gnomon predict --predictor gbdt@latbench-embedded_gpu_jetson_nano_fp16 '|nor_conv_3x3~0|+...'
            """)

    @OptionGroup var input: OptionalModelOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .customLong("on"), help: "A platform, or all; without it, the only one that was learned.")
    var platform: String?

    @Option(
        help: ArgumentHelp(
            "Which predictor of the platform: kernel-boost, nn-meter, black-box or kernel-transfer; else the best learned.",
            discussion: "The name of one that 'gnomon train' kept predicts architectures in place of models.")
    )
    var predictor: String?

    @Flag(help: "Read JSON lines with a model each, write a JSON line each.")
    var stream = false

    @Flag(help: "Refuse models with operators that were not learned.")
    var strict = false

    @Flag(help: "Measure kernels that were not learned, alone, and keep their times.")
    var measureUnknown = false

    @Option(help: "Kernels shown in the breakdown of a single model.")
    var top = 12

    func validate() throws {
        if stream, measureUnknown { throw ValidationError("--measure-unknown is not for --stream") }
        if stream != input.models.isEmpty {
            throw ValidationError(stream ? "--stream takes no models as arguments" : "no model given")
        }
        if isTrained, platform != nil || stream || strict || measureUnknown {
            throw ValidationError("a trained predictor of architectures goes without --on and flags")
        }
    }

    /// Whether the predictor is one of architectures.
    private var isTrained: Bool { predictor.map { LearnSystem(rawValue: $0) == nil } ?? false }

    func run() throws {
        let binding = try input.binding()
        if isTrained, let predictor { return predictArchitectures(with: predictor) }
        do throws(AppError) {
            let session = try PredictSession(
                platform: platform, system: predictor.map { CommandContext.system($0, json: output.json) },
                settings: Settings())
            if stream { return PredictionStream(session: session, binding: binding).run() }
            var results: [RowResult<PredictionRow>] = []
            var worst: AppError?
            for path in input.models {
                do throws(AppError) {
                    let model = try LoadedModel(path: path, binding: binding)
                    let rows =
                        measureUnknown
                        ? try session.predict(
                            model, measuringUnknownBy: CommandContext.child, settings: Settings())
                        : session.predict(model)
                    if strict, let row = rows.first(where: { $0.prediction.coverage < 1 }) {
                        throw AppError(
                            code: "predict.uncovered",
                            message: row.prediction.warnings.joined(separator: "; "),
                            place: path, exit: .badData)
                    }
                    results += rows.map { .row($0) }
                } catch {
                    results.append(.failure(model: path, error: error.result))
                    worst = worst ?? error
                }
            }
            output.show(results) { rows in
                let breakdown = rows.count == 1 ? rows[0].row?.breakdown(limit: top) ?? "" : ""
                return Report.table(rows) + breakdown
            }
            for case .row(let row) in results where !output.json {
                for warning in row.prediction.warnings { Console.note("warning: \(row.model): \(warning)") }
            }
            if let worst { Foundation.exit(worst.exit.rawValue) }
        } catch { error.end(json: output.json) }
    }

    /// The answers of a predictor that was trained on a data set.
    private func predictArchitectures(with name: String) {
        do throws(AppError) {
            let session = try ArchitectureSession(name: name, settings: Settings())
            var results: [RowResult<ArchitecturePredictionRow>] = []
            var worst: AppError?
            for text in input.models {
                do throws(AppError) { results.append(.row(try session.predict(text))) } catch {
                    results.append(.failure(model: text, error: error.result))
                    worst = worst ?? error
                }
            }
            output.show(results) { Report.table($0) }
            for case .row(let row) in results where !output.json {
                for warning in row.warnings { Console.note("warning: \(row.model): \(warning)") }
            }
            if let worst { Foundation.exit(worst.exit.rawValue) }
        } catch { error.end(json: output.json) }
    }
}
