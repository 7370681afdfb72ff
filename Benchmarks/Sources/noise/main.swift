// Measures networks on a quiet and on a disturbed machine, and says how far the disturbed results are off.
// Usage: noise SECONDS [--on PLATFORM]... [--burners N] [--calibrated FOLDER] MODEL...
//        noise floors          the reference kernels of eight launches
//        noise run-child       (what measurements start)
//
// SECONDS is what one measurement beside burners may take. For each network and platform: the truth from a quiet
// measurement before and one after; between them, with burners beside it, what the protocol says and what the mean of 50 runs in one process says. Rows go to standard output as
// JSON lines, the table to standard error.

import Foundation
import GnomonData
import GnomonMeasure
import GnomonNative
import GnomonONNX
import GnomonRuntimes
import GnomonStatistics

let words = Array(CommandLine.arguments.dropFirst())
if words.first == "run-child" { exit(ChildProcess.main()) }
if words.first == "burn" {
    // Ends by itself, even when nobody is left to end it.
    Burner.burn(seconds: words.dropFirst().first.flatMap { Double($0) } ?? 1)
    exit(0)
}
if words.first == "floors" {
    do { try Study.floors() } catch { note("error: \(error)") }
    exit(0)
}
guard let study = Study(words) else {
    FileHandle.standardError.write(
        Data("usage: noise SECONDS [--on PLATFORM]... [--burners N] [--calibrated FOLDER] MODEL...\n".utf8))
    exit(64)
}
do { try study.run() } catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(70)
}
