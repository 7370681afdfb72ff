import ArgumentParser
import Foundation
import GnomonApp
import GnomonMeasure

/// The command: a table of sub-commands and nothing else.
@main
struct Gnomon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gnomon",
        abstract: "Predicts how fast a neural network will run on a device, before it runs there.",
        discussion: """
            EXAMPLES
              gnomon learn --on here --budget 5m
              gnomon compare resnet50.onnx --on here

            EXIT CODES
              0 ok; 64 usage; 65 bad data; 69 runtime or platform unavailable; 70 internal;
              75 untrusted measurement or a passing obstacle: try again
            """,
        version: Version.text,
        subcommands: [
            Setup.self, Doctor.self, Inspect.self, Generate.self, Spaces.self, Rewrite.self, Measure.self,
            Fusion.self, Learn.self, Predict.self, Compare.self, ReportCommand.self, Dataset.self, Train.self,
            Evaluate.self, Tasks.self, Search.self, Predictors.self, Platforms.self, RunChild.self,
        ]
    )

    /// Native libraries read their waiting policy when they are opened: it is set before anything else, unless
    /// the user chose one.
    static func main() {
        setenv("OMP_WAIT_POLICY", "passive", 0)
        main(nil)
    }
}
