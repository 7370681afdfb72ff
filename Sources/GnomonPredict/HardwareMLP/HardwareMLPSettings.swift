import Foundation
public import GnomonLearn

/// How an MLP over genotypes is built and trained (arXiv:2101.00732 and its code, OFANAS/OFANAS_PerformanceEstimation).
public struct HardwareMLPSettings: Hashable, Sendable, Codable {
    /// What is made small.
    public enum Objective: String, Hashable, Sendable, Codable {
        /// The root of the mean squared error in milliseconds, as published.
        case rootMeanSquare
        /// The mean squared error of logarithms.
        case logarithm
    }

    /// How the network is changed.
    public enum Method: String, Hashable, Sendable, Codable {
        /// Gradient descent with momentum.
        case descent
        /// AdamW.
        case adamW
    }

    /// One point of the grid that is searched on validation rows.
    public struct Point: Hashable, Sendable, Codable {
        /// The learning rate.
        public var rate: Double
        /// The decay.
        public var decay: Double
        /// The momentum; of gradient descent only.
        public var momentum: Double

        /// A point.
        public init(rate: Double, decay: Double, momentum: Double = 0) {
            self.rate = rate
            self.decay = decay
            self.momentum = momentum
        }
    }

    /// The width of hidden layers.
    public var width = 400
    /// Hidden layers.
    public var depth = 3
    /// Whether the network also reads totals of each unit, and all columns are scaled.
    public var readsTotals = false
    /// What is made small.
    public var objective = Objective.rootMeanSquare
    /// How.
    public var method = Method.descent
    /// Points that are tried; the best on validation rows is kept.
    public var grid: [Point] = []
    /// How long each is trained.
    public var fitting = Fitting(epochs: 100, batch: 32)
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float32

    /// The settings of the published code, with its grid of 36 points.
    public static let published: HardwareMLPSettings = {
        var settings = HardwareMLPSettings()
        for rate in [1e-4, 1e-3, 1e-2] {
            for decay in [1e-4, 1e-3, 1e-2] {
                for momentum in [0.4, 0.6, 0.8, 0.9] {
                    settings.grid.append(Point(rate: rate, decay: decay, momentum: momentum))
                }
            }
        }
        return settings
    }()

    /// What we train by default.
    public static let ours: HardwareMLPSettings = {
        var settings = HardwareMLPSettings()
        settings.readsTotals = true
        settings.objective = .logarithm
        settings.method = .adamW
        settings.grid = [Point(rate: 1e-3, decay: 1e-2)]
        settings.fitting = Fitting(epochs: 150, batch: 32, schedule: .cosine, patience: 80)
        return settings
    }()

    /// The published settings without a grid.
    public init() {}

    /// Refuses what cannot be built.
    func check() throws(PredictError) {
        let isSound = grid.allSatisfy {
            $0.rate > 0 && $0.rate.isFinite && $0.decay >= 0 && $0.decay.isFinite
                && (0..<1).contains($0.momentum)
        }
        guard (1...8192).contains(width), (1...64).contains(depth), !grid.isEmpty, isSound,
            fitting.epochs > 0,
            fitting.batch > 0
        else { throw PredictError(.invalid, "an MLP cannot have these settings") }
    }
}

/// What an estimator for several devices reads of each.
public struct HardwareFacts: Hashable, Sendable, Codable {
    /// The name of the device.
    public var name: String
    /// Arithmetic cores.
    public var cores: Double
    /// Gigabytes of memory.
    public var memory: Double
    /// Gigabytes a second.
    public var bandwidth: Double

    /// Facts of a device, from its maker's data sheet; all positive.
    public init(name: String, cores: Double, memory: Double, bandwidth: Double) {
        self.name = name
        self.cores = cores
        self.memory = memory
        self.bandwidth = bandwidth
    }

    var isSound: Bool { [cores, memory, bandwidth].allSatisfy { $0 > 0 && $0.isFinite } }

    /// Raw as published, or as logarithms.
    func row(logarithms: Bool) -> [Double] {
        [cores, memory, bandwidth].map { logarithms ? log2($0) : $0 }
    }
}
