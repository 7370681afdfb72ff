// How well the measuring protocol does on simulated machines whose truth is known.
// Usage: measuring [TRIALS] [FIRST-SEED]

import Foundation
import GnomonData
import GnomonMeasure
import GnomonStatistics
import GnomonTestKit

let trials = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 400
let first = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? 1_000_000

func percent(_ value: Double) -> String { String(format: "%6.1f", value * 100) }

func named(_ name: String) -> String { name.padding(toLength: 17, withPad: " ", startingAt: 0) }

/// What trials of one scenario came to.
struct Tally {
    var grades: [Grade: Int] = [:]
    var (trials, covered, good, bad) = (0, 0, 0, 0)
    var (worst, seconds) = (0.0, 0.0)
    var errors: [Double] = []

    mutating func add(_ trial: MeasuringTrial) {
        trials += 1
        grades[trial.verdict.grade, default: 0] += 1
        covered += trial.isCovered ? 1 : 0
        seconds += trial.seconds
        guard trial.verdict.grade.isTrusted else { return }
        errors.append(abs(trial.error))
        good += abs(trial.error) <= 0.05 ? 1 : 0
        bad += abs(trial.error) > 0.1 ? 1 : 0
        worst = max(worst, abs(trial.error))
    }

    mutating func add(_ other: Tally) {
        for (grade, count) in other.grades { grades[grade, default: 0] += count }
        trials += other.trials
        covered += other.covered
        good += other.good
        bad += other.bad
        seconds += other.seconds
        worst = max(worst, other.worst)
        errors += other.errors
    }

    func line(_ name: String) -> String {
        func share(_ count: Int) -> String { percent(Double(count) / Double(max(1, trials))) }
        let trusted = errors.isEmpty ? "     -" : percent(Double(good) / Double(errors.count))
        return named(name) + Grade.allCases.map { share(grades[$0] ?? 0) }.joined() + share(covered) + "  "
            + trusted + "  " + percent(worst) + percent(Quantile.median(errors) ?? 0)
            + String(format: "%6d", bad) + String(format: "%8.1f", seconds / Double(max(1, trials)))
    }
}

func table(_ title: String, _ calibration: NoiseCalibration) throws {
    let exponents = calibration.exponents.sorted { $0.key < $1.key }
        .map { "\($0.key) \(String(format: "%.2f", $0.value))" }.joined(separator: ", ")
    print("\n\(title): exponents \(exponents.isEmpty ? "none" : exponents); widening", calibration.widening)
    print("scenario              A     B     C     F   held  good<5% worst% median >10%  seconds")
    var (all, injected) = (Tally(), Tally())
    for scenario in MeasuringScenario.all {
        var tally = Tally()
        for index in 0..<trials {
            tally.add(try MeasuringTrial.run(scenario, seed: first + UInt64(index), noise: calibration))
        }
        print(tally.line(scenario.name))
        all.add(tally)
        if !scenario.isQuiet { injected.add(tally) }
    }
    print(injected.line("all disturbed"))
    print(all.line("all"))
}

do {
    try table("Floors only", MeasuringTrial.standardCalibration)
    try table("Calibrated", try MeasuringTrial.fittedCalibration())
    print("\nTwo subjects 6 % apart, side by side, 5 launches")
    print("scenario           right      of  none  sd of ratio %")
    for scenario in MeasuringScenario.all {
        var (right, none) = (0, 0)
        var errors: [Double] = []
        for index in 0..<min(trials, 200) {
            let trial = try RatioTrial.run(scenario, seed: first + UInt64(index))
            right += trial.isOrderRight ? 1 : 0
            none += trial.estimate == nil ? 1 : 0
            if let error = trial.error { errors.append(error) }
        }
        let squares = errors.reduce(0) { $0 + $1 * $1 }
        print(
            named(scenario.name), String(format: "%5d  %6d %5d", right, min(trials, 200), none),
            String(format: "%8.2f", 100 * (squares / Double(max(1, errors.count))).squareRoot()))
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(70)
}
