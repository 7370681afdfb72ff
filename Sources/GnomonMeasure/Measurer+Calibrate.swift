public import GnomonData
import GnomonNative
import GnomonRuntimes
import GnomonStatistics

extension Measurer {
    /// What profiling adds to kernels on a platform, from chains of small operators that cannot be fused.
    ///
    /// `sizes` are elements of the chains' tensors. The runtime's card says which operators it leaves alone.
    ///
    /// - Throws: `MeasureError`.
    public func calibrate(
        platform: Platform, sizes: [Int] = [4, 64, 512, 2000, 4000, 8000, 16_000, 32_000],
        seconds: Double = 0.3
    ) throws(MeasureError) -> ProfilingCost {
        let card = RuntimeCatalog.all.first { $0.card.name == platform.runtime }?.card
        guard let chain = card?.unfusable else { return ProfilingCost(perKernel: 0, spread: 0, perRun: 0) }
        var overheads: [Double] = []
        var intercepts: [Double] = []
        for size in sizes {
            var walls: [Double] = []
            var duration = 0.0
            for count in [16, 64] {
                let model = try ModelBytes(ChainModel.bytes(chain, count: count, size: size))
                let profile = try profile(
                    model: model, platform: platform, seconds: seconds, minimumRuns: 100, wantsGraph: false)
                walls.append(profile.latency.nanoseconds)
                guard !profile.kernels.isEmpty else { continue }
                duration =
                    profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds } / Double(profile.kernels.count)
            }
            guard walls.count == 2 else { continue }
            let slope = (walls[1] - walls[0]) / 48
            overheads.append(duration - slope)
            intercepts.append(walls[0] - 16 * slope)
        }
        guard !overheads.isEmpty else { return ProfilingCost(perKernel: 0, spread: 0, perRun: 0) }
        let mean = overheads.reduce(0, +) / Double(overheads.count)
        let squares = overheads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let spread = (squares / Double(max(1, overheads.count - 1))).squareRoot()
        // The median: one disturbed size must not move the answer.
        return ProfilingCost(
            perKernel: max(0, Quantile.median(overheads) ?? 0), spread: spread,
            perRun: max(0, Quantile.median(intercepts) ?? 0))
    }
}
