import GnomonNative

/// What the thread that runs a subject can read about itself.
///
/// The same code times a subject on a real machine and on a simulated one: only the clock and the subject differ.
public protocol MeasuringClock: AnyObject {
    /// Nanoseconds of a clock nobody can set.
    func wall() -> Int64
    /// Processor nanoseconds of the calling thread.
    func threadCPU() -> Int64
    /// What happened to the calling thread so far.
    func witness() -> ThreadWitness
    /// Nanoseconds the other threads of the process have waited for a processor; nil where it is not shown.
    func workerDelay() -> Int64?
}

/// Counters of a thread since it began.
public struct ThreadWitness: Hashable, Sendable {
    /// Times the kernel took the processor away.
    public var involuntarySwitches: Int64
    /// Page faults that had to wait for a disk.
    public var majorFaults: Int64
    /// The processor it is on.
    public var cpu: Int32

    /// Counters.
    public init(involuntarySwitches: Int64, majorFaults: Int64, cpu: Int32) {
        self.involuntarySwitches = involuntarySwitches
        self.majorFaults = majorFaults
        self.cpu = cpu
    }
}

/// The clock of this machine.
public final class SystemClock: MeasuringClock {
    /// A clock.
    public init() {}

    /// Nanoseconds of the raw monotonic clock.
    public func wall() -> Int64 { MachineClock.wall() }

    /// Processor nanoseconds of the calling thread.
    public func threadCPU() -> Int64 { MachineClock.threadCPU() }

    /// The kernel's counters of the calling thread.
    public func witness() -> ThreadWitness {
        let usage = ThreadControl.usage()
        return ThreadWitness(
            involuntarySwitches: usage.involuntarySwitches, majorFaults: usage.majorFaults,
            cpu: ThreadControl.currentCPU())
    }

    /// The run-queue delay of all threads of this process.
    public func workerDelay() -> Int64? { MachineLoad.runQueueDelay() }
}
