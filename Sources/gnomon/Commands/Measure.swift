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
              gnomon measure resnet50.onnx --raw samples.json
              gnomon measure resnet50.onnx --kernels --html resnet50.html --trace resnet50.json
              gnomon measure a.onnx b.onnx --together
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var effort: EffortOptions

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Flag(help: "Print the time of each of the runtime's kernels.")
    var kernels = false

    @Flag(
        help:
            "Measure all models side by side, in turns, and print how many times slower than the first each is."
    )
    var together = false

    @Option(help: "A file for all samples and witnesses, as JSON; the grade can be computed from it.")
    var raw: String?

    @Option(help: "A page with pictures of samples and kernels.")
    var html: String?

    @Option(help: "A folder for the pictures alone, as SVG.")
    var svg: String?

    @Option(help: "A file with kernels and samples for Perfetto (ui.perfetto.dev).")
    var trace: String?

    @Option(help: "The worst grade that ends with 0: A, B or C.")
    var accept: AcceptedGrade = .b

    func run() throws {
        let binding = try input.binding()
        let platform = CommandContext.platform(platform, json: output.json)
        if together { try runTogether(binding: binding, platform: platform) }
        var kept: [GnomonData.Measurement] = []
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
                    kept.append(measurement)
                    worst = worst ?? Self.untrusted(measurement, path, accept.grade)
                } catch {
                    results.append(.failure(model: path, error: error.result))
                    worst = worst ?? error
                }
                talk.end()
            }
            if let raw { try RawExport.write(kept, to: raw) }
            let rows = results.compactMap(\.row)
            if let html { try MeasurementPages.writeHTML(rows, to: html) }
            if let svg { try MeasurementPages.writeSVG(rows, into: svg) }
            if let trace { try MeasurementPages.writeTrace(rows, to: trace) }
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
            place: path, hint: hint(measurement), exit: .tryAgain)
    }

    /// What a user can do about a measurement that cannot be trusted.
    private static func hint(_ measurement: GnomonData.Measurement) -> String {
        let evidence = measurement.evidence
        if !evidence.hasStableOutput || evidence.impossibility != nil {
            return "the runtime does not compute this model as it should; other time or quiet will not help"
        }
        let isBusy = (evidence.pressure ?? 0) >= 0.05 || evidence.cleanShare < 0.9
        let advice =
            isBusy
            ? "other programs use the processors: stop them, or allow more time with --budget 2m"
            : "allow more time with --budget 2m"
        return measurement.grade == .f ? advice : advice + ", or accept it with --accept C"
    }
}

extension Measure {
    /// Measures all models side by side, prints the rows and the ratios, and ends the command.
    private func runTogether(binding: ModelBinding, platform: Platform) throws -> Never {
        let talk = ProgressTalk(json: output.json, phase: "measuring side by side")
        do throws(AppError) {
            let session = try MeasureSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            var models: [LoadedModel] = []
            for path in input.models { models.append(try LoadedModel(path: path, binding: binding)) }
            let found = try session.compare(models, options: effort.options) { talk.show($0) }
            talk.end()
            if let raw { try RawExport.write(found.measurements, to: raw) }
            let results = zip(models, found.measurements).map { model, measurement in
                RowResult.row(
                    MeasurementRow(model: model.path, measurement: measurement, warnings: model.warnings))
            }
            let ratios = found.ratios.map { ratio in
                ratio.map { [$0.ratio, $0.lower, $0.upper] } ?? []
            }
            let extra: JSONObject = ["ratios": .array(ratios.map { .array($0.map { .number($0) }) })]
            output.show(results, extra: extra) { rows in
                Report.table(rows) + Self.ratioLines(found.ratios, input.models)
            }
            let worst = zip(input.models, found.measurements).compactMap {
                Self.untrusted($1, $0, accept.grade)
            }
            // A ratio that is decided is worth something even where the latencies are not.
            guard let first = worst.first else { Foundation.exit(0) }
            Console.note("warning: \(first.sentence)")
            Foundation.exit(first.exit.rawValue)
        } catch { error.end(json: output.json) }
    }

    private static func ratioLines(_ ratios: [RatioEstimate?], _ models: [String]) -> String {
        var text = "\n"
        for (ratio, model) in zip(ratios, models).dropFirst() {
            guard let ratio else {
                text += "\(model) / \(models[0]): too few undisturbed rounds\n"
                continue
            }
            func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
            text +=
                "\(model) / \(models[0]): \(short(ratio.ratio)) (\(short(ratio.lower))…\(short(ratio.upper)))\n"
        }
        return text
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
