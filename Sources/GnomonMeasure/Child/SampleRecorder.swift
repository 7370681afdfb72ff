import GnomonNative
import GnomonRuntimes

/// Times a session and keeps the witnesses of each sample.
///
/// Nothing is allocated, logged or awaited between start and stop.
final class SampleRecorder {
    /// Processor time over elapsed time below which a sample was disturbed.
    static let cleanRatio = 0.985

    private let threads: Int
    /// What reading the clocks itself costs, in nanoseconds.
    private let clockCost: Int64

    init(threads: Int) {
        self.threads = threads
        var cost = Int64.max
        for _ in 0..<64 {
            let start = MachineClock.wall()
            _ = MachineClock.threadCPU()
            cost = min(cost, MachineClock.wall() - start)
        }
        clockCost = max(0, cost)
    }

    /// One sample of `repeats` inferences, appended to `columns` as time per inference.
    func sample(
        _ session: any RuntimeSession, repeats: Int, into columns: inout SampleColumns
    ) throws(RuntimeError) {
        let before = ThreadControl.usage()
        let cpuNumber = ThreadControl.currentCPU()
        let cpuStart = MachineClock.threadCPU()
        let start = MachineClock.wall()
        for _ in 0..<repeats { try session.run() }
        let stop = MachineClock.wall()
        let cpuStop = MachineClock.threadCPU()
        let cpuAfter = ThreadControl.currentCPU()
        let after = ThreadControl.usage()
        let count = Int64(max(1, repeats))
        let wall = max(1, (stop - start - clockCost / 2) / count)
        let cpu = max(0, (cpuStop - cpuStart - clockCost) / count)
        var isClean =
            after.involuntarySwitches == before.involuntarySwitches && cpuNumber == cpuAfter
            && after.majorFaults == before.majorFaults
        // With several threads the caller may wait for a worker, so its own share says nothing.
        if threads == 1, Double(cpu) < Self.cleanRatio * Double(wall) { isClean = false }
        columns.wall.append(wall)
        columns.cpu.append(cpu)
        columns.clean.append(isClean)
    }

    /// Untimed inferences, to bring caches back to the subject.
    func discard(_ session: any RuntimeSession, count: Int) throws(RuntimeError) {
        for _ in 0..<count {
            try session.run()
            session.settle()
        }
    }

    /// Runs until two windows of ten samples agree and show no trend.
    func warm(
        _ session: any RuntimeSession, minimum: Int64, maximum: Int64
    ) throws(RuntimeError) -> (columns: SampleColumns, isSteady: Bool) {
        var columns = SampleColumns()
        let start = MachineClock.wall()
        while true {
            try sample(session, repeats: 1, into: &columns)
            session.settle()
            let elapsed = MachineClock.wall() - start
            let count = columns.wall.count
            if count >= 3, elapsed >= minimum, count >= 20 || elapsed > maximum / 4,
                SteadyState.isReached(columns.wall)
            {
                return (columns, true)
            }
            if elapsed >= maximum || count >= 100_000 { return (columns, false) }
        }
    }
}
