public import GnomonMeasure
import GnomonStatistics

/// A machine in virtual time that knows the truth.
///
/// Used by one thread. The same seed gives the same readings on every machine.
public final class SimulatedMachine: MeasuringMachine {
    /// What disturbs it; may be changed between measurements.
    public var noise: SimulatedNoise
    /// The reference kernels.
    public let references = ["compute", "cache", "memory"]

    let targets: [SimulatedSubject]
    var generator: SeededGenerator
    /// Virtual nanoseconds; fractions matter for subjects of a few.
    private var time = 0.0
    /// Processor nanoseconds of the thread that measures.
    private(set) var processorTime = 0.0
    private(set) var switches: Int64 = 0
    private var stalled = 0.0
    private var stolen = 0.0
    private var isOn: [Bool] = []
    private var toggles: [Double] = []
    private var last = -1
    private var turn = 0
    private var sliceEnd = 0.0
    private var nextGap = Double.infinity
    private var nextCollision = Double.infinity

    /// A machine on which these targets can be measured.
    public init(targets: [SimulatedSubject], noise: SimulatedNoise = SimulatedNoise(), seed: UInt64) {
        self.targets = targets
        self.noise = noise
        generator = SeededGenerator(seed: seed)
        for _ in 0..<noise.burners {
            let share = noise.burst.on / (noise.burst.on + noise.burst.off)
            isOn.append(generator.uniform() < share)
            toggles.append(exponential(noise.burst.off * 1e9))
        }
        if noise.steal.rate > 0 { nextGap = exponential(1e9 / noise.steal.rate) }
    }

    // MARK: What a parent sees

    /// Virtual nanoseconds.
    public func now() -> Int64 { Int64(time) }

    /// Virtual seconds.
    public func date() -> Double { time / 1e9 }

    /// Waits in virtual time.
    public func pause(seconds: Double) { idle(max(0, seconds) * 1e9) }

    /// The counters.
    public func witness() -> MachineWitness {
        MachineWitness(
            stalled: noise.showsPressure ? Int64(stalled) : nil, stolen: Int64(stolen), throttles: 0,
            frequency: 3_000_000)
    }

    /// A fresh process.
    public func seat(target: Int) throws(MeasureError) -> any LaunchSeat {
        idle(15e6)
        return SimulatedSeat(machine: self, target: target)
    }

    // MARK: Running

    /// Lets time pass without the thread that measures.
    func idle(_ nanoseconds: Double) {
        let end = time + nanoseconds
        while time < end {
            let next = min(end, toggles.min() ?? .infinity)
            pass(max(0, next - time), isRunning: false)
            toggle()
        }
    }

    /// Lets the thread run so many nanoseconds of undisturbed work.
    func run(_ work: Double, _ sensitivity: SimulatedSubject.Sensitivity) {
        var left = work
        while left > 0 {
            toggle()
            let others = contenders
            if others > 0, sliceEnd <= time { sliceEnd = time + slice() }
            if running > 0, others == 0, nextCollision == .infinity {
                nextCollision = time + exponential(0.5e9)
            }
            let factor = slowdown(sensitivity)
            var next = min(toggles.min() ?? .infinity, nextGap, nextCollision)
            if others > 0 { next = min(next, sliceEnd) }
            let step = min(left * factor, max(0, next - time))
            processorTime += step
            pass(step, isRunning: true)
            left -= step / factor
            if left > 0 { disturb(others) }
        }
    }

    /// What happens when something ends a stretch of running.
    private func disturb(_ others: Int) {
        if nextGap <= time {
            // The guest's clocks run on: only the counter of stolen time tells.
            let gap = exponential(noise.steal.milliseconds * 1e6)
            processorTime += gap
            stolen += gap
            pass(gap, isRunning: true)
            nextGap = time + exponential(1e9 / max(1e-9, noise.steal.rate))
        } else if others > 0, sliceEnd <= time {
            preempt(Double(others) * slice())
            sliceEnd = time + slice()
        } else if nextCollision <= time {
            // The scheduler puts a neighbour here for a moment although there is room elsewhere.
            if running > 0 { preempt(slice()) }
            nextCollision = running > 0 ? time + exponential(0.5e9) : .infinity
        }
    }

    private func preempt(_ nanoseconds: Double) {
        switches += 1
        stalled += nanoseconds
        let before = stalled
        pass(nanoseconds, isRunning: true)
        stalled = before
    }

    /// Moves time on; somebody waits when there are more who want to run than processors.
    private func pass(_ nanoseconds: Double, isRunning: Bool) {
        time += nanoseconds
        if running + (isRunning ? 1 : 0) > noise.processors { stalled += nanoseconds }
    }

    /// Burners that are on.
    private var running: Int { isOn.count(where: { $0 }) }

    /// Burners that want the processor of the subject.
    private var contenders: Int {
        running < noise.processors ? 0 : 1 + (running - noise.processors) / noise.processors
    }

    private func slowdown(_ share: SimulatedSubject.Sensitivity) -> Double {
        let others = min(1, Double(running) / Double(max(1, noise.processors - 1)))
        let load = noise.hasHiddenNeighbour ? 1 : others
        let slow = noise.neighbours
        let neighbours =
            1 + load * (share.compute * slow.compute + share.cache * slow.cache + share.memory * slow.memory)
        let heat = 1 + noise.ramp * min(1, time / 60e9) + (time > 5e9 ? noise.step : 0)
        return neighbours * heat
    }

    private func toggle() {
        for index in toggles.indices where toggles[index] <= time {
            isOn[index].toggle()
            let mean = isOn[index] ? noise.burst.on : noise.burst.off
            toggles[index] = time + exponential(mean * 1e9) + 1
        }
    }

    private func slice() -> Double { (1 + 3 * generator.uniform()) * 1e6 }

    func exponential(_ mean: Double) -> Double { mean * Deviate.exponential(&generator) }

    /// The clock as the thread that measures reads it: reading takes time.
    func readClock(_ value: (SimulatedMachine) -> Double) -> Int64 {
        time += noise.timer.cost / 2
        processorTime += noise.timer.cost / 2
        var reading = value(self)
        time += noise.timer.cost / 2
        processorTime += noise.timer.cost / 2
        reading = (reading / noise.timer.resolution).rounded(.down) * noise.timer.resolution
        if noise.backwardSteps > 0, generator.uniform() < noise.backwardSteps { reading -= 500 }
        return Int64(reading)
    }

    /// How often a subject has run since another one did.
    func turn(of id: Int) -> Int {
        turn = last == id ? turn + 1 : 0
        last = id
        return turn
    }

    /// Virtual nanoseconds, exactly.
    var exactTime: Double { time }
}
