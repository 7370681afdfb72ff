import ArgumentParser
import GnomonMeasure

/// How much effort a measurement may cost.
struct EffortOptions: ParsableArguments {
    @Option(help: "Processes that are started, each opening the model anew.")
    var launches = 5

    @Option(help: "Seconds a model may take, such as 30s or 2m.")
    var budget: Duration = Duration(seconds: 30)

    @Option(help: "Seed of weights and inputs.")
    var seed: UInt64 = 0

    func validate() throws {
        guard (1...50).contains(launches) else { throw ValidationError("--launches must be from 1 to 50") }
    }

    var options: MeasureOptions {
        MeasureOptions(
            launches: launches, maximumLaunches: max(15, launches), budget: budget.seconds, seed: seed)
    }
}

/// A time as users write it: `90`, `90s`, `5m`, `1h`.
struct Duration: ExpressibleByArgument {
    var seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        var text = Substring(argument)
        var unit = 1.0
        switch text.last {
        case "s"?: text = text.dropLast()
        case "m"?:
            unit = 60
            text = text.dropLast()
        case "h"?:
            unit = 3600
            text = text.dropLast()
        default: break
        }
        guard let number = Double(text), number > 0, number * unit <= 7 * 86_400 else { return nil }
        seconds = number * unit
    }

    var defaultValueDescription: String { "\(Int(seconds))s" }
}
