// How fast a large store answers: fills one with rows, then times insert and look-up.
// Usage: store [ROWS] [FOLDER]
import Foundation
import GRDB
import GnomonStore

let arguments = CommandLine.arguments.dropFirst()
guard let rows = arguments.first.map({ Int($0) }) ?? 10_000_000, rows >= 1000, rows <= 1_000_000_000 else {
    print("usage: store [ROWS] [FOLDER], at least 1000 rows")
    exit(64)
}
let folder = arguments.dropFirst().first ?? NSTemporaryDirectory()
let path = folder + "/gnomon-store-benchmark-\(getpid()).sqlite"
defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }

do {
    try Filling.withSamples(path: path)
    try Filling.rows(rows, path: path)
    try Timing.all(path: path, folder: folder)
} catch { print("error: \(error)") }
