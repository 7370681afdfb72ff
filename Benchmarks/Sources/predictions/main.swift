// Predictions per second on one core: for prepared networks in memory, and from the file to the answer.
// Usage: predictions MODEL PREDICTOR_FOLDER [--peer PYTHON]
//
// --peer runs nn-Meter's own pipeline (Benchmarks/Peers/nn_meter_peer.py, with that interpreter) on the same model, in turns
// with ours.

import Foundation
import GnomonGraph
import GnomonONNX
import GnomonPredict
import GnomonSpaces

/// Processor seconds of this process so far.
func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// The median processor time of a block over repetitions, in seconds.
func median(of repetitions: Int, _ block: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<repetitions {
        let start = processorSeconds()
        try block()
        times.append(processorSeconds() - start)
    }
    return times.sorted()[repetitions / 2]
}

/// nn-Meter's pipeline in a process of its own.
struct Peer {
    let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts it and waits until its forests are grown.
    init(python: String, model: String) throws {
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["Benchmarks/Peers/nn_meter_peer.py", model]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard let answer = line(), answer.hasPrefix("ready") else {
            throw CocoaError(.executableLoad)
        }
        print("nn-Meter sees           \(answer.dropFirst(6))")
    }

    /// Processor seconds of some predictions.
    func seconds(_ count: Int) -> Double? {
        input.fileHandleForWriting.write(Data("\(count)\n".utf8))
        return line().flatMap { Double($0) }
    }

    private func line() -> String? {
        var bytes = Data()
        while let next = try? output.fileHandleForReading.read(upToCount: 1), !next.isEmpty {
            if next == Data([0x0A]) { return String(decoding: bytes, as: UTF8.self) }
            bytes += next
        }
        return nil
    }
}

/// Ours and nn-Meter's in turns: the median times of a prediction, and of their ratio.
func compare(_ predictor: any Predictor, _ network: Network, with peer: Peer) {
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<7 {
        let start = processorSeconds()
        for _ in 0..<200 { _ = predictor.predict([network]) }
        ours.append((processorSeconds() - start) / 200)
        guard let seconds = peer.seconds(3) else { return print("nn-Meter ended") }
        theirs.append(seconds / 3)
    }
    let ratio = zip(theirs, ours).map { $0 / $1 }.sorted()[3]
    let (our, their) = (ours.sorted()[3], theirs.sorted()[3])
    print("in turns: ours          \(Int(1 / our)) predictions/s")
    print("in turns: nn-Meter      \(String(format: "%.1f", 1 / their)) predictions/s, \(Int(ratio)) times slower")
}

var arguments = CommandLine.arguments
var python: String?
if let flag = arguments.firstIndex(of: "--peer"), flag + 1 < arguments.count {
    python = arguments[flag + 1]
    arguments.removeSubrange(flag...(flag + 1))
}
guard arguments.count == 3 else {
    FileHandle.standardError.write(
        Data("usage: predictions MODEL PREDICTOR_FOLDER [--peer PYTHON]\n".utf8))
    exit(64)
}
do {
    let path = arguments[1]
    let loading = try median(of: 5) { _ = try PredictorCatalog.load(folder: arguments[2]) }
    let predictor = try PredictorCatalog.load(folder: arguments[2])
    let network = try ONNXReader.read(path: path).network.prepared()
    let batch = 50
    let inMemory = median(of: 15) { for _ in 0..<batch { _ = predictor.predict([network]) } } / Double(batch)
    let endToEnd =
        try median(of: 15) {
            for _ in 0..<batch {
                let network = try ONNXReader.read(path: path).network.prepared()
                _ = network.canonicalHash()
                _ = predictor.predict([network])
            }
        } / Double(batch)
    let mobile = try FamilyCatalog.network(named: "mobilenet_v2")?.prepared()
    let mobileInMemory = mobile.map { mobile in
        median(of: 15) { for _ in 0..<batch { _ = predictor.predict([mobile]) } } / Double(batch)
    }
    print("loading the predictor   \(Int(loading * 1e6)) us")
    print("in memory               \(Int(1 / inMemory)) predictions/s (\(Int(inMemory * 1e6)) us)")
    if let mobileInMemory {
        if let boost = predictor as? KernelBoostPredictor, let mobile {
            let alone = median(of: 15) { for _ in 0..<batch { _ = boost.latencies(of: [mobile]) } } / Double(batch)
            print("  its latency alone     \(Int(1 / alone)) predictions/s (\(Int(alone * 1e6)) us)")
        }
        print(
            "MobileNetV2 in memory   \(Int(1 / mobileInMemory)) predictions/s (\(Int(mobileInMemory * 1e6)) us)"
        )
    }
    if let python {
        let peer = try Peer(python: python, model: path)
        compare(predictor, network, with: peer)
        peer.process.terminate()
    }
    print("from the file           \(Int(1 / endToEnd)) predictions/s (\(Int(endToEnd * 1e6)) us)")
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
