import Foundation
import Testing

@testable import GnomonLearn

@Suite(
    "Losses and optimizers agree with PyTorch",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct LossTests {
    @Test("losses and their derivatives")
    func losses() throws {
        let g = try GoldenModel()
        let labels = Goldens.fill(2, 6).map { abs($0) + 0.5 }
        let y = try g.engine.tensor(labels, [6])
        let p = try g.fill(1, 6)
        try g.check("relativeMSE", Loss.relativeMSE(p.tensor, y), [p])
        try g.check("l1", Loss.l1(p.tensor, y), [p])
        try g.check("mse", Loss.mse(p.tensor, y), [p])
        let pairs = [(before: 0, after: 1), (2, 1), (5, 3), (4, 0)]
        try g.check("hinge", Loss.pairwiseHinge(p.tensor, pairs: pairs, margin: 0.1), [p])
        try g.check("listMLE", Loss.listMLE(p.tensor, order: [3, 0, 5, 1, 4, 2]), [p])
        try g.check("crossEntropy", Loss.crossEntropy(logit: p.tensor, target: y.sigmoid()), [p])
        let x = try g.fill(1, 3, 2)
        let target = try g.engine.tensor(Goldens.fill(2, 6), [3, 2]).softmax()
        try g.check("kl", Loss.kl(logPrediction: x.tensor.logSoftmax(), target: target), [x])
        #expect(try Loss.pairwiseHinge(p.tensor, pairs: [], margin: 1).item() == 0)
    }

    @Test("derivatives of derivatives")
    func second() throws {
        let g = try GoldenModel()
        let x = try g.fill(1, 5)
        let tanh = try x.tensor.tanh()
        let first = try g.engine.gradients(of: (tanh * tanh * tanh).sum(), in: [x.tensor], again: true)
        let slope = try #require(first[0])
        try g.check("second", (slope * slope).sum(), [x])
    }

    private func run(_ make: ([Parameter]) throws -> any Optimizer) throws -> [Double] {
        let g = try GoldenModel()
        let p = try g.fill(1, 40)
        let factors = try g.engine.tensor((0..<40).map { 1 + Double($0) / 10 }, [40])
        let optimizer = try make([p])
        for _ in 0..<10 {
            let cosine = try g.engine.apply("cos", [p.tensor])
            try optimizer.minimize((cosine * factors).sum())
        }
        return try p.tensor.values()
    }

    @Test("AdamW, with and without a bound on the norm; gradient descent with momentum")
    func optimizers() throws {
        func wanted(_ name: String) -> [Double] { Goldens.all[name]?.value ?? [] }
        #expect(Goldens.agree(try run { try AdamW($0, rate: 0.01, decay: 0.1) }, wanted("adamW")))
        // PyTorch adds 1e-6 to the norm before it divides.
        let clipped = try run { try AdamW($0, rate: 0.01, epsilon: 0.1, clip: 1) }
        #expect(zip(clipped, wanted("adamWClipped")).allSatisfy { abs($0 - $1) < 1e-7 })
        #expect(clipped.count == 40)
        #expect(
            Goldens.agree(
                try run { try GradientDescent($0, rate: 0.01, momentum: 0.9, decay: 0.01) },
                wanted("momentum")))
    }

    @Test("Float32 steps follow Float64 ones; the moments can be read")
    func singlePrecision() throws {
        let engine = try NeuralEngine(precision: .float32)
        let p = try Parameter(engine.tensor(Goldens.fill(1, 40), [40]))
        let factors = try engine.tensor((0..<40).map { 1 + Double($0) / 10 }, [40])
        let optimizer = try AdamW([p], rate: 0.01, decay: 0.1)
        for _ in 0..<10 { try optimizer.minimize((engine.apply("cos", [p.tensor]) * factors).sum()) }
        let wanted = Goldens.all["adamW"]?.value ?? []
        #expect(zip(try p.tensor.values(), wanted).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(try optimizer.state().entries.count == 2)
        #expect(optimizer.steps == 10)
    }
}

