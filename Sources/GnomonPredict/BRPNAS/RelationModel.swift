import GnomonLearn

/// Which of two cells is better: the graph network of BRP-NAS on each, then one linear layer on both.
struct RelationModel: Module {
    let gcn: CellGCN
    let readout: Linear

    init(_ settings: RelationSettings, _ source: inout WeightSource) throws(LearnError) {
        gcn = try CellGCN(
            layers: settings.layers, width: settings.width, dropout: settings.dropout, &source)
        switch settings.form {
        case .binary: readout = try Linear(2 * settings.width, 2, &source)
        case .naive: readout = try Linear(settings.width, 1, &source)
        case .oneway, .onewayHard: readout = try Linear(2 * settings.width, 1, &source)
        }
    }

    /// Two numbers a pair, the larger for the better; or one, above 0 where the first is better.
    func scores(
        _ embeddings: Tensor, _ pairs: [(Int, Int)], _ form: RelationSettings.Form
    ) throws(LearnError) -> Tensor {
        let engine = embeddings.engine
        let first = try engine.indices(pairs.map(\.0), [pairs.count])
        let second = try engine.indices(pairs.map(\.1), [pairs.count])
        if form == .naive {
            let each = try readout(embeddings)
            return try Tensor.concatenated([each.gathered(first), each.gathered(second)], axis: 1)
        }
        let both = try Tensor.concatenated(
            [embeddings.gathered(first), embeddings.gathered(second)], axis: 1)
        return try readout(both)
    }

    /// The loss of pairs with known accuracies in per cent.
    func loss(
        _ embeddings: Tensor, _ pairs: [(Int, Int)], _ accuracies: [Double], _ settings: RelationSettings
    ) throws(LearnError) -> Tensor {
        let engine = embeddings.engine
        let scores = try scores(embeddings, pairs, settings.form)
        switch settings.form {
        case .binary, .naive:
            let both = pairs.flatMap { [accuracies[$0.0], accuracies[$0.1]] }
            let scaled = try engine.tensor(both.map { $0 / settings.temperature }, [pairs.count, 2])
            // Far apart, the smaller share would be 0, whose logarithm is nothing.
            let target = try scaled.softmax().clamped(least: 1e-12)
            return try Loss.kl(logPrediction: scores.logSoftmax(), target: target)
        case .oneway, .onewayHard:
            let targets = pairs.map { pair in
                let difference = accuracies[pair.0] - accuracies[pair.1]
                if settings.form == .oneway { return (difference / 100 + 1) / 2 }
                return difference > 0 ? 1.0 : 0
            }
            return try Loss.crossEntropy(
                logit: scores.reshaped([-1]), target: engine.tensor(targets, [pairs.count]))
        }
    }
}
