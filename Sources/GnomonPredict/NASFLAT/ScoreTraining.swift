import GnomonLearn
import GnomonStatistics

/// Training of scores on pairs: rows of several devices in one batch, so that pairs cross devices too.
struct ScoreTraining {
    /// Graphs of the rows.
    let table: GraphTable
    /// Rows of the table.
    let rows: [Int]
    /// For each row the place of its device.
    let places: [Int]
    /// For each row its label, from 0 to 1 on its device.
    let labels: [Double]
    let settings: NASFLATSettings

    /// How long and how fast.
    struct Length {
        var epochs: Int
        var batch: Int
        var rate: Double
    }

    /// Trains a network in place; `after` is told the place of each epoch that has ended.
    ///
    /// - Throws: `LearnError` where an operator refuses its tensors.
    func run(
        _ network: NASFLATNetwork, _ length: Length, seed: UInt64,
        after: (Int) throws(LearnError) -> Void = { _ in }
    ) throws(LearnError) {
        var generator = SeededGenerator(seed: seed)
        let pass = Pass(trainingWith: generator.next())
        let optimizer = try AdamW(
            network.parameters.map(\.parameter), rate: length.rate, decay: settings.decay)
        var keeper = RateKeeper(
            .cosineTo(least: settings.leastRate), rate: length.rate, epochs: length.epochs)
        for epoch in 0..<length.epochs {
            optimizer.rate = keeper.rate
            let order = rows.indices.shuffled(using: &generator)
            for start in stride(from: 0, to: order.count, by: length.batch) {
                let chosen = Array(order[start..<min(order.count, start + length.batch)])
                if let loss = try loss(network, chosen, pass, &generator) { try optimizer.minimize(loss) }
            }
            keeper.finish(epoch: epoch, validationLoss: .infinity)
            try after(epoch)
        }
    }

    /// The mean of max(0, margin - (slower - faster)) over pairs of some rows; nil where no two differ.
    func loss(
        _ network: NASFLATNetwork, _ chosen: [Int], _ pass: Pass, _ generator: inout SeededGenerator
    ) throws(LearnError) -> Tensor? {
        let pairs = RankingPairs(
            chosen.map { labels[$0] }, most: settings.pairsPerRow * chosen.count, using: &generator)
        let count = pairs.slower.count
        guard count > 0 else { return nil }
        let batch = try table.batch(chosen.map { rows[$0] }, on: chosen.map { places[$0] })
        let index = try batch.codes.engine.indices(pairs.slower + pairs.faster, [2 * count])
        let scores =
            settings.head == .pairs
            ? try network(batch, places: index, pass) : try network(batch, pass).gathered(index)
        let slower = try scores.sliced(0..<count, axis: 0)
        let faster = try scores.sliced(count..<2 * count, axis: 0)
        return try (faster - slower + settings.margin).relu().mean()
    }
}