@Suite("Schedules")
struct ScheduleTests {
    @Test("cosine and plateau give PyTorch's rates")
    func rates() {
        var keeper = RateKeeper(.cosine, rate: 0.1, epochs: 8)
        var rates: [Double] = []
        for epoch in 0..<8 {
            rates.append(keeper.rate)
            keeper.finish(epoch: epoch, validationLoss: 1)
        }
        #expect(Goldens.agree(rates, Goldens.all["cosine"]?.value ?? []))
        keeper = RateKeeper(
            .plateau(factor: 0.5, patience: 2, threshold: 0.01, from: 0), rate: 0.1, epochs: 13)
        rates = []
        let losses = [1, 0.9, 0.899, 0.895, 0.893, 0.892, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
        for (epoch, loss) in losses.enumerated() {
            rates.append(keeper.rate)
            keeper.finish(epoch: epoch, validationLoss: loss)
        }
        #expect(Goldens.agree(rates, Goldens.all["plateau"]?.value ?? []))
    }
}

@Suite(
    "Training",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct FittingTests {
    private struct Line: Module {
        let layer: Linear
        let dropout = Dropout(0.1)
    }

    /// y = 3 x - 1 learned from 32 rows; returns the weights and the history.
    private func train(
        seed: UInt64, losses: [Double]? = nil, epochs: Int = 60
    ) throws -> (Weights, Fitting.History) {
        let engine = try NeuralEngine()
        var source = WeightSource(engine, seed: seed)
        let model = Line(layer: try Linear(1, 1, &source))
        let x = (0..<32).map { Double($0) / 16 - 1 }
        let optimizer = try AdamW(model.parameters.map(\.parameter), rate: 0.05)
        var epoch = 0
        let fitting = Fitting(epochs: epochs, batch: 8, patience: losses == nil ? 60 : 3)
        let history = try fitting.run(
            model, optimizer, rows: 32, seed: seed,
            loss: { (rows, pass) throws(LearnError) in
                let input = try engine.tensor(rows.map { x[$0] }, [rows.count, 1])
                let label = try engine.tensor(rows.map { 3 * x[$0] - 1 }, [rows.count, 1])
                return try Loss.mse(model.layer(model.dropout(input, pass)), label)
            },
            validation: { () throws(LearnError) in
                epoch += 1
                if let losses { return losses[min(epoch, losses.count) - 1] }
                let y = try model.layer(engine.tensor(x, [32, 1])).values()
                return zip(x, y).reduce(0) { $0 + pow($1.1 - 3 * $1.0 + 1, 2) }
            })
        return (try model.weights(), history)
    }

    @Test("learns a line; the same seed gives the same bytes, another seed others")
    func line() throws {
        let (weights, history) = try train(seed: 5)
        // Dropout of a tenth of the inputs makes the best factor 0.9 of the true one.
        #expect(abs((weights["layer.weight"]?.values[0] ?? 0) - 2.7) < 0.25)
        #expect(history.best < history.losses[0] / 10)
        #expect(try train(seed: 5).0 == weights)
        #expect(try train(seed: 6).0 != weights)
    }

    @Test("ends when nothing gets better, and goes back to the best epoch")
    func best() throws {
        let (_, history) = try train(seed: 5, losses: [5, 4, 3, 3, 3.5, 4])
        #expect(history.bestEpoch == 2 && history.losses.count == 6)
        #expect(throws: LearnError.self) { try train(seed: 5, losses: [.nan]) }
        let (longer, _) = try train(seed: 5, losses: [5, 1, 2, 2, 2, 2])
        let (two, _) = try train(seed: 5, losses: [5, 1], epochs: 2)
        let (three, _) = try train(seed: 5, losses: [5, 1, 0.5], epochs: 3)
        #expect(longer == two, "what was kept is a copy that later epochs do not change")
        #expect(three != two)
    }

    @Test("dropout keeps the mean, drops about its share, and only in training")
    func dropout() throws {
        let engine = try NeuralEngine()
        let x = try engine.full(1, [100, 100])
        for share in [0.01, 0.3, 0.9] {
            let y = try Dropout(share)(x, Pass(trainingWith: 3)).values()
            let dropped = Double(y.count { $0 == 0 }) / 10_000
            #expect(abs(dropped - share) < 0.02)
            #expect(y.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - share)) < 1e-12 })
        }
        #expect(try Dropout(0.5)(x, Pass()).values() == x.values())
        #expect(try x.dropout(1, seed: 1).values().allSatisfy { $0 == 0 })
        #expect(try x.dropout(0.5, seed: 1).values() == x.dropout(0.5, seed: 1).values())
    }

    @Test("padded graphs: padding takes no part in sums and means")
    func batches() throws {
        let engine = try NeuralEngine()
        let graphs = [
            GraphBatch.Graph(features: [[1, 2], [3, 4]], edges: [[1], []]),
            GraphBatch.Graph(features: [[5, 6]], edges: [[0]]),
        ]
        let batch = try GraphBatch(graphs, engine)
        #expect(batch.features.sizes == [2, 2, 2])
        #expect(try batch.adjacency.values() == [0, 1, 0, 0, 1, 0, 0, 0])
        let rows = try batch.features + 1
        #expect(try batch.sum(rows).values() == [6, 8, 6, 7])
        #expect(try batch.mean(rows).values() == [3, 4, 6, 7])
        #expect(throws: LearnError.self) {
            try GraphBatch([GraphBatch.Graph(features: [[1]], edges: [[1]])], engine)
        }
    }

    @Test("shapes that do not fit are errors that name the operator")
    func shapes() throws {
        let engine = try NeuralEngine()
        let (x, y) = (try engine.full(1, [2, 3]), try engine.full(1, [2, 2]))
        let error = #expect(throws: LearnError.self) { try x + y }
        #expect(error?.code == .tensor && error?.message.contains("add") == true)
        #expect(throws: LearnError.self) { try x.matmul(y) }
        #expect(throws: LearnError.self) { try engine.tensor([1.0, 2], [3]) }
        #expect(throws: LearnError.self) { try x.item() }
        #expect(throws: LearnError.self) { try engine.gradients(of: x.sum(), in: [x]) }
        #expect(throws: LearnError.self) { try NeuralEngine(device: "abacus") }
    }
}
