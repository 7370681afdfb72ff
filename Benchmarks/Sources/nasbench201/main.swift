// All 15,625 networks of NAS-Bench-201 built, prepared, costed and hashed on one core; the counts of different
// hashes are checked. Usage: nasbench201

import Foundation
import GnomonGraph
import GnomonSpaces

/// Processor seconds of this process so far.
func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

let space = NASBench201()
// Different graphs up to isomorphism, which the tests count by trying every order of the vertices.
let expected: [(form: SpaceForm, networks: Int, hashes: Int)] = [
    (.latbench, 15_284, 5_256), (.live, 15_284, 6_333), (.published, 15_625, 13_625),
]
var isWrong = false
do {
    for (form, count, classes) in expected {
        var seconds = [0.0, 0, 0, 0]
        var hashes: Set<NetworkHash> = []
        var (networks, nodes) = (0, 0)
        for architecture in space.architectures() ?? [] {
            if form != .published, !CellGraph(codes: architecture.genes).isConnected { continue }
            let start = processorSeconds()
            let network = try space.network(of: architecture, options: SpaceOptions(form: form))
            let built = processorSeconds()
            let prepared = try network.prepared()
            let shaped = processorSeconds()
            _ = try prepared.totalCost()
            let costed = processorSeconds()
            hashes.insert(prepared.canonicalHash())
            let hashed = processorSeconds()
            for (phase, time) in [built - start, shaped - built, costed - shaped, hashed - costed]
                .enumerated()
            {
                seconds[phase] += time
            }
            networks += 1
            nodes += network.nodes.count
        }
        let total = seconds.reduce(0, +)
        let phases = zip(["build", "prepare", "cost", "hash"], seconds)
            .map { "\($0) \(String(format: "%.2f", $1))" }.joined(separator: ", ")
        print(
            "\(form.rawValue): \(networks) networks, \(nodes) operators, \(hashes.count) hashes, "
                + "\(String(format: "%.2f", total)) s (\(phases)), \(Int(Double(networks) / total)) networks/s"
        )
        if networks != count || hashes.count != classes { isWrong = true }
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
if isWrong {
    FileHandle.standardError.write(Data("error: the counts are not the expected ones\n".utf8))
    exit(1)
}
