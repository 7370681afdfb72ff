public import GnomonData
public import GnomonRuntimes
import GnomonStatistics

/// Times subjects and keeps the witnesses of each sample: the part of a measurement that runs beside the subject.
///
/// Nothing is allocated, logged or awaited between start and stop. The order is witness, start, run, stop, witness.
public final class SubjectTimer {
    /// Processor time over elapsed time below which a sample was disturbed.
    static let cleanRatio = 0.985
    /// Waiting of worker threads over elapsed time from which on a sample was disturbed.
    static let delayRatio = 0.015
    /// The length from which on each sample asks what the worker threads waited.
    static let longSample = 5e6

    private let clock: any MeasuringClock
    private let threads: Int
    /// What reading the clock costs, in nanoseconds.
    public private(set) var timerCost: Int64 = 0
    /// The smallest step of the clock, in nanoseconds.
    public private(set) var timerResolution: Int64 = 1
    private var processorCost: Int64 = 0

    /// A timer for subjects with so many threads; measures what the clocks cost.
    public init(clock: any MeasuringClock, threads: Int) {
        self.clock = clock
        self.threads = threads
        calibrate()
    }

    /// Times an empty body: medians, for a backward step of the clock must not look like a cost.
    private func calibrate() {
        var walls: [Double] = []
        var processor: [Double] = []
        var step = Int64.max
        for _ in 0..<64 {
            let cpuStart = clock.threadCPU()
            let start = clock.wall()
            let stop = clock.wall()
            let cpuStop = clock.threadCPU()
            if stop > start { step = min(step, stop - start) }
            walls.append(Double(stop - start))
            processor.append(Double(cpuStop - cpuStart))
        }
        timerCost = max(0, Int64((Quantile.median(walls) ?? 0).rounded()))
        processorCost = max(0, Int64((Quantile.median(processor) ?? 0).rounded()))
        timerResolution = step == .max ? 1 : step
    }

    /// One sample of `repeats` runs, appended to `columns`.
    public func sample(
        _ subject: any Subject, repeats: Int, round: Int = 0, position: Int = 0, isWarmup: Bool = false,
        watchesWorkers: Bool = false, into columns: inout SampleColumns
    ) throws(RuntimeError) {
        let delayBefore = watchesWorkers ? clock.workerDelay() : nil
        let before = clock.witness()
        let cpuStart = clock.threadCPU()
        let start = clock.wall()
        for _ in 0..<repeats { try subject.run() }
        let stop = clock.wall()
        let cpuStop = clock.threadCPU()
        let after = clock.witness()
        let wall = max(1, stop &- start &- timerCost)
        let cpu = max(0, cpuStop &- cpuStart &- processorCost)
        var marks: Launch.Disturbance = []
        if after.involuntarySwitches != before.involuntarySwitches { marks.insert(.switched) }
        if after.cpu != before.cpu { marks.insert(.migrated) }
        if after.majorFaults != before.majorFaults { marks.insert(.faulted) }
        // With several threads the caller may wait for a worker, so its own share says nothing.
        if threads == 1, Double(cpu) < Self.cleanRatio * Double(wall) { marks.insert(.starved) }
        if watchesWorkers, let delayBefore, let delayAfter = clock.workerDelay(),
            Double(delayAfter - delayBefore) >= Self.delayRatio * Double(wall)
        {
            marks.insert(.delayed)
        }
        columns.append(
            Launch.Sample(
                wall: wall, cpu: cpu, isClean: marks.isEmpty, isWarmup: isWarmup, repeats: repeats,
                round: round, position: position, marks: marks))
    }

    /// One turn of a subject: throws a few runs away, for its caches are cold after a switch, then times it.
    public func block(_ subject: any Subject, _ order: BlockOrder) throws(RuntimeError) -> BlockResult {
        let timed = min(max(1, order.timed), 100_000)
        let repeats = min(max(1, order.repeats), 1_000_000)
        var columns = SampleColumns()
        columns.reserve(timed)
        let begin = clock.wall()
        for _ in 0..<min(max(0, order.discard), 1000) {
            try subject.run()
            subject.settle()
        }
        let isLong =
            threads > 1 && Double(clock.wall() - begin) > Self.longSample * Double(max(1, order.discard))
        let delay = threads > 1 && !isLong ? clock.workerDelay() : nil
        let start = clock.wall()
        var checksum: UInt64?
        for index in 0..<timed {
            try sample(
                subject, repeats: order.alternates && index % 2 == 1 ? 2 * repeats : repeats,
                round: order.round,
                position: index, watchesWorkers: isLong, into: &columns)
            if order.isChecked, index == timed - 1 { checksum = try subject.outputChecksum() }
            subject.settle()
        }
        if let delay, let after = clock.workerDelay() {
            let isDelayed = Double(after - delay) >= Self.delayRatio * Double(clock.wall() - start)
            if isDelayed { for index in columns.flags.indices { columns.flags[index] |= 16 } }
        }
        return BlockResult(samples: columns, checksum: checksum)
    }

    /// Runs until two windows of ten samples agree and show no trend.
    public func warm(_ subject: any Subject, _ order: WarmOrder) throws(RuntimeError) -> WarmResult {
        var result = WarmResult(
            samples: SampleColumns(), isSteady: false, timerCost: timerCost, timerResolution: timerResolution,
            checksum: 0)
        let start = clock.wall()
        var repeats = 1
        var history = SteadyState()
        while true {
            try sample(subject, repeats: repeats, isWarmup: true, into: &result.samples)
            let count = result.samples.wall.count
            if count == 1 { result.checksum = try subject.outputChecksum() }
            subject.settle()
            let last = result.samples[count - 1]
            history.add(last.perInference, isClean: last.isClean)
            // What is over in a moment is warmed up in stretches the clock can see.
            if count == 3, last.wall < 50_000 { repeats = min(1000, Int(50_000 / max(1, last.wall)) + 1) }
            let elapsed = clock.wall() - start
            if count >= 3, elapsed >= order.minimumNanoseconds,
                count >= 20 || elapsed > order.maximumNanoseconds / 4, history.isReached
            {
                result.isSteady = true
                return result
            }
            if elapsed >= order.maximumNanoseconds || count >= 100_000 { return result }
        }
    }
}
