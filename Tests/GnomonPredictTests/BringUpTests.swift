import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Choosing what to measure")
struct BringUpTests {
    private func network(_ seed: UInt64) -> Network? {
        (try? TinyNetworks.random(seed..<seed + 1))?.first?.network
    }

    @Test("one network in ten is held out and one validates, in the order of their seeds")
    func folds() throws {
        var bringUp = BringUp(rules: .none, generate: network)
        var seeds: [UInt64] = []
        for _ in 0..<30 {
            let proposal = bringUp.propose()
            seeds.append(try #require(proposal).seed)
        }
        #expect(Set(seeds).count == 30)
        #expect(seeds.filter { $0 % 10 == 0 } == [10, 20, 30])
        #expect(seeds.filter { $0 % 10 == 1 } == [1, 11, 21])
    }

    @Test("the same questions get the same answers")
    func deterministic() throws {
        let runs = (0..<2).map { _ in
            var bringUp = BringUp(rules: .none, generate: network)
            return (0..<15).map { _ in bringUp.propose()?.seed }
        }
        #expect(runs[0] == runs[1])
    }

    @Test("networks that were measured before are not proposed again")
    func resumes() throws {
        var first = BringUp(rules: .none, generate: network)
        let measured = (0..<12).compactMap { _ in first.propose() }
        #expect(measured.count == 12)
        var second = BringUp(rules: .none, generate: network)
        for item in measured { second.digest(item.network, seed: item.seed) }
        let later = (0..<30).compactMap { _ in second.propose()?.seed }
        #expect(later.count == 30)
        #expect(Set(later).isDisjoint(with: measured.map(\.seed)))
    }

    @Test("what was seen often is left for what was not")
    func novelty() throws {
        // All but one candidate are networks that were measured already, under other seeds.
        let known = try #require(network(2))
        let fresh = try #require(network(7))
        var bringUp = BringUp(rules: .none) { $0 == 5 ? fresh : known }
        for seed in UInt64(100)..<120 where seed % 10 > 1 { bringUp.digest(known, seed: seed) }
        var chosen: [UInt64] = []
        for _ in 0..<4 {
            let proposal = bringUp.propose()
            chosen.append(try #require(proposal).seed)
        }
        #expect(chosen.contains(5), "\(chosen)")
    }

    @Test("without a network there is no proposal")
    func nothing() {
        var bringUp = BringUp(rules: .none) { _ in nil }
        #expect(bringUp.propose() == nil)
    }
}
