public import GnomonData
public import GnomonNative

/// How much effort a measurement may cost.
public struct MeasureOptions: Hashable, Sendable {
    /// Processes to start at least, each opening the model anew.
    public var launches: Int
    /// Processes to start at most, while the interval is too wide.
    public var maximumLaunches: Int
    /// Half the width of the interval over the latency at which it stops.
    public var halfWidth: Double
    /// Seconds after which no further process is started.
    public var budget: Double
    /// Attempts on a contended machine.
    public var attempts: Int
    /// Milliseconds of warm-up at least.
    public var warmupMilliseconds: Int
    /// The seed of the inputs.
    public var seed: UInt64
    /// The fence around each process.
    public var limits: ProcessLimits
    /// Seconds opening may take.
    public var openSeconds: Double
    /// What is known about noise on the machine; nil if nothing is.
    public var noise: NoiseCalibration?
    /// The time below which no hardware of this kind can be, in nanoseconds; nil if nobody knows.
    public var lowerBound: Double?
    /// How often the bootstrap draws.
    public var draws: Int

    /// Options; the usual ones unless said otherwise.
    public init(
        launches: Int = 5, maximumLaunches: Int = 15, halfWidth: Double = 0.01, budget: Double = 30,
        attempts: Int = 3, warmupMilliseconds: Int = 200, seed: UInt64 = 0,
        limits: ProcessLimits = ProcessLimits(), openSeconds: Double = 60, noise: NoiseCalibration? = nil,
        lowerBound: Double? = nil, draws: Int = 1000
    ) {
        self.launches = launches
        self.maximumLaunches = maximumLaunches
        self.halfWidth = halfWidth
        self.budget = budget
        self.attempts = attempts
        self.warmupMilliseconds = warmupMilliseconds
        self.seed = seed
        self.limits = limits
        self.openSeconds = openSeconds
        self.noise = noise
        self.lowerBound = lowerBound
        self.draws = draws
    }
}

/// What a measurement tells while it runs.
public enum MeasureProgress: Hashable, Sendable {
    /// A launch ended; the number counts from 1.
    case launch(Int, nanoseconds: Double)
    /// The machine is too busy; it waits.
    case waiting(seconds: Double)
}
