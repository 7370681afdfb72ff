import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonReport

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Says how good the predictor of a platform is, with pictures.",
        discussion: """
            Looks at the models given and at the random networks that learning held out; learns again from the first
            quarters of the measurements to show what the time brought. Models measured before with grade A, B or C
            are not measured again.

            EXAMPLES
              gnomon report --on here
              gnomon report --on ort-cpu-1t --models *.onnx --measure --html report.html
            """)

    @Option(name: .customLong("on"), help: "The platform.")
    var platform = "here"

    @Option(parsing: .upToNextOption, help: "ONNX files to predict and to compare.")
    var models: [String] = []

    @Flag(help: "Measure the models that were not measured on this platform.")
    var measure = false

    @Option(help: ArgumentHelp("Write a page with pictures.", valueName: "file"))
    var html: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var effort: EffortOptions

    func run() throws {
        let platform = CommandContext.platform(platform, json: json)
        let talk = ProgressTalk(json: json, phase: "report")
        do throws(AppError) {
            let session = try ReportSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            var loaded: [LoadedModel] = []
            for path in models { loaded.append(try LoadedModel(path: path, binding: try ModelBinding())) }
            let report = try session.run(models: loaded, measuring: measure ? effort.options : nil) {
                show($0, talk)
            }
            talk.end()
            if let html { try MeasurementPages.write(report.html, to: html) }
            Console.result(json ? JSONEncoding.pretty(.object(report.json)) + "\n" : report.text)
        } catch {
            talk.end()
            error.end(json: json)
        }
    }

    private func show(_ step: ReportSession.Progress, _ talk: ProgressTalk) {
        switch step {
        case .model(let path): talk.show(fraction: 0, detail: path, phase: "models")
        case .heldOut(let fraction):
            talk.show(fraction: fraction, detail: "random networks", phase: "predicting")
        case .learning(let part):
            talk.show(fraction: part - 0.25, detail: "learning from parts", phase: "learning")
        }
    }
}
