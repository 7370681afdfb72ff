public import GnomonData
import GnomonStatistics

extension DatasetRow {
    /// What is known of the network of a measurement.
    public struct NetworkFacts: Hashable, Sendable {
        /// The name under which it was first seen.
        public var name: String
        /// Nodes that are executed.
        public var nodes: Int
        /// Multiply-accumulate operations of one inference.
        public var macs: Int
        /// Parameters.
        public var parameters: Int
        /// The size of the first axis that its inputs share.
        public var batch: Int?

        /// Facts of a network.
        public init(name: String, nodes: Int, macs: Int, parameters: Int, batch: Int?) {
            self.name = name
            self.nodes = nodes
            self.macs = macs
            self.parameters = parameters
            self.batch = batch
        }
    }

    /// The row of a measurement.
    ///
    /// - Parameters:
    ///   - m: The measurement; its launches are not looked at.
    ///   - id: Its number in the store.
    ///   - network: What is known of its network.
    ///   - epoch: The epoch of its machine.
    ///   - processes: The number of its launches.
    public init(_ m: GnomonData.Measurement, id: Int, network: NetworkFacts?, epoch: String, processes: Int) {
        let p = m.provenance
        self.id = id
        networkHash = m.networkHash
        networkName = network?.name
        nodes = network?.nodes
        macs = network?.macs
        parameters = network?.parameters
        batch = network?.batch
        platform = m.platform
        platformID = m.platformID
        self.epoch = epoch
        runtime = m.fingerprint.identity["runtime"]
        runtimeVersion = m.fingerprint.identity["runtime_version"]
        measurementProtocol = m.measurementProtocol
        grade = m.grade
        reasons = m.reasons
        flags = p?.flags
        latency = m.latency.milliseconds
        lower = m.interval.lower.milliseconds
        upper = m.interval.upper.milliseconds
        level = m.interval.level
        uncorrected = p?.uncorrected.milliseconds
        minimum = p?.minimum.milliseconds
        p10 = p?.p10.milliseconds
        p25 = p?.p25.milliseconds
        p90 = p?.p90?.latency.milliseconds
        isP90Conservative = p?.p90?.isConservative
        p99 = p?.p99?.latency.milliseconds
        isP99Conservative = p?.p99?.isConservative
        regimes = p?.regimes.map(\.milliseconds)
        first = p?.first.milliseconds
        load = p?.load.milliseconds
        peakBytes = p.map { Int(clamping: $0.peakBytes) }
        self.processes = processes
        launches = p?.used.launches
        rounds = p?.used.rounds
        samples = p?.used.samples
        cleanShare = m.evidence.cleanShare
        pressure = m.evidence.pressure
        steal = m.evidence.steal
        halfWidth = m.evidence.halfWidth
        isSteady = m.evidence.isSteady
        isUnimodal = m.evidence.isUnimodal
        hasStableOutput = m.evidence.hasStableOutput
        inflation = m.evidence.inflation
        impossibility = m.evidence.impossibility
        referenceInflation = p?.inflation
        references = p?.rules.references
        threads = p?.rules.threads
        lowerBound = p?.rules.lowerBound
        bootstrapSeed = p.map { String($0.rules.seed) }
        bootstrapDraws = p?.rules.draws
        noiseEpoch = p?.rules.noise?.epoch
        noiseFloors = p?.rules.noise?.floors
        noiseTolerances = p?.rules.noise?.tolerances
        noiseExponents = p?.rules.noise?.exponents
        noiseWidening = p?.rules.noise?.widening
        noiseQuartileRatio = p?.rules.noise?.quartileRatio
        noisePoints = p?.rules.noise?.points
        noiseTakenAt = p?.rules.noise?.takenAt
        plan = p?.plan
        attempt = p?.attempt
        attempts = p?.attempts
        seed = String(m.seed)
        startedAt = m.startedAt
        seconds = m.seconds
        modelDigest = m.modelDigest
        kernels = m.kernels.map(Kernel.init)
        identity = m.fingerprint.identity
        epochFacts = m.fingerprint.epoch
        context = m.fingerprint.context
    }
}
