import Foundation
import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import GnomonStatistics
import Testing

@testable import GnomonPredict

@Suite("Graphs of symbols")
struct TokenGraphTests {
    @Test("a node's ancestors are all that lead to it, and itself")
    func ancestors() throws {
        let cell = try #require(TokenGraph(NASBench201()))
        #expect(cell.symbols == 7 && cell.nodes == 8)
        // Edge 1>2 (node 3) reads edge 0>1 (node 1), which reads the input.
        #expect(cell.ancestors[3] == [1, 1, 0, 1, 0, 0, 0, 0])
        #expect(cell.ancestors[7] == [Double](repeating: 1, count: 8))
        #expect(cell.ancestors[0] == [1, 0, 0, 0, 0, 0, 0, 0])
        let chain = try #require(TokenGraph(FBNet()))
        for node in 0..<24 { #expect(chain.ancestors[node].reduce(0, +) == Double(node + 1)) }
        #expect(chain.symbols == 11)
        #expect(TokenGraph(ProxylessNAS()) == nil)
    }

    @Test("neighbours are symmetric, and symbols name input, genes and output")
    func symbols() throws {
        let cell = try #require(TokenGraph(NASBench201()))
        for i in 0..<8 { for j in 0..<8 { #expect(cell.neighbours[i][j] == cell.neighbours[j][i]) } }
        #expect(cell.tokens(Architecture([0, 1, 2, 3, 4, 0])) == [5, 0, 1, 2, 3, 4, 0, 6])
    }
}

@Suite(
    "Encodings that a network is trained for",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct LearnedEncodingTests {
    let pool = NASBench201().sample(400, seed: 3)

    static var quickArch2Vec: Arch2VecSettings {
        var settings = Arch2VecSettings()
        (settings.layers, settings.width, settings.dropout) = (1, 64, 0.1)
        (settings.rate, settings.epochs) = (5e-3, 36)
        return settings
    }

    static var quickCATE: CATESettings {
        var settings = CATESettings()
        (settings.layers, settings.crossLayers, settings.batch, settings.epochs) = (2, 1, 64, 3)
        return settings
    }

    @Test(
        "The autoencoder finds the operators of architectures it was not trained on, and the same seed repeats it"
    )
    func arch2vec() throws {
        let graph = try #require(TokenGraph(NASBench201()))
        let one = try Arch2VecEncoder(pool, graph, settings: Self.quickArch2Vec)
        #expect(one.reconstructed > 0.9)
        let rows = try one.encode(pool)
        #expect(rows.count == 400 && rows.allSatisfy { $0.count == 32 })
        #expect(Set(rows).count == Set(pool).count)
        var short = Self.quickArch2Vec
        short.epochs = 1
        let twice = try (0..<2).map { _ in try Arch2VecEncoder(pool, graph, settings: short).encode(pool) }
        #expect(twice[0] == twice[1] && twice[0] != rows)
    }

    @Test("Symbols have codes of their own beside PAD and MASK, and a share of them is corrupted")
    func corruption() {
        var generator = SeededGenerator(seed: 5)
        let tokens = [[Int]](repeating: [5, 0, 1, 2, 3, 4, 0, 6], count: 500)
        let batch = CATEBatch(tokens, symbols: 7, CATESettings(), using: &generator)
        let shown = Set(batch.codes)
        #expect(!shown.contains(CATEModel.pad) && shown == Set([CATEModel.mask] + Array(2..<9)))
        #expect(abs(Double(batch.asked.count) / 4000 - 0.2) < 0.03)
        let hidden = batch.asked.count { batch.codes[$0] == CATEModel.mask }
        #expect(abs(Double(hidden) / Double(batch.asked.count) - 0.8) < 0.06)
        let untouched = Set(0..<4000).subtracting(batch.asked)
        let flat = tokens.flatMap { $0 }
        #expect(untouched.allSatisfy { batch.codes[$0] == flat[$0] + 2 })
        #expect(zip(batch.asked, batch.answers).allSatisfy { flat[$0] == $1 })
    }

    @Test("A place sees its ancestors and itself only")
    func masks() throws {
        let graph = try #require(TokenGraph(NASBench201()))
        let engine = try NeuralEngine()
        var source = WeightSource(engine, seed: 1)
        let model = try CATEModel(symbols: graph.symbols, Self.quickCATE, &source)
        let mask = try engine.tensor(graph.ancestors.flatMap { $0 }, [1, 8, 8])
        func rows(_ codes: [Int]) throws -> [[Double]] {
            let values = try model.encode(engine.indices(codes, [1, 8]), mask: mask).values()
            return (0..<8).map { Array(values[$0 * 32..<($0 + 1) * 32]) }
        }
        let codes = graph.tokens(Architecture([3, 2, 1, 3, 4, 2])).map { $0 + 2 }
        let before = try rows(codes)
        for changed in 0..<8 {
            var other = codes
            other[changed] = 2
            guard other != codes else { continue }
            let after = try rows(other)
            for node in 0..<8 {
                #expect((before[node] != after[node]) == (graph.ancestors[node][changed] > 0))
            }
        }
    }

    @Test("Partners stand before an architecture and not too far from it")
    func pairs() {
        var generator = SeededGenerator(seed: 1)
        let parameters = (0..<50).map { Double(($0 * 37) % 50) }
        let pairs = CATEPairs(parameters: parameters, partners: 2, gap: 5, using: &generator).pairs
        #expect(pairs.count > 60 && pairs.count <= 98)
        #expect(
            pairs.allSatisfy {
                let gap = parameters[$0.first] - parameters[$0.second]
                return gap > 0 && gap <= 5
            })
        let alone = CATEPairs(parameters: [0, 10, 20], partners: 2, gap: 5, using: &generator).pairs
        #expect(alone.isEmpty)
    }

    @Test("The transformer's rate goes up and down, its encodings repeat and tell architectures apart")
    func cate() throws {
        let settings = Self.quickCATE
        #expect(CATEEncoder.rate(step: 0, of: 300, CATESettings()) < 1e-4)
        #expect(abs(CATEEncoder.rate(step: 99, of: 300, CATESettings()) - 1e-3) < 1e-9)
        #expect(CATEEncoder.rate(step: 299, of: 300, CATESettings()) < 1e-5)
        let graph = try #require(TokenGraph(NASBench201()))
        let totals = try #require(ArchitectureTotals(pool, in: NASBench201()))
        let one = try CATEEncoder(pool, parameters: totals.parameters, graph, settings: settings)
        let rows = try one.encode(pool)
        #expect(rows.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isFinite) })
        let different = Set(rows.map { $0.map { ($0 * 1e3).rounded() } })
        #expect(different.count > 360)
        let two = try CATEEncoder(pool, parameters: totals.parameters, graph, settings: settings)
        #expect(try two.encode(pool) == rows)
        // Better than always naming the most frequent of seven symbols.
        #expect(one.found > 0.2)
    }

    @Test("What was trained is kept, whole, and trained again for another pool")
    func kept() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/gnomon-encoder-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ArchitectureEncoder.Settings(for: NASBench201())
        (settings.arch2vec, settings.cate) = (Self.quickArch2Vec, Self.quickCATE)
        settings.arch2vec.epochs = 2
        settings.zeroCost.batch = 4
        let space = NASBench201(cellsPerStage: 1)
        func encoder(_ pool: [Architecture]) -> ArchitectureEncoder {
            ArchitectureEncoder(pool, in: space, folder: folder, settings: settings)
        }
        let first = encoder(pool)
        let rows = try first.encode(.caz, rows: [0, 5, 9])
        #expect(rows.count == 3 && rows.allSatisfy { $0.count == 77 && $0.allSatisfy(\.isFinite) })
        #expect(first.found.count == 2)
        let second = encoder(pool)
        #expect(try second.encode(.caz, rows: [0, 5, 9]) == rows)
        #expect(second.found.isEmpty)
        let third = encoder(Array(pool.dropLast()))
        _ = try third.encode(.arch2vec, rows: [0])
        #expect(third.found[.arch2vec] != nil)
        #expect(try encoder(pool).encode(.totals).count == 400)
    }
}
