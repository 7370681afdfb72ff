import Foundation
import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// Meta-training steps of HELP beside the same ones in PyTorch, in turns.
enum Meta {
    /// Devices whose latencies are sums over operators, ten of them references.
    static func sources(_ space: any SearchSpace, devices: Int) -> TransferSources {
        let pool = space.sample(910, seed: 1)
        var generator = SeededGenerator(seed: 1)
        let columns = (0..<devices).map { _ in
            let costs = space.choices.map { (0..<$0).map { _ in 0.1 + generator.uniform() } }
            return pool.map { zip($0.genes, costs).reduce(0) { $0 + $1.1[$1.0] } }
        }
        let rows = Array(0..<900)
        var sources = TransferSources(
            space: space, pool: pool, devices: (0..<devices).map { "device \($0)" },
            rows: columns.map { _ in rows }, milliseconds: columns.map { column in rows.map { column[$0] } })
        sources.references = Array(900..<910)
        sources.referenceMilliseconds = columns.map { Array($0.suffix(10)) }
        return sources
    }

    /// Seconds a step: what more steps take, so that what is done once does not count.
    static func step(_ space: any SearchSpace, devices: Int, steps: Int) throws -> Double {
        // One more, since one is held out; it is looked at once, after the last step.
        let sources = sources(space, devices: devices + 1)
        func time(_ steps: Int) throws -> Double {
            var settings = HELPSettings()
            (settings.episodes, settings.devices, settings.heldShare) = (steps, devices, 0)
            settings.interval = .max
            return try seconds { try HELPPredictor.prepare(sources, settings: settings, seed: 1) }.0
        }
        let few = try time(steps / 4)
        return (try time(steps + steps / 4) - few) / Double(steps)
    }

    /// Prints seconds a step of both, for cells and blocks.
    static func run(python: String, rounds: Int, steps: Int, devices: Int) throws {
        let peer = try Peer(python: python, script: "help_peer.py")
        say("HELP: seconds a meta-training step, \(devices) devices of 10 + 200 rows, Float32, 1 thread")
        for (name, space) in [("cells", NASBench201() as any SearchSpace), ("blocks", FBNet())] {
            var (ours, theirs): ([Double], [Double]) = ([], [])
            for round in 0..<rounds {
                ours.append(try step(space, devices: devices, steps: steps))
                let answer = try peer.ask("\(name) \(devices) \(steps) \(round)").compactMap(Double.init)
                theirs.append(answer[0] / Double(steps))
            }
            say(
                "\(name)  gnomon \(ours.map(text).joined(separator: " "))"
                    + "  pytorch \(theirs.map(text).joined(separator: " "))"
                    + "  ratio of the least \(text((theirs.min() ?? 0) / (ours.min() ?? 1)))")
        }
    }
}
