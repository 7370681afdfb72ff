// Variants of all published networks and architectures of all search spaces: each one is prepared, written and read
// back, and the different hashes are counted. Usage: variants [COUNT] [SEED] [FOLDER]
//
// With a folder, every network is written there with synthetic weights as well, for other programs to load.

import Foundation
import GnomonGraph
import GnomonONNX
import GnomonSpaces

let arguments = CommandLine.arguments
let count = arguments.count > 1 ? Int(arguments[1]) ?? 2000 : 2000
let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1
let folder = arguments.count > 3 ? arguments[3] : nil

/// The networks in turn: one of each published name, one of each space, and again with the next index.
func networks() throws -> [(name: String, make: () throws -> Network)] {
    let names = FamilyCatalog.all.flatMap(\.networks)
    let rounds = count / (names.count + SpaceCatalog.all.count) + 1
    let samples = SpaceCatalog.all.map { ($0, $0.sample(rounds, seed: seed)) }
    var result: [(String, () throws -> Network)] = []
    for round in 0..<rounds {
        for name in names {
            result.append(
                (
                    name,
                    {
                        guard let variants = FamilyVariants(of: name, seed: seed) else { return Network() }
                        return try variants.network(round)
                    }
                ))
        }
        for (space, drawn) in samples where round < drawn.count {
            result.append((space.name, { try space.network(of: drawn[round]) }))
        }
    }
    return Array(result.prefix(count))
}

do {
    let started = clock()
    let scratch = NSTemporaryDirectory() + "/variant-\(getpid()).onnx"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    var hashes: [NetworkHash: (name: String, nodes: Int, cost: Cost)] = [:]
    var (made, disconnected, unknown, changed, equal, collisions, nodes) = (0, 0, 0, 0, 0, 0, 0)
    for (name, make) in try networks() {
        let network: Network
        do { network = try make() } catch let error as SpaceError where error.code == .disconnected {
            disconnected += 1
            continue
        }
        made += 1
        nodes += network.nodes.count
        let prepared = try network.prepared()
        if prepared.nodes.contains(where: { node in
            node.state == .live
                && node.outputs.contains { $0.map { prepared[$0].shape?.sizes == nil } ?? false }
        }) {
            unknown += 1
            print("\(network.name): a shape is not known")
        }
        let hash = prepared.canonicalHash()
        if let folder {
            let path = "\(folder)/\(name)-\(made).onnx"
            // Large variants of large networks pass the 2 GiB of an ONNX file.
            do { try ONNXWriter.write(network, weights: .synthetic(seed: seed), toPath: path) } catch {
                print("\(network.name) is not kept: \(error)")
            }
        }
        try ONNXWriter.write(network, weights: .absent, toPath: scratch)
        let again = try ONNXReader.read(path: scratch).network.prepared()
        let cost = try prepared.totalCost()
        if try again.canonicalHash() != hash || again.totalCost() != cost {
            changed += 1
            print("\(network.name): another network when read back")
        }
        if let other = hashes.updateValue((network.name, network.nodes.count, cost), forKey: hash) {
            equal += 1
            let differs = other.nodes != network.nodes.count || other.cost != cost
            if differs { collisions += 1 }
            print("\(network.name) \(differs ? "has the hash of the different" : "is") \(other.name)")
        }
    }
    let seconds = Double(clock() - started) / Double(CLOCKS_PER_SEC)
    print(
        "\(made) networks, \(nodes) operators, \(hashes.count) hashes, \(equal) equal to an earlier one, "
            + "\(collisions) of one hash and different cost, "
            + "\(unknown) with unknown shapes, \(changed) changed by writing and reading, "
            + "\(disconnected) without a path, \(String(format: "%.1f", seconds)) s")
    exit(unknown + changed + collisions == 0 ? 0 : 1)
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
