// How well the measuring protocol does on simulated machines whose truth is known.
// Usage: measuring [TRIALS] [FIRST-SEED]

import Foundation
import GnomonData
import GnomonMeasure
import GnomonStatistics
import GnomonTestKit

let trials = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 400
let first = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? 1_000_000

func percent(_ value: Double) -> String { String(format: "%5.1f", value * 100) }

do {
    print("scenario            A    B    C    F  covered  trusted<=5%  worst-trusted  median|e|  seconds")
    for scenario in MeasuringScenario.all {
        var grades: [Grade: Int] = [:]
        var (covered, trusted, good) = (0, 0, 0)
        var (worst, seconds) = (0.0, 0.0)
        var errors: [Double] = []
        for index in 0..<trials {
            let trial = try MeasuringTrial.run(scenario, seed: first + UInt64(index))
            grades[trial.verdict.grade, default: 0] += 1
            if trial.isCovered { covered += 1 }
            if trial.verdict.grade.isTrusted {
                trusted += 1
                if abs(trial.error) <= 0.05 { good += 1 }
                worst = max(worst, abs(trial.error))
                errors.append(abs(trial.error))
            }
            seconds += trial.seconds
        }
        let counts = Grade.allCases.map { percent(Double(grades[$0] ?? 0) / Double(trials)) }
        print(
            scenario.name.padding(toLength: 16, withPad: " ", startingAt: 0), counts.joined(), "  ",
            percent(Double(covered) / Double(trials)), "       ",
            percent(trusted == 0 ? 1 : Double(good) / Double(trusted)), "        ", percent(worst), "     ",
            percent(Quantile.median(errors) ?? 0), String(format: "%8.1f", seconds / Double(trials)))
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(70)
}
