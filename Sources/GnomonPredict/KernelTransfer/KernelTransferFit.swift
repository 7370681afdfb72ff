import GnomonStatistics

/// All that a few measurements tell of a new platform: demands over each known platform, and ratios over these and the
/// platforms as they are.
struct KernelTransferFit: Hashable, Sendable, Codable {
    /// A network measured on the new platform, with what each known platform says of it.
    struct Sample {
        /// The kernels by known platform.
        var sums: [SumOfKernels]
        /// Nanoseconds on the new platform.
        var nanoseconds: Double
    }

    /// By known platform; nil where too little was measured.
    let demands: [DemandModel?]
    /// Ratios to the known platforms as they are, then to those with demands.
    let mixture: RatioMixture

    /// The fit of samples; nil without any.
    ///
    /// - Complexity: O(platforms · n³).
    init?(_ samples: [Sample], rooflines: [Roofline]) {
        let demands = rooflines.indices.map { source in Self.demand(samples, source) }
        // What is weighed against platforms as they are must not have seen the sample it is weighed by.
        var moved = [[SumOfKernels]](repeating: [], count: samples.count)
        let folds = min(Self.folds, samples.count)
        for fold in 0..<folds {
            let others = samples.enumerated().filter { $0.offset % folds != fold }.map(\.element)
            let known = demands.indices.map { source in
                demands[source].map { Self.demand(others, source) ?? $0 }
            }
            for index in samples.indices where index % folds == fold {
                moved[index] = Self.all(samples[index].sums, known)
            }
        }
        guard
            let mixture = RatioMixture(
                zip(samples, moved).map {
                    .init(shares: Self.shares($1, rooflines, demands), nanoseconds: $0.nanoseconds)
                })
        else { return nil }
        (self.demands, self.mixture) = (demands, mixture)
    }

    /// Parts in which samples are left out.
    private static let folds = 5

    private static func demand(_ samples: [Sample], _ source: Int) -> DemandModel? {
        DemandModel(samples.map { $0.sums[source] }, nanoseconds: samples.map(\.nanoseconds))
    }

    /// Whether all parts are whole and of so many known platforms.
    func isSound(_ sources: Int) -> Bool {
        demands.count == sources && demands.allSatisfy { $0?.isSound ?? true }
            && mixture.isSound(sources + demands.count { $0 != nil })
    }

    /// The known platform that a part of the mixture is over.
    func platform(of part: Int) -> Int { Self.platforms(demands)[part] }

    /// What known platforms say of a network, as they are and with demands.
    func all(_ sums: [SumOfKernels]) -> [SumOfKernels] { Self.all(sums, demands) }

    /// The shares of all of these.
    func shares(_ all: [SumOfKernels], _ rooflines: [Roofline]) -> [KernelShares] {
        Self.shares(all, rooflines, demands)
    }

    private static func platforms(_ demands: [DemandModel?]) -> [Int] {
        Array(demands.indices) + demands.indices.filter { demands[$0] != nil }
    }

    private static func all(_ sums: [SumOfKernels], _ demands: [DemandModel?]) -> [SumOfKernels] {
        sums + zip(sums, demands).compactMap { sum, demand in demand?.moved(sum) }
    }

    private static func shares(
        _ all: [SumOfKernels], _ rooflines: [Roofline], _ demands: [DemandModel?]
    ) -> [KernelShares] {
        zip(all, platforms(demands)).map { KernelShares($0, roofline: rooflines[$1]) }
    }

    /// What the others say of each sample: nanoseconds and relative deviation.
    ///
    /// - Complexity: O(platforms · n⁴).
    static func leftOut(
        _ samples: [Sample], rooflines: [Roofline]
    ) -> [(nanoseconds: Double, deviation: Double)?] {
        samples.indices.map { index in
            var others = samples
            let left = others.remove(at: index)
            guard let fit = KernelTransferFit(others, rooflines: rooflines) else { return nil }
            return fit.mixture.predict(fit.shares(fit.all(left.sums), rooflines))
        }
    }
}
