/// What disturbs a simulated machine.
///
/// Every ingredient shows in the same counters as on a real machine, or in none where the real one would be blind.
public struct SimulatedNoise: Hashable, Sendable {
    /// How a runtime can lie.
    public enum Dishonesty: Hashable, Sendable {
        case honest
        /// One inference in fifty returns at once.
        case returnsEarly
        /// Every inference after the first returns what it returned before.
        case caches
        /// Outputs differ from time to time.
        case changesOutputs
    }

    /// Processors of the machine; the subject is pinned to one.
    public var processors = 2
    /// Processes that burn processor time now and then.
    public var burners = 0
    /// Mean seconds a burner is on, and off.
    public var burst = (on: 0.25, off: 0.35)
    /// By how much each class of work is slowed down while neighbours run.
    public var neighbours = (compute: 0.0, cache: 0.0, memory: 0.0)
    /// A neighbour that always runs, outside of everything the machine counts.
    public var hasHiddenNeighbour = false
    /// The standard deviation of the logarithm between launches.
    public var launchDeviation = 0.003
    /// The distance between two modes of launches.
    public var launchModes = 0.0
    /// The relative standard deviation between inferences.
    public var sampleDeviation = 0.004
    /// How much slower the machine gets within 60 seconds.
    public var ramp = 0.0
    /// How much slower it gets at once after 5 seconds.
    public var step = 0.0
    /// Gaps a second in which the hypervisor runs something else, and their mean milliseconds.
    public var steal = (rate: 0.0, milliseconds: 4.0)
    /// Step of the clock and what reading it costs, in nanoseconds.
    public var timer = (resolution: 1.0, cost: 30.0)
    /// How often the clock steps back a little.
    public var backwardSteps = 0.0
    /// By how much the first inferences after a change of subject are slow.
    public var switchCosts = [0.07, 0.02, 0.009]
    /// How the runtime lies.
    public var dishonesty = Dishonesty.honest
    /// Whether the machine shows pressure.
    public var showsPressure = true

    /// A quiet machine.
    public init() {}

    /// A quiet machine with changes.
    public init(_ change: (inout SimulatedNoise) -> Void) {
        self.init()
        change(&self)
    }

    /// Compares all ingredients.
    public static func == (lhs: SimulatedNoise, rhs: SimulatedNoise) -> Bool { "\(lhs)" == "\(rhs)" }

    /// Hashes all ingredients.
    public func hash(into hasher: inout Hasher) { hasher.combine("\(self)") }
}

/// A subject whose true latency is known.
public struct SimulatedSubject: Hashable, Sendable {
    /// Nanoseconds of an undisturbed inference in steady state: the truth.
    public var latency: Double
    /// How much of each class's slowdown it shares.
    public var sensitivity: Sensitivity

    /// Shares of the slowdown of reference kernels.
    public struct Sensitivity: Hashable, Sendable {
        /// The share of what slows registers down.
        public var compute: Double
        /// The share of what slows caches down.
        public var cache: Double
        /// The share of what slows memory down.
        public var memory: Double

        /// Shares.
        public init(compute: Double, cache: Double, memory: Double) {
            self.compute = compute
            self.cache = cache
            self.memory = memory
        }
    }

    /// A subject.
    public init(
        latency: Double, sensitivity: Sensitivity = .init(compute: 0.4, cache: 0.4, memory: 0.1)
    ) {
        self.latency = latency
        self.sensitivity = sensitivity
    }
}
