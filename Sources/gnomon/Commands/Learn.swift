import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonReport

struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learns a platform of this machine: profiles random networks, trains a predictor.",
        discussion: """
            What was measured before on the same platform counts towards the budget; a larger budget adds to it.
            Ctrl-C stops measuring and trains with what there is; once more stops at once. Measurements are kept.

            EXAMPLES
              gnomon learn --on here --budget 5m
              gnomon learn --on ort-cpu-2t --budget 10m
              gnomon learn --on openvino-cpu-1t --budget 2m --from ort-cpu-1t
              gnomon learn --on here --budget 10m --for mine.onnx other.onnx
              gnomon learn --on torch-cpu-1t --black-box
              gnomon learn --on ort-cpu-2t --samples 10 --from ort-cpu-1t
            """)

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Option(help: "What learning the platform may cost in all, such as 5m.")
    var budget: Duration = Duration(seconds: 300)

    @Option(
        parsing: .upToNextOption, help: "Learned platforms to start from: a smaller budget will do.")
    var from: [String] = []

    @Option(
        name: .customLong("for"), parsing: .upToNextOption,
        help: "Models whose kernels are wanted most: each is profiled once.")
    var models: [String] = []

    @Option(
        help: ArgumentHelp(
            "Measure so many whole networks, 1 to 200, and move learned platforms here.",
            discussion:
                "Starts from the platforms of --from, or from all learned ones; models of --for come first."))
    var samples: Int?

    @Option(
        help: ArgumentHelp(
            "Which predictor: kernel-boost, nn-meter or black-box; --samples learns kernel-transfer.",
            discussion:
                "nn-meter and black-box measure kernels alone. Each is kept: 'predict --predictor' chooses."))
    var system = "kernel-boost"

    @Flag(name: .customLong("black-box"), help: "Never look at a profile: the same as --system black-box.")
    var isBlackBox = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard let samples else { return }
        guard (1...200).contains(samples) else { throw ValidationError("--samples must be from 1 to 200") }
        if isBlackBox || system != LearnSystem.kernelBoost.rawValue {
            throw ValidationError("--samples learns kernel-transfer: leave out --system and --black-box")
        }
    }

    func run() throws {
        let platform = CommandContext.platform(platform, json: json)
        let system = chosenSystem()
        let talk = ProgressTalk(json: json, phase: "profiling")
        Interruption.watch()
        do throws(AppError) {
            let session = try LearnSession(
                platform: platform, settings: Settings(), executable: CommandContext.child, from: from,
                named: models)
            let outcome =
                if let samples {
                    try session.runSamples(
                        samples, budget: budget.seconds, shouldStop: { Interruption.isWanted },
                        progress: { show($0, talk) })
                } else {
                    try session.run(
                        system: system, budget: budget.seconds, shouldStop: { Interruption.isWanted },
                        progress: { show($0, talk) })
                }
            talk.end()
            tell(outcome, platform: platform, system: system)
        } catch {
            talk.end()
            error.end(json: json)
        }
    }

    /// The system that was asked for; ends the command where options contradict each other.
    private func chosenSystem() -> LearnSystem {
        if samples != nil { return .kernelTransfer }
        let system = CommandContext.system(isBlackBox ? LearnSystem.blackBox.rawValue : system, json: json)
        if system == .kernelTransfer {
            AppError(
                code: "usage", message: "kernel-transfer needs a number of networks to measure",
                hint: "say how many with --samples, such as --samples 10", exit: .usage
            ).end(json: json)
        }
        if system != .kernelBoost, !(from.isEmpty && models.isEmpty) {
            AppError(
                code: "usage", message: "--from and --for belong to kernel-boost and to --samples",
                hint: "leave them out, or leave out --system and --black-box", exit: .usage
            ).end(json: json)
        }
        return system
    }

    private func tell(_ outcome: LearnSession.Outcome, platform: Platform, system: LearnSystem) {
        guard !json else {
            let object: JSONObject = [
                "schema": .string("gnomon.learning/1"), "platform": .string(platform.name),
                "predictor": .string(outcome.folder), "networks": .int(outcome.networks),
                "kernels": .int(outcome.kernels), "held_out": .int(outcome.heldOut),
                "system": .string(system.rawValue),
                "within_10_percent": .number(outcome.within10), "mean_error": .number(outcome.meanError),
            ]
            Console.result(JSONEncoding.compact(.object(object)) + "\n")
            return
        }
        let amount =
            "\(outcome.networks) networks" + (samples == nil ? ", \(outcome.kernels) kernels" : "")
        let check = samples == nil ? Self.check(outcome) : Self.leftOut(outcome)
        Console.result(
            """
            learned \(platform.name) from \(amount)
            \(check)\(Self.noise(outcome))
            written to \(outcome.folder)

            """)
    }

    /// How well each measured network is predicted by the others.
    private static func leftOut(_ outcome: LearnSession.Outcome) -> String {
        "each predicted by the others: \(NumberFormat.percent(outcome.within10)) within 10 %, "
            + "mean error \(NumberFormat.percent(outcome.meanError))"
    }

    /// How well it did on networks that were not learned from.
    private static func check(_ outcome: LearnSession.Outcome) -> String {
        guard outcome.heldOut > 0 else {
            return "no network was held out yet: a larger --budget tells how good it is"
        }
        return "on \(outcome.heldOut) random networks held out: \(NumberFormat.percent(outcome.within10)) "
            + "within 10 %, mean error \(NumberFormat.percent(outcome.meanError))"
    }

    /// What two readings of one kernel differ by, as a line of its own.
    private static func noise(_ outcome: LearnSession.Outcome) -> String {
        outcome.noiseFloor.map {
            "\nreadings of one kernel, taken twice, differ by \(NumberFormat.percent($0))"
        } ?? ""
    }

    private func show(_ step: LearnSession.Progress, _ talk: ProgressTalk) {
        switch step {
        case .profiled(let networks, let spent, let left):
            talk.show(
                fraction: spent / max(1, spent + left), remaining: left, detail: "\(networks) networks",
                phase: "profiling")
        case .measured(let kernels, let spent, let left):
            talk.show(
                fraction: spent / max(1, spent + left), remaining: left, detail: "\(kernels) kernels",
                phase: "measuring")
        case .sampled(let networks, let wanted):
            talk.show(
                fraction: Double(networks) / Double(max(1, wanted)), detail: "\(networks) of \(wanted)",
                phase: "measuring")
        case .skipped(let reason):
            talk.end()
            Console.note("skipped \(reason)")
        case .training(let kind, let fraction):
            talk.show(fraction: fraction, detail: kind, phase: "training")
        }
    }
}
