import GnomonData
import GnomonMeasure
import GnomonTestKit
import Testing

@Suite("Many models in one child", .enabled(if: Fixture.path != nil, "the child's executable is not built"))
struct BatchTests {
    private func batch(_ count: Int) throws -> ModelBatch {
        let file = try ModelBytes([UInt8](repeating: 1, count: 8 * count)).file
        return ModelBatch(
            file: file, models: (0..<count).map { .init(range: 8 * $0..<8 * $0 + 8, network: nil) })
    }

    @Test("each gets a latency, in order")
    func all() throws {
        let platform = Platform(name: "null", runtime: "null", settings: ["microseconds": "200"])
        let results = Fixture.measurer.latencies(of: try batch(5), platform: platform, seconds: 0.01)
        #expect(results.count == 5)
        for result in results {
            let latency = try result.get()
            #expect(latency.nanoseconds >= 200_000)
            #expect((0...1).contains(latency.cleanShare))
        }
    }

    @Test("one that ends the process costs only itself")
    func crash() throws {
        let platform = Platform(name: "null", runtime: "null", settings: ["fault": "abort", "phase": "run"])
        let results = Fixture.measurer.latencies(of: try batch(2), platform: platform, seconds: 0.01)
        #expect(results.count == 2)
        for result in results {
            if case .success = result { Issue.record("an aborted child has no latency") }
        }
    }

    @Test("a model outside its file is refused")
    func outside() throws {
        var batch = try batch(1)
        batch.models[0].range = 4..<400
        let platform = Platform(name: "null", runtime: "null")
        let result = Fixture.measurer.latencies(of: batch, platform: platform).first
        guard case .failure(let error)? = result else {
            Issue.record("bytes behind the end were read")
            return
        }
        #expect(error.message.contains("outside"))
    }

    @Test("the simulated platform needs the network itself")
    func simulated() throws {
        var batch = try batch(2)
        batch.models[0].network = try TinyNetworks.residual()
        let results = Measurer(executable: []).latencies(
            of: batch, platform: Platform(name: "simulated", runtime: "simulated"))
        #expect(try results[0].get().nanoseconds > 0)
        if case .success = results[1] { Issue.record("nothing was measured") }
    }
}
