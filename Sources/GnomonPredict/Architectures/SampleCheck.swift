/// What every predictor that moves to a new device refuses, and what it says of samples that tell nothing.
enum SampleCheck {
    /// Refuses samples that cannot be learned from.
    ///
    /// - Throws: `PredictError` for fewer than `least` samples, rows that are not of the pool or twice there, and
    ///   latencies that are none.
    static func check(
        _ samples: [(row: Int, milliseconds: Double)], pool: Int, least: Int = 3
    ) throws(PredictError) {
        guard samples.count >= least else {
            throw PredictError(
                .tooFew, "\(samples.count) samples of the new device", hint: "measure at least \(least)")
        }
        var seen: Set<Int> = []
        for sample in samples {
            guard sample.row >= 0, sample.row < pool, seen.insert(sample.row).inserted else {
                throw PredictError(
                    .training, "row \(sample.row) is not one of the pool's \(pool), or is there twice")
            }
            guard sample.milliseconds > 0, sample.milliseconds.isFinite else {
                throw PredictError(.training, "row \(sample.row) has a latency of \(sample.milliseconds) ms")
            }
        }
    }

    /// The same latency for all, with an interval that admits that nothing is known.
    static func equal(_ milliseconds: Double, pool: Int) -> [ArchitecturePrediction] {
        let prediction = ArchitecturePrediction(
            milliseconds: milliseconds, interval: (milliseconds / 3)...(milliseconds * 3), coverage: 0,
            warnings: ["all samples have the same latency: they tell nothing about differences"])
        return [ArchitecturePrediction](repeating: prediction, count: pool)
    }
}
