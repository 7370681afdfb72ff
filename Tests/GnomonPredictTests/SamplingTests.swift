import Foundation
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Which kernels are measured, and which are kept from training")
struct SamplingTests {
    @Test("equal kernels are counted once, whatever networks they come from")
    func duplicates() throws {
        let all = try Isolated.samples.get()
        let distinct = KernelSample.distinct(all)
        #expect(distinct.count < all.count)
        #expect(Set(distinct.map(\.signature)).count == distinct.count)
        #expect(KernelSample.distinct(distinct + all) == distinct)
    }

    @Test("held-out kernels are the same however many are measured, and never come from refinement")
    func heldOut() throws {
        let few = KernelSample.distinct(try Isolated.samples(seeds: 1..<11))
        let many = KernelSample.distinct(try Isolated.samples.get())
        let held = Set(few.filter(\.isHeldOut).map(\.signature))
        #expect(!held.isEmpty)
        #expect(held.isSubset(of: many.filter(\.isHeldOut).map(\.signature)))
        for sample in many.filter(\.isHeldOut).prefix(10) {
            var refined = sample
            refined.origin = .refinement
            #expect(!refined.isHeldOut)
            #expect(KernelSample.isReserved(refined.signature))
        }
    }

    @Test(
        "refinement starts from training kernels that are predicted badly, never from those held out",
        .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
    func hardest() throws {
        let hard = try NNMeterPredictor.hardest(try Isolated.samples.get())
        #expect(!hard.isEmpty)
        #expect(hard.allSatisfy { !$0.isHeldOut })
        #expect(try NNMeterPredictor.hardest(try Isolated.samples.get(), tolerance: 1e9).isEmpty)
    }

    @Test("a variation is the same work over channels between half and 1.2 times as many")
    func variations() throws {
        var random = SeededGenerator(seed: 1)
        var kinds: Set<KernelKind> = []
        for sample in KernelSample.distinct(try Isolated.samples.get()) {
            guard let network = try KernelVariation.network(like: sample, using: &random) else { continue }
            let kernels = network.kernels(.none)
            let first = try #require(kernels.first)
            kinds.insert(first.kind)
            // A grouped convolution of few channels may become a depthwise one.
            if sample.vector.kind != .grouped { #expect(first.kind == sample.vector.kind) }
            if let extract = try KernelExtract(first, of: network, rules: .none),
                let made = Isolated.sample(extract, seed: nil)
            {
                let ratio =
                    (exp2(made.vector[.outputChannels]) - 1)
                    / max(1, exp2(sample.vector[.outputChannels]) - 1)
                if sample.vector.kind == .conv { #expect((0.1...1.21).contains(ratio)) }
                #expect(made.vector[.inputHeight] == sample.vector[.inputHeight])
                #expect(made.vector[.kernelHeight] == sample.vector[.kernelHeight])
                #expect(made.vector[.strideHeight] == sample.vector[.strideHeight])
            }
        }
        #expect(kinds.isSuperset(of: [.conv, .pointwise, .depthwise]))
    }

    @Test("the noise floor is the typical distance of two readings")
    func floor() {
        #expect(SamplingRounds.floor([]) == nil)
        #expect(SamplingRounds.floor([(1, 1), (2, 2)]) == nil)
        #expect(SamplingRounds.floor([(1, 1), (2, 2), (3, 3)]) == 0)
        let floor = SamplingRounds.floor([(1, exp(0.1)), (exp(0.1), 1), (1, exp(0.1))]) ?? 0
        #expect(abs(floor - 0.1 / 2.0.squareRoot()) < 1e-12)
        // Readings that make no sense are left out.
        #expect(SamplingRounds.floor([(0, 1), (-1, 1), (1, 1)]) == nil)
    }

    @Test("sampling stops at the floor or when two rounds gain nothing, and not before")
    func stops() {
        var rounds = SamplingRounds()
        #expect(!rounds.isOver)
        rounds.add(0.2)
        rounds.add(0.15)
        #expect(!rounds.isOver)
        rounds.add(0.149)
        #expect(!rounds.isOver)
        rounds.add(0.148)
        #expect(rounds.isOver)
        #expect(rounds.errors == [0.2, 0.15, 0.149, 0.148])
        var good = SamplingRounds()
        good.floor = 0.05
        good.add(0.06)
        #expect(good.isOver)
    }

    @Test("a sample survives being written and read; one of other features is refused")
    func coding() throws {
        let sample = try #require(try Isolated.samples.get().first)
        let data = try JSONEncoder().encode(sample)
        #expect(try JSONDecoder().decode(KernelSample.self, from: data) == sample)
        let text = String(decoding: data, as: UTF8.self)
        let schema = try #require(text.range(of: "\"schema\":\""))
        var other = text
        other.replaceSubrange(schema.upperBound..<text.index(schema.upperBound, offsetBy: 4), with: "zzzz")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(KernelSample.self, from: Data(other.utf8))
        }
    }
}
