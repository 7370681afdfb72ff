// The time from a file to a checked network, and the memory it takes.
// Usage: reading MODEL...

import Foundation
import GnomonGraph
import GnomonONNX

/// Milliseconds on a clock of the system.
func milliseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

/// The largest resident size of this process so far, in MiB.
func peakMiB() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return (line.split(separator: " ").compactMap { Double($0) }.first ?? 0) / 1024
}

let paths = CommandLine.arguments.dropFirst()
guard !paths.isEmpty else {
    FileHandle.standardError.write(Data("usage: reading MODEL...\n".utf8))
    exit(64)
}
do {
    for path in paths {
        var wall: [Double] = []
        var processor: [Double] = []
        var nodes = 0
        for _ in 0..<51 {
            let start = (milliseconds(CLOCK_MONOTONIC), milliseconds(CLOCK_PROCESS_CPUTIME_ID))
            nodes = try ONNXReader.read(path: path).network.prepared().nodes.count
            wall.append(milliseconds(CLOCK_MONOTONIC) - start.0)
            processor.append(milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start.1)
        }
        let (middle, busy) = (wall.sorted()[25], processor.sorted()[25])
        print(
            path, nodes, "nodes", "wall", (middle * 100).rounded() / 100, "ms", "cpu",
            (busy * 100).rounded() / 100, "ms", "peak", peakMiB().rounded(), "MiB")
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
