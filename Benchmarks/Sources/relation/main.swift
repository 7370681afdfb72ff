// The search of BRP-NAS on known accuracies of NAS-Bench-201 cells, beside random search with the same budget.
// Usage: relation ROWS.csv [SEEDS] [FORM]      ROWS.csv: lines `digits,accuracy in per cent`

import Foundation
import GnomonPredict
import GnomonSpaces
import GnomonStatistics

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
    FileHandle.standardError.write(Data("usage: relation ROWS.csv [SEEDS] [FORM]\n".utf8))
    exit(64)
}

/// The median of numbers.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

do {
    let space = NASBench201()
    var cells: [Architecture] = []
    var accuracies: [Double] = []
    for line in try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n") {
        let parts = line.split(separator: ",")
        guard parts.count == 2, let value = Double(parts[1]) else { continue }
        cells.append(try space.parse(String(parts[0])))
        accuracies.append(value)
    }
    let truth = accuracies.sorted(by: >)
    var sampling = IterativeSampling()
    if arguments.count > 3, let form = RelationSettings.Form(rawValue: arguments[3]) {
        sampling.relation.form = form
    }
    print(
        "\(cells.count) cells, best \(truth[0]) %; \(sampling.budget) trained in \(sampling.rounds) rounds, "
            + "form \(sampling.relation.form.rawValue)")
    var best: [String: [Double]] = [:]
    for seed in 0..<UInt64(arguments.count > 2 ? Int(arguments[2]) ?? 10 : 10) {
        let start = Date()
        let trace = try sampling.run(cells, seed: seed) { accuracies[$0] }
        var generator = SeededGenerator(seed: seed)
        let random = (0..<cells.count).shuffled(using: &generator).prefix(sampling.budget)
        let found = trace.accuracies.max() ?? 0
        // Ten more, the best that were not trained yet.
        let known = Set(trace.trained)
        let more = trace.ranking.lazy.filter { !known.contains($0) }.prefix(10).map { accuracies[$0] }
        let drawn = random.map { accuracies[$0] }.max() ?? 0
        best["search", default: []].append(found)
        best["search and 10 more", default: []].append(max(found, more.max() ?? 0))
        best["random", default: []].append(drawn)
        let seconds = Date().timeIntervalSince(start)
        fflush(nil)
        print("seed \(seed): search \(found), random \(drawn), \(String(format: "%.1f", seconds)) s")
    }
    for (name, values) in best.sorted(by: { $0.key < $1.key }) {
        let mean = values.reduce(0, +) / Double(values.count)
        print(
            "\(name): median \(median(values)), mean \(String(format: "%.3f", mean)), worst \(values.min() ?? 0), "
                + "optimum found \(values.count { $0 >= truth[0] }) of \(values.count)")
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
