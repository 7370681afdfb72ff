public import GnomonData
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels
import GnomonStatistics

/// One profiled network as training sees it: feature vectors with the times that belong to them.
public struct TrainingNetwork: Sendable {
    /// Which part of training a network serves.
    ///
    /// Decided by its seed alone, for ever.
    public enum Fold: Sendable, Hashable {
        /// Trees grow on it.
        case training
        /// It decides when trees stop growing.
        case validation
        /// Never seen in training: intervals and reported errors come from it.
        case heldOut

        /// The fold of a seed: one in ten is held out, one in ten validates.
        public init(seed: UInt64) {
            switch seed % 10 {
            case 0: self = .heldOut
            case 1: self = .validation
            default: self = .training
            }
        }
    }

    /// The part it serves.
    public var fold: Fold
    /// Whether the user named it: its kernels are remembered one by one.
    public var isNamed: Bool
    /// How busy the machine was.
    public var conditions: MachineConditions
    /// The vectors of its kernels.
    var vectors: [KernelVector]
    /// Nanoseconds of each kernel as recorded; nil where the runtime shows none.
    var recorded: [Double?]
    /// How many recorded durations each label is made of.
    var events: [Int]
    /// Nanoseconds of a whole inference without profiling.
    var latency: Double

    /// A profiled network; the network must be prepared.
    public init(
        _ network: Network, profile: NetworkProfile, rules: FusionRules, fold: Fold, isNamed: Bool = false,
        conditions: MachineConditions = .quiet
    ) {
        let kernels = network.kernels(rules)
        let attribution = KernelAttribution(kernels, of: network, timings: profile.kernels)
        self.fold = fold
        self.isNamed = isNamed
        self.conditions = conditions
        vectors = KernelFeatureExtractor.vectors(of: kernels, in: network)
        recorded = attribution.nanoseconds
        events = attribution.events
        latency = profile.latency.nanoseconds
    }

    /// The slowness up to which a network was measured in a quiet time.
    public static let mostSlowness = 0.15
    /// The slowness up to which a network is learned from.
    public static let mostLearned = 0.4

    /// The networks whose conditions trees can learn; where those are few, the less slowed half too.
    static func usable(_ networks: [TrainingNetwork]) -> [TrainingNetwork] {
        let usable = networks.filter { $0.conditions.slowness <= mostLearned }
        if usable.count >= max(3 * KernelBoostPredictor.fewestNetworks, networks.count / 3) { return usable }
        let middle = networks.map(\.conditions.slowness).sorted()[networks.count / 2]
        return networks.filter { $0.conditions.slowness <= max(middle, mostLearned) }
    }

    /// Nanoseconds of all kernels as recorded.
    var recordedSum: Double { recorded.reduce(0) { $0 + ($1 ?? 0) } }
    /// The number of recorded durations that were given to kernels.
    var eventCount: Int { events.reduce(0, +) }
}
