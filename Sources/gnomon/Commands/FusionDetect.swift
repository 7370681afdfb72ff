import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonReport

struct FusionDetect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Finds out which operators a runtime fuses, from latencies alone.",
        discussion: """
            Operators are timed alone, together and in between two poolings, in turns; what is saved tells. The rules
            are kept beside the predictors. What remains undecided falls back to what structure lets one expect.

            EXAMPLES
              gnomon fusion detect --on torch-cpu-1t --quick
              gnomon fusion detect --on ort-cpu-1t --score resnet50.onnx mobilenet_v2.onnx
              gnomon fusion detect --on ort-cpu-1t --rules rules.json --score resnet50.onnx
            """)

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Flag(help: "Test the 79 pairs of nn-Meter instead of all cases.")
    var quick = false

    @Option(help: "What it may cost, such as 10m; what is not reached is left out.")
    var budget: Duration = Duration(seconds: 1800)

    @Flag(help: "Also hold each verdict against what the runtime shows, where it shows anything.")
    var truth = false

    @Option(
        help: ArgumentHelp(
            "Score these rules instead of testing; nn-Meter's form will do.", valueName: "file"))
    var rules: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Score the rules on models against the runtime's own kernels.", valueName: "model")
    )
    var score: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if rules != nil && score.isEmpty { throw ValidationError("--rules needs --score") }
    }

    func run() throws {
        let platform = CommandContext.platform(platform, json: json)
        let talk = ProgressTalk(json: json, phase: "testing")
        Interruption.watch()
        do throws(AppError) {
            let session = DetectSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            if let rules {
                let found = try DetectSession.rules(path: rules, platform: platform)
                try show([], scores: try scores(session, found), extra: ["rules": .string(rules)], text: "")
                return
            }
            let outcome = try session.run(
                cases: DetectSession.cases(quick: quick), budget: budget.seconds, wantsTruth: truth,
                shouldStop: { Interruption.isWanted },
                progress: { done, total, name in
                    talk.show(fraction: Double(done) / Double(max(1, total)), detail: name)
                })
            talk.end()
            let extra: JSONObject = [
                "platform": .string(platform.name), "written": .string(outcome.path),
                "seconds": .number(outcome.seconds), "untested": .int(outcome.left),
            ]
            try show(
                outcome.rows, scores: try scores(session, outcome.rules), extra: extra,
                text: summary(outcome))
        } catch {
            talk.end()
            error.end(json: json)
        }
    }

    private func scores(
        _ session: DetectSession, _ rules: DetectSession.Rules
    ) throws(AppError) -> [DetectionScoreRow] {
        var rows: [DetectionScoreRow] = []
        for path in score {
            let binding = try ModelBinding(dims: [], shapes: [], trips: [], batch: 1)
            rows.append(try session.score(rules, LoadedModel(path: path, binding: binding)))
        }
        return rows
    }

    private func show(
        _ rows: [DetectedRuleRow], scores: [DetectionScoreRow], extra: JSONObject, text: String
    ) throws(AppError) {
        if json {
            var extra = extra
            if !score.isEmpty { extra["scores"] = .array(scores.map { .object($0.json) }) }
            Console.result(Report.json(rows.map { RowResult.row($0) }, extra: extra))
            return
        }
        var parts: [String] = []
        if !rows.isEmpty { parts.append(Report.table(rows.map { RowResult.row($0) })) }
        if !text.isEmpty { parts.append(text) }
        if !scores.isEmpty { parts.append(Report.table(scores.map { RowResult.row($0) })) }
        Console.result(parts.joined(separator: "\n"))
    }

    private func summary(_ outcome: DetectSession.Outcome) -> String {
        func count(_ verdict: String) -> Int { outcome.rows.count { $0.verdict == verdict } }
        var text =
            "\(outcome.rows.count) rules in \(Int(outcome.seconds)) s: \(count("fused")) fused, "
            + "\(count("separate")) separate, \(count("view")) views, \(count("undecided")) undecided"
        text += outcome.left > 0 ? "; \(outcome.left) not reached\n" : "\n"
        if truth {
            let told = outcome.told
            text +=
                "of \(told.pairs) pairs the runtime tells of: \(line(outcome.decided)), \(told.undecided) undecided\n"
            text += "as the rules are applied, the undecided as expected: \(line(outcome.applied))\n"
        }
        return text + "written to \(outcome.path)\n"
    }

    private func line(_ agreement: DetectSession.Agreement) -> String {
        func share(_ value: Double?) -> String { value.map { NumberFormat.percent($0) } ?? "-" }
        return "precision \(share(agreement.precision)), recall \(share(agreement.recall))"
    }
}
