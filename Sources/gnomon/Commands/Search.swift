import ArgumentParser
import Foundation
import GnomonApp
import GnomonReport

struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks for accurate architectures that are fast enough on a device.",
        discussion: """
            Latencies of a few architectures are known on the device; the others are predicted. Accuracies are those of
            NAS-Bench-201. Every choice is shown with its measured latency and with the best that is really fast enough.
            Methods: \(SearchSession.Method.allCases.map(\.rawValue).joined(separator: ", ")).

            EXAMPLES
              gnomon search --space nasbench201 --on gold_6226 --max-latency 11ms
              gnomon search --on pixel2 --max-latency 18 --method evolution --keep 0.9
              gnomon search --published --seeds 5
              gnomon search --fronts --on gold_6226 fpga
            """)

    @Option(help: "The search space.")
    var space = "nasbench201"

    @Option(name: .customLong("on"), parsing: .upToNextOption, help: "Devices.")
    var devices: [String] = []

    @Option(help: "The limit in milliseconds.")
    var maxLatency: Milliseconds?

    @Option(help: "How to search.")
    var method = SearchSession.Method.exhaustive.rawValue

    @Option(help: "cifar10, cifar100 or imagenet16-120.")
    var score = "cifar100"

    @Option(help: "Architectures that are measured on the device.")
    var budget = 20

    @Option(help: "What predicts latencies.")
    var predictor = "analytic-gp"

    @Option(help: "How sure it must be that the limit is kept, from 0.5 to 0.99.")
    var keep = 0.5

    @Option(help: "Repetitions: seeds 1, 2, ...")
    var seeds = 1

    @Flag(help: "The devices and limits that HELP published, with MetaD2A's candidates.")
    var published = false

    @Flag(help: "How much of each device's Pareto front is reached.")
    var fronts = false

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if space != "nasbench201" {
            throw ValidationError("accuracies are known of nasbench201 only, not of '\(space)'")
        }
        if !published, devices.isEmpty { throw ValidationError("no --on given") }
        if !published, !fronts, maxLatency == nil { throw ValidationError("no --max-latency given") }
        if SearchSession.Method(rawValue: method) == nil { throw ValidationError("no method '\(method)'") }
        if !(0.5...0.99).contains(keep) { throw ValidationError("--keep must be from 0.5 to 0.99") }
        if !(3...1000).contains(budget) { throw ValidationError("--budget must be from 3 to 1000") }
        if !(1...1000).contains(seeds) { throw ValidationError("--seeds must be from 1 to 1000") }
    }

    func run() throws {
        let all = (1...UInt64(seeds)).map { $0 }
        do throws(AppError) {
            let session = try SearchData.session(
                DatasetLibrary(folder: data, settings: Settings()), predictor: predictor)
            if fronts {
                var rows: [RowResult<FrontRow>] = []
                for device in devices {
                    rows.append(
                        .row(try session.front(device, score: score, samples: budget, seeds: all)))
                }
                return output.show(rows) { Report.table($0) }
            }
            let rows =
                published
                ? try session.publishedTable(samples: budget, seeds: all, keep: keep)
                : try choices(session, all)
            output.show(rows.map { .row($0) }) { Report.table($0) }
        } catch { error.end(json: output.json) }
    }

    private func choices(_ session: SearchSession, _ seeds: [UInt64]) throws(AppError) -> [SearchRow] {
        var rows: [SearchRow] = []
        for device in devices {
            for seed in seeds {
                var question = SearchSession.Question(device: device, limit: maxLatency?.value ?? .infinity)
                question.method = SearchSession.Method(rawValue: method) ?? .exhaustive
                (question.score, question.samples, question.seed) = (score, budget, seed)
                question.keep = keep
                rows.append(
                    try session.answer(
                        question, try session.adapted(to: device, samples: budget, seed: seed)))
            }
        }
        return rows
    }
}

/// A latency as users write it: `11ms` or `11`.
struct Milliseconds: ExpressibleByArgument {
    var value: Double

    init?(argument: String) {
        let text = argument.hasSuffix("ms") ? String(argument.dropLast(2)) : argument
        guard let value = Double(text), value > 0, value.isFinite else { return nil }
        self.value = value
    }
}
