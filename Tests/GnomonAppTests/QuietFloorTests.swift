import GnomonData
import GnomonPredict
import GnomonStatistics
import Testing

@testable import GnomonApp

@Suite("Slow times of a machine")
struct QuietFloorTests {
    private func profile(compute: Double, cache: Double) -> NetworkProfile {
        NetworkProfile(
            platform: "p", latency: Latency(nanoseconds: 1e6), standardError: 1, cleanShare: 1,
            profiledLatency: Latency(nanoseconds: 1e6), kernels: [], runs: 1, loadNanoseconds: 0, seconds: 1,
            references: ["compute": compute, "cache": cache])
    }

    @Test("a profile beside which any reference kernel was slow was taken in a slow time")
    func slow() {
        let quiet = (0..<10).map { profile(compute: 100 + Double($0 % 3), cache: 300) }
        let floor = QuietFloor(quiet + [profile(compute: 100, cache: 420)])
        #expect(floor.isQuiet(quiet[0]))
        #expect(!floor.isQuiet(profile(compute: 101, cache: 420)))
        let excess = floor.conditions(of: profile(compute: 100, cache: 420)).excess
        #expect(excess[0] == 0 && abs(excess[1] - 0.336) < 0.001)
        #expect(abs(floor.slowness(of: profile(compute: 150, cache: 300)) - 0.5) < 0.02)
    }

    @Test("where half of the time is slow, the floor is that of the other half")
    func bimodal() {
        var floor = QuietFloor()
        for turn in 0..<20 { floor.add(profile(compute: 100, cache: turn % 2 == 0 ? 300 : 450)) }
        #expect(floor.isQuiet(profile(compute: 100, cache: 310)))
        #expect(!floor.isQuiet(profile(compute: 100, cache: 450)))
    }

    @Test("a profile without reference kernels counts as quiet")
    func without() {
        var bare = profile(compute: 1, cache: 1)
        bare.references = nil
        #expect(QuietFloor([bare]).slowness(of: bare) == 0)
    }
}
