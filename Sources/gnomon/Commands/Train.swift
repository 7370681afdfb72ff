import ArgumentParser
import GnomonApp
import GnomonReport

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains a predictor of architectures or of whole networks and keeps it.",
        discussion: """
            EXAMPLES
              gnomon train --dataset latbench --device embedded_gpu_jetson_nano_fp16 --predictor gbdt
              gnomon train --dataset ofa-note10 --predictor lookup-table --name note10
              gnomon train --on ort-cpu-1t --predictor lstm-lightgbm
              gnomon predict mine.onnx --predictor lstm-lightgbm@ort-cpu-1t
            """)

    @Option(help: "A data set as 'gnomon dataset list' shows it, or a published lookup table.")
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "A platform that was learned: trained on its random networks, for any network.",
            valueName: "platform"))
    var on: String?

    @Option(help: "The device; may be left out where there is only one.")
    var device: String?

    @Option(help: "The predictor.")
    var predictor: String

    @Option(help: "Training rows; as many as leave rows to choose by and to check if left out.")
    var budget: Int?

    @Option(help: "The seed of split and training.")
    var seed: UInt64 = 1

    @Option(help: "The name to keep it under.")
    var name: String?

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (dataset == nil) == (on == nil) { throw ValidationError("give --dataset or --on, one of them") }
        if on != nil, device != nil { throw ValidationError("--device goes with --dataset") }
    }

    func run() throws {
        do throws(AppError) {
            let settings = Settings()
            let session = TrainSession(
                library: DatasetLibrary(folder: data, settings: settings), settings: settings)
            let found: TrainSession.Outcome
            if let on {
                found = try session.run(
                    on: CommandContext.platform(on, json: output.json), executable: CommandContext.child,
                    predictor: predictor, budget: budget, seed: seed, name: name)
            } else {
                found = try session.run(
                    dataset: dataset ?? "", device: device, predictor: predictor, budget: budget, seed: seed,
                    name: name)
            }
            if found.refused > 0 {
                Console.note(
                    "warning: refused and not scored: \(found.refused) of the networks kept to score on")
            }
            let row = TrainingRow(
                name: found.name, folder: found.folder, rows: found.rows, metrics: found.metrics)
            output.show([.row(row)]) { Report.table($0) }
        } catch { error.end(json: output.json) }
    }
}
