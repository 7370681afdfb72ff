import GnomonData

/// What the process that plans and decides sees of a machine: its own clock, the machine's counters, and seats in
/// which subjects run.
///
/// `LocalMachine` is the real one; tests bring a simulated one, and everything above this line is the same.
public protocol MeasuringMachine: AnyObject {
    /// Nanoseconds of a clock nobody can set.
    func now() -> Int64
    /// Seconds since 1970.
    func date() -> Double
    /// Waits.
    func pause(seconds: Double)
    /// The machine's counters.
    func witness() -> MachineWitness
    /// The names of the reference kernels that run beside subjects.
    var references: [String] { get }
    /// A new process, or what stands for one, for a target by its number.
    ///
    /// - Throws: `MeasureError`.
    func seat(target: Int) throws(MeasureError) -> any LaunchSeat
}

/// Counters of a machine since it was started; nil where it shows none.
public struct MachineWitness: Hashable, Sendable {
    /// Nanoseconds in which some task waited for a processor.
    public var stalled: Int64?
    /// Nanoseconds in which some task waited for memory.
    public var memoryStalled: Int64?
    /// Nanoseconds in which some task waited for a disk.
    public var ioStalled: Int64?
    /// Nanoseconds the hypervisor took from all processors.
    public var stolen: Int64?
    /// Times the processor was slowed down because of heat or power.
    public var throttles: Int64?
    /// The frequency of the processor that measures, in kilohertz.
    public var frequency: Int64?

    /// Counters.
    public init(
        stalled: Int64? = nil, memoryStalled: Int64? = nil, ioStalled: Int64? = nil, stolen: Int64? = nil,
        throttles: Int64? = nil, frequency: Int64? = nil
    ) {
        self.stalled = stalled
        self.memoryStalled = memoryStalled
        self.ioStalled = ioStalled
        self.stolen = stolen
        self.throttles = throttles
        self.frequency = frequency
    }

    /// What happened between two readings that lie so many nanoseconds apart.
    static func round(_ before: MachineWitness, _ after: MachineWitness, nanoseconds: Int64) -> Launch.Round {
        func difference(_ counter: KeyPath<MachineWitness, Int64?>) -> Int64? {
            guard let first = before[keyPath: counter], let second = after[keyPath: counter] else {
                return nil
            }
            return max(0, second &- first)
        }
        return Launch.Round(
            nanoseconds: max(1, nanoseconds), stalled: difference(\.stalled),
            memoryStalled: difference(\.memoryStalled), ioStalled: difference(\.ioStalled),
            stolen: difference(\.stolen), throttles: difference(\.throttles), frequency: after.frequency)
    }
}

/// One fresh process, or what stands for one, in which one target and the reference kernels run.
public protocol LaunchSeat: AnyObject {
    /// Opens the target.
    ///
    /// - Throws: `MeasureError`.
    func open() throws(MeasureError) -> SeatOpening
    /// Warms the target up.
    ///
    /// - Throws: `MeasureError`.
    func warm(_ order: WarmOrder) throws(MeasureError) -> WarmResult
    /// One turn of one subject.
    ///
    /// - Throws: `MeasureError`.
    func block(_ order: BlockOrder) throws(MeasureError) -> BlockResult
    /// Closes the target; the largest resident size it reached, in bytes.
    ///
    /// - Throws: `MeasureError`.
    func close() throws(MeasureError) -> Int64
    /// Ends the process, whatever it does.
    ///
    /// Does nothing the second time.
    func end()
}

/// What opening a target tells.
public struct SeatOpening: Hashable, Sendable {
    /// Nanoseconds the runtime needed.
    public var loadNanoseconds: Int64
    /// The runtime's version.
    public var version: String

    /// What opening told.
    public init(loadNanoseconds: Int64, version: String) {
        self.loadNanoseconds = loadNanoseconds
        self.version = version
    }
}
