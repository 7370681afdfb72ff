import Foundation
import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// Seconds an epoch of NASFLAT's training on sources, in turns with the same network in PyTorch.
enum NASFLATTiming {
    /// Times rows of some devices, and prints lines.
    static func run(python: String, space: any SearchSpace, devices: Int, epochs: Int, rounds: Int) throws {
        let rows = 512
        let pool = space.sample(rows, seed: 1)
        var generator = SeededGenerator(seed: 2)
        let latencies = (0..<devices).map { _ in (0..<rows).map { _ in 1 + generator.uniform() } }
        let sources = TransferSources(
            space: space, pool: pool, devices: (0..<devices).map { "device \($0)" },
            rows: latencies.map { _ in Array(0..<rows) }, milliseconds: latencies)
        let peer = try Peer(python: python, script: "nasflat_peer.py")
        var times: [String: [Double]] = [:]
        for _ in 0..<rounds {
            for (name, head) in [("gnomon", NASFLATSettings.Head.pairs), ("gnomon, dropout by row", .rows)] {
                var settings = NASFLATSettings()
                (settings.epochs, settings.head) = (epochs, head)
                let (time, _) = try seconds {
                    try NASFLATPredictor.prepare(sources, settings: settings, seed: 1)
                }
                times[name, default: []].append(time / Double(epochs))
            }
            let once = try peer.ask("epochs \(space.name) \(rows) \(devices) \(epochs) once")
            times["pytorch, graphs once", default: []].append((Double(once[0]) ?? 0) / Double(epochs))
            // Far slower: one epoch tells.
            let pairs = try peer.ask("epochs \(space.name) \(rows) \(devices) 1 pairs")
            times["pytorch, by pairs", default: []].append(Double(pairs[0]) ?? 0)
        }
        let ours = times["gnomon"]?.min() ?? 0
        say(
            "\(space.name), \(rows) rows of \(devices) devices, batches of 128; seconds an epoch, Float32, 1 thread"
        )
        for (name, values) in times.sorted(by: { $0.key < $1.key }) {
            let least = values.min() ?? 0
            say(
                "\(name.padding(toLength: 24, withPad: " ", startingAt: 0))  min \(text(least))"
                    + "  all \(values.map(text).joined(separator: " "))  ratio \(text(least / ours))")
        }
    }
}
