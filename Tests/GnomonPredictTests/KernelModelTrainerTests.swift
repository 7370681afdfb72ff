import Foundation
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@testable import GnomonPredict

@Suite("The model of one kind of kernel", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct KernelModelTrainerTests {
    /// The vector of one operator on so many elements.
    private func vector(_ kind: OperatorKind, _ count: Int) throws -> KernelVector {
        let network = try TinyNetworks.chain([1, count]) { b, x in
            kind == .reshape ? b.reshape(x, [count, 1]) : b.unary(kind, x)
        }
        return try #require(KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network).last)
    }

    private func row(_ kind: OperatorKind, _ count: Int, times factor: Double) throws
        -> KernelModelTrainer.Row
    {
        .init(
            vector: try vector(kind, count), target: log(factor), weight: 1, base: Double(count),
            network: count,
            isValidation: false)
    }

    @Test("a slow operator seen only where it is small stays slow where it is large")
    func operators() throws {
        var rows = try (0..<120).map { try row(.relu, 100 + 900 * $0, times: 1) }
        rows += try (0..<30).map { try row(.erf, 16 + $0, times: 20) }
        let model = try #require(try KernelModelTrainer().train(rows))
        #expect(model.trees != nil)
        let answers = model.answers([try vector(.erf, 60_000), try vector(.relu, 60_000)], [60_000, 60_000])
        #expect(exp(answers[0]) > 10 && exp(answers[0]) < 25, "\(exp(answers[0]))")
        #expect(exp(answers[1]) > 0.8 && exp(answers[1]) < 1.6, "\(exp(answers[1]))")
    }

    @Test("an operator never seen takes what is usual for its kind")
    func unseen() throws {
        let model = try #require(
            try KernelModelTrainer().train(try (0..<30).map { try row(.relu, 100 + $0, times: 3) }))
        #expect(model.trees == nil)
        #expect(abs(exp(model.answers([try vector(.tanh, 100)], [100])[0]) - 3) < 0.01)
    }

    @Test("a function joined to an operator has a usual time of its own")
    func functions() throws {
        func joined(_ count: Int, _ activation: Double, times factor: Double) throws -> KernelModelTrainer.Row
        {
            var row = try row(.relu, count, times: factor)
            row.vector[.activation] = activation
            return row
        }
        // Few rows of a function say little; many say what they take.
        for count in [4, 28] {
            let rows = try (0..<count).flatMap {
                [try joined(100 + $0, 0, times: 1), try joined(100 + $0, 7, times: 4)]
            }
            let model = try #require(try KernelModelTrainer().train(rows))
            #expect(model.trees == nil)
            let ratio = exp(model.offset(rows[1].vector) - model.offset(rows[0].vector))
            #expect(count == 4 ? ratio < 1.3 : ratio > 1.8 && ratio < 4, "\(count): \(ratio)")
            let unseen = try joined(100, 9, times: 1).vector
            #expect(abs(exp(model.offset(unseen)) - 2) < 0.5, "\(exp(model.offset(unseen)))")
            #expect(count == 4 || rows.allSatisfy { model.knows($0.vector) })
        }
    }

    @Test("grown again on all rows, a model learns what only validation rows show; its errors stay")
    func regrown() throws {
        func rows(_ range: Range<Int>, times factor: Double, isValidation: Bool) throws
            -> [KernelModelTrainer.Row]
        {
            try range.map {
                var row = try row(.relu, 100 + 10 * $0, times: factor)
                row.isValidation = isValidation
                return row
            }
        }
        let all =
            try rows(0..<100, times: 1, isValidation: false) + rows(400..<460, times: 8, isValidation: true)
        let trainer = KernelModelTrainer()
        let model = try #require(try trainer.train(all))
        let again = try trainer.regrown(model, all)
        #expect(again.facts.spread == model.facts.spread && again.facts.loss == model.facts.loss)
        #expect(again.facts.rows == 160)
        let large = try vector(.relu, 4300)
        let (before, after) = (
            exp(model.answers([large], [4300])[0]), exp(again.answers([large], [4300])[0])
        )
        #expect(before < 1.2 && after > 1.25 * before, "\(before) to \(after)")
    }

    @Test("a few views that copy do not make the others slow")
    func views() throws {
        let rows = try (0..<200).map { try row(.reshape, 100 + $0, times: $0 % 8 == 0 ? 1000 : 1) }
        let model = try #require(try KernelModelTrainer().train(rows))
        #expect(exp(model.answers([try vector(.reshape, 150)], [150])[0]) < 1.1)
    }
}
