// Seconds an epoch of the latency network of BRP-NAS (4 layers of 600, Float64), beside the same network in PyTorch,
// one thread each, in turns; and the time to predict all 15,625 cells.
// Usage: training PYTHON ROWS.csv [ROUNDS] [TEST.csv] [--epochs N]      lines `digits,milliseconds`; the last tenth of ROWS validates.
//        training equal PYTHON ROWS.csv TEST.csv [EPOCHS] [SEEDS]      both with our settings, and how good they are then.
//        training nasflat PYTHON [ROUNDS] [EPOCHS]     seconds an epoch of NASFLAT's network beside PyTorch.
//        training help PYTHON [ROUNDS] [STEPS] [DEVICES]      meta-training steps of HELP beside PyTorch's.
// With TEST.csv also what our default settings reach on its rows.

import Foundation
import GnomonLearn
import GnomonPredict
import GnomonSpaces

/// Prints a line at once, also into a file.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

/// Wall seconds of a block.
func seconds<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let start = DispatchTime.now().uptimeNanoseconds
    let result = try body()
    return (Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9, result)
}

/// The rows of a file: nine tenths to train on, one to validate.
func read(_ path: String) throws -> (ArchitectureRows, ArchitectureRows) {
    let space = NASBench201()
    var rows: [(Architecture, Double)] = []
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
        let cells = line.split(separator: ",")
        guard cells.count == 2, let value = Double(cells[1]) else { continue }
        rows.append((try space.parse(String(cells[0])), value))
    }
    func part(_ range: Range<Int>) -> ArchitectureRows {
        ArchitectureRows(
            space: space, architectures: rows[range].map(\.0), milliseconds: rows[range].map(\.1))
    }
    let cut = rows.count * 9 / 10
    return (part(0..<cut), part(cut..<rows.count))
}

/// The settings of the paper for some epochs of a batch, which are all trained.
func settings(batch: Int, epochs: Int) -> LatencyGCNSettings {
    var settings = LatencyGCNSettings.published
    settings.fitting = Fitting(epochs: epochs, batch: batch, keepsFrom: epochs - 1)
    return settings
}

/// Milliseconds to three digits.
func text(_ value: Double) -> String { String(format: "%.3f", value) }

var arguments = CommandLine.arguments
var epochsOfBatches = 4
if let flag = arguments.firstIndex(of: "--epochs"), flag + 1 < arguments.count {
    epochsOfBatches = max(1, Int(arguments[flag + 1]) ?? epochsOfBatches)
    arguments.removeSubrange(flag...(flag + 1))
}
if arguments.count >= 3, arguments[1] == "nasflat" {
    let rounds = arguments.count > 3 ? max(1, Int(arguments[3]) ?? 3) : 3
    let epochs = arguments.count > 4 ? max(1, Int(arguments[4]) ?? 2) : 2
    do {
        for (space, devices) in [(NASBench201(), 9), (FBNet(), 5)] as [(any SearchSpace, Int)] {
            try NASFLATTiming.run(
                python: arguments[2], space: space, devices: devices, epochs: epochs, rounds: rounds)
        }
        exit(0)
    } catch {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        exit(65)
    }
}
guard arguments.count >= 3 else {
    FileHandle.standardError.write(
        Data(
            "usage: training PYTHON ROWS.csv [ROUNDS] [TEST.csv] [--epochs N], training equal PYTHON ROWS.csv TEST.csv [EPOCHS] [SEEDS], or training help PYTHON [ROUNDS] [STEPS] [DEVICES]\n"
                .utf8))
    exit(64)
}
do {
    if arguments[1] == "equal", arguments.count >= 5 {
        let numbers =
            arguments.dropFirst(5).map { max(1, Int($0) ?? 1) } + [60, 3].dropFirst(arguments.count - 5)
        try EqualAccuracy.run(
            python: arguments[2], rows: arguments[3], test: arguments[4], epochs: numbers[0],
            seeds: numbers[1])
        exit(0)
    }
    if arguments[1] == "help" {
        let numbers =
            arguments.dropFirst(3).map { max(1, Int($0) ?? 1) } + [3, 40, 8].dropFirst(arguments.count - 3)
        try Meta.run(python: arguments[2], rounds: numbers[0], steps: numbers[1], devices: numbers[2])
        exit(0)
    }
    let (rows, held) = try read(arguments[2])
    let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 3 : 3
    let peer = try Peer(python: arguments[1])
    _ = try peer.ask(arguments[2])
    say("\(rows.count) rows, \(held.count) for validation; seconds an epoch, Float64, 1 thread")
    for (batch, epochs) in [(1, 1), (128, epochsOfBatches)] {
        var times: [String: [Double]] = [:]
        var errors: [String: Double] = [:]
        for round in 0..<rounds {
            let (time, predictor) = try seconds {
                try BRPNASPredictor.train(
                    on: rows, validation: held, seed: UInt64(round),
                    settings: settings(batch: batch, epochs: epochs))
            }
            times["gnomon", default: []].append(time / Double(epochs))
            let found = try predictor.predict(held.architectures)
            errors["gnomon"] =
                zip(found, held.milliseconds).reduce(0) { $0 + abs($1.0.milliseconds / $1.1 - 1) }
                / Double(held.count) * 100
            for kind in ["default", "fused"] {
                let answer = try peer.ask("epochs \(batch) \(epochs) \(kind) \(round)").compactMap(
                    Double.init)
                times["pytorch \(kind)", default: []].append(answer[0] / Double(epochs))
                errors["pytorch \(kind)"] = answer[1]
            }
        }
        let ours = times["gnomon"]?.min() ?? 0
        for (name, values) in times.sorted(by: { $0.key < $1.key }) {
            let least = values.min() ?? 0
            say(
                "batch \(batch)  \(name.padding(toLength: 16, withPad: " ", startingAt: 0))"
                    + "  min \(text(least))  all \(values.map(text).joined(separator: " "))"
                    + "  ratio \(text(least / ours))  validation MAPE \(text(errors[name] ?? 0)) %")
        }
    }
    let cells = NASBench201().architectures() ?? []
    let model = try BRPNASPredictor.train(
        on: rows, validation: held, seed: 1, settings: settings(batch: 128, epochs: 1))
    var times: [Double] = []
    for _ in 0..<rounds { times.append(try seconds { try model.predict(cells) }.0) }
    say("predict \(cells.count) cells, Float64: \(times.map(text).joined(separator: " ")) s")
    let answer = try peer.ask("predict")
    say("pytorch, Float32, batches of 128: \(answer[0]) s, encoding in Python \(answer[1]) s")
    if arguments.count > 4 {
        let (first, last) = try read(arguments[4])
        let (time, predictor) = try seconds { try BRPNASPredictor.train(on: rows, validation: held, seed: 1) }
        let measured = first.milliseconds + last.milliseconds
        let found = try predictor.predict(first.architectures + last.architectures)
        let errors = zip(found, measured).map { abs($0.milliseconds / $1 - 1) }
        let shares = [0.01, 0.05, 0.1].map { limit in
            text(100 * Double(errors.count { $0 <= limit }) / Double(errors.count))
        }
        let inside = zip(found, measured).count { $0.interval?.contains($1) ?? false }
        say(
            "our settings: \(text(time)) s; \(errors.count) test rows: within 1, 5, 10 %: "
                + shares.joined(separator: " ")
                + ", MAPE \(text(100 * errors.reduce(0, +) / Double(errors.count))) %, intervals hold "
                + "\(text(100 * Double(inside) / Double(errors.count))) %")
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
