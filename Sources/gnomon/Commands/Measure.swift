import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonMeasure
import GnomonReport

struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures models on a platform of this machine; everything is kept in the store.",
        discussion: """
            Each model runs in processes of its own, with limits. The grade says how far the result can be
            trusted: A and B are good; C and F end with 75.

            EXAMPLES
              gnomon measure resnet50.onnx --on here
              gnomon measure resnet50.onnx --on ort-cpu-1t --kernels
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var effort: EffortOptions

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Flag(help: "Print the time of each of the runtime's kernels.")
    var kernels = false

    @Option(help: "The worst grade that ends with 0: A, B or C.")
    var accept: AcceptedGrade = .b

    func run() throws {
        let binding = try input.binding()
        let platform = CommandContext.platform(platform, json: output.json)
        var results: [RowResult<MeasurementRow>] = []
        var worst: AppError?
        do throws(AppError) {
            let session = try MeasureSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            for (index, path) in input.models.enumerated() {
                let talk = ProgressTalk(
                    json: output.json, phase: "measuring \(path)", done: index, of: input.models.count)
                do throws(AppError) {
                    let model = try LoadedModel(path: path, binding: binding)
                    let (measurement, profile) = try session.measureProfiled(
                        model, options: effort.options, kernels: kernels
                    ) { talk.show($0) }
                    results.append(
                        .row(
                            MeasurementRow(
                                model: path, measurement: measurement, showsKernels: kernels,
                                profile: profile,
                                warnings: model.warnings)))
                    worst = worst ?? Self.untrusted(measurement, path, accept.grade)
                } catch {
                    results.append(.failure(model: path, error: error.result))
                    worst = worst ?? error
                }
                talk.end()
            }
        } catch { error.end(json: output.json) }
        output.show(results) { rows in
            Report.table(rows)
                + (kernels ? rows.compactMap { $0.row?.kernelTable() }.joined() : "")
        }
        if let worst {
            if worst.code == "measure.untrusted" { Console.note("warning: \(worst.sentence)") }
            Foundation.exit(worst.exit.rawValue)
        }
    }

    /// The error of a measurement that is worse than what is accepted.
    static func untrusted(_ measurement: GnomonData.Measurement, _ path: String, _ accepted: Grade)
        -> AppError?
    {
        guard measurement.grade > accepted else { return nil }
        return AppError(
            code: "measure.untrusted",
            message: "grade \(measurement.grade.rawValue): \(measurement.reasons.joined(separator: ", "))",
            place: path, hint: "try again on a quieter machine, or accept it with --accept C", exit: .tryAgain
        )
    }
}

/// The grades a user may accept.
enum AcceptedGrade: String, ExpressibleByArgument, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"

    var grade: Grade {
        switch self {
        case .a: .a
        case .b: .b
        case .c: .c
        }
    }
}
