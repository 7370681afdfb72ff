import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonMeasure
import GnomonReport

struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures models on platforms of this machine; everything is kept in the store.",
        discussion: """
            Each model runs in processes of its own, with limits, on each platform in turn. The grade says how far
            a result can be trusted. A pair of model and platform that fails leaves the others measured; the command
            ends with the code of the first that failed, else with 75 if a grade is worse than accepted, else with 0.
            What was measured before a batch was stopped is kept: the same command with --resume does the rest.

            EXAMPLES
              gnomon measure resnet50.onnx --on here
              gnomon measure *.onnx --on ort-cpu-1t --on openvino-cpu-1t --resume
              gnomon measure resnet50.onnx --on ort-cpu-1t --kernels
              gnomon measure resnet50.onnx --raw samples.json
              gnomon measure resnet50.onnx --kernels --html resnet50.html --trace resnet50.json
              gnomon measure a.onnx b.onnx --together
            """)

    @OptionGroup var input: ModelOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var effort: EffortOptions

    @Option(name: .customLong("on"), help: "The platform; may be repeated. (default: here)")
    var platforms: [String] = []

    @Flag(
        help:
            "Take what the store has of the accepted grade, from this platform as it is now, instead of measuring."
    )
    var resume = false

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

    func validate() throws {
        guard together else { return }
        if platforms.count > 1 { throw ValidationError("--together takes one platform") }
        if resume { throw ValidationError("--together and --resume exclude each other") }
    }

    func run() throws {
        let binding = try input.binding()
        let chosen = (platforms.isEmpty ? ["here"] : platforms).map {
            CommandContext.platform($0, json: output.json)
        }
        if together { try runTogether(binding: binding, platform: chosen[0]) }
        var tally = Tally(accepted: accept.grade, severalPlatforms: Set(chosen.map(\.name)).count > 1)
        do throws(AppError) {
            let batch = try MeasureBatch(
                platforms: chosen, settings: Settings(), executable: CommandContext.child)
            let request = MeasureBatch.Request(
                options: effort.options, kernels: kernels, reusing: resume ? accept.grade : nil,
                keepsSamples: [raw, html, svg, trace].contains { $0 != nil })
            batch.run(input.models, binding: binding, request: request) { show($0, &tally) }
            if let raw { try RawExport.write(tally.measurements, to: raw) }
            let rows = tally.results.compactMap(\.row)
            if let html { try MeasurementPages.writeHTML(rows, to: html) }
            if let svg { try MeasurementPages.writeSVG(rows, into: svg) }
            if let trace { try MeasurementPages.writeTrace(rows, to: trace) }
        } catch { error.end(json: output.json) }
        output.show(tally.results, extra: ["summary": .object(tally.summary.json)]) { rows in
            Report.table(rows)
                + (kernels ? rows.compactMap { $0.row?.kernelTable() }.joined() : "")
        }
        if tally.summary.pairs > 1, !output.json { Console.note(tally.summary.line) }
        if let failure = tally.failure { Foundation.exit(failure.exit.rawValue) }
        if let untrusted = tally.untrusted {
            Console.note("warning: \(untrusted.sentence)")
            Foundation.exit(untrusted.exit.rawValue)
        }
    }

    private func show(_ event: MeasureBatch.Event, _ tally: inout Tally) {
        switch event {
        case .progress(let pair, let step):
            if tally.talk == nil {
                tally.talk = ProgressTalk(
                    json: output.json, phase: "measuring \(tally.name(pair))", done: pair.index,
                    of: pair.count)
            }
            tally.talk?.show(step)
        case .ended(let pair, let ending):
            tally.talk?.end()
            tally.talk = nil
            tally.add(pair, ending)
        }
    }

    /// What the pairs of a batch came to.
    private struct Tally {
        var accepted: Grade
        var severalPlatforms: Bool
        var results: [RowResult<MeasurementRow>] = []
        var summary = MeasureSummary()
        /// The first error of a pair without a measurement.
        var failure: AppError?
        /// The first measurement that is worse than accepted.
        var untrusted: AppError?
        var talk: ProgressTalk?

        init(accepted: Grade, severalPlatforms: Bool) {
            self.accepted = accepted
            self.severalPlatforms = severalPlatforms
        }

        var measurements: [GnomonData.Measurement] { results.compactMap { $0.row?.measurement } }

        func name(_ pair: MeasureBatch.Pair) -> String {
            severalPlatforms ? "\(pair.model) on \(pair.platform)" : pair.model
        }

        mutating func add(_ pair: MeasureBatch.Pair, _ ending: MeasureBatch.Ending) {
            switch ending {
            case .row(let row):
                results.append(.row(row))
                if row.isReused { summary.reused += 1 } else { summary.measured += 1 }
                guard let error = Measure.untrusted(row.measurement, name(pair), accepted) else { return }
                summary.untrusted += 1
                untrusted = untrusted ?? error
            case .failed(let error):
                var result = error.result
                if severalPlatforms { result.platform = pair.platform }
                results.append(.failure(model: pair.model, error: result))
                summary.failed += 1
                failure = failure ?? error
            }
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
