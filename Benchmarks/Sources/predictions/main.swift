// Predictions per second on one core: for prepared networks in memory, and from the file to the answer.
// Usage: predictions MODEL PREDICTOR_FOLDER

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

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: predictions MODEL PREDICTOR_FOLDER\n".utf8))
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
        print(
            "MobileNetV2 in memory   \(Int(1 / mobileInMemory)) predictions/s (\(Int(mobileInMemory * 1e6)) us)"
        )
    }
    print("from the file           \(Int(1 / endToEnd)) predictions/s (\(Int(endToEnd * 1e6)) us)")
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
