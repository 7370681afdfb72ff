import GnomonData
import GnomonRuntimes
import GnomonStatistics
import Testing

@testable import GnomonMeasure

@Suite("Measuring", .enabled(if: Fixture.path != nil, "the child's executable is not built"), .serialized)
struct MeasurerTests {
    @Test("the null platform takes about its fixed time, and the row says how it was found")
    func null() throws {
        let result = try Fixture.measurer.measure(
            model: ModelBytes([0]), networkHash: "g1:0", platform: Fixture.null(["microseconds": "200"]),
            options: Fixture.quick())
        #expect(result.latency.nanoseconds > 190_000)
        #expect(result.interval.contains(result.latency))
        #expect(result.launches.count == 2)
        #expect(result.launches.allSatisfy { $0.samples.contains { $0.isWarmup } && $0.peakBytes > 0 })
        #expect(result.platformID.count == 16)
        #expect(result.grade != .a, "two launches are too few for an A")
    }

    @Test("a profile of the null platform has one kernel")
    func nullProfile() throws {
        let profile = try Fixture.measurer.profile(
            model: ModelBytes([0]), platform: Fixture.null(), seconds: 0.3, minimumRuns: 10)
        #expect(profile.kernels.count == 1)
        #expect(profile.kernels.first?.latency.nanoseconds == 100_000)
        #expect(profile.runs >= 10)
    }

    @Test(
        "ONNX Runtime runs a chain, and its kernels carry the nodes' names",
        .enabled(if: Fixture.hasONNXRuntime, "ONNX Runtime is not installed; run 'gnomon setup onnxruntime'"))
    func chain() throws {
        let model = try ModelBytes(ChainModel.bytes(count: 9, size: 10_000))
        let platform = try Platform(named: "ort-cpu-1t")
        let profile = try Fixture.measurer.profile(
            model: model, platform: platform, seconds: 1, minimumRuns: 20)
        #expect(profile.kernels.map(\.nodes) == (0..<9).map { [$0] })
        #expect(profile.kernels.map(\.outputTensors) == (1...9).map { [$0] })
        #expect(profile.kernels[4].inputTensors == [4])
        let result = try Fixture.measurer.measure(
            model: model, networkHash: "g1:1", platform: platform, options: Fixture.quick())
        #expect(result.latency.nanoseconds > 0)
        #expect(result.evidence.hasStableOutput)
        #expect(result.fingerprint.identity["runtime_version"] == "1.31.1")
    }

    @Test(
        "OpenVINO runs a chain in a child, also with narrower instructions",
        .enabled(if: Fixture.hasOpenVINO, "OpenVINO is not installed; run 'gnomon setup openvino'"),
        arguments: ["openvino-cpu-1t", "openvino-cpu-1t-sse41"])
    func openVINO(name: String) throws {
        let model = try ModelBytes(ChainModel.poolings(count: 6, size: 4000))
        let profile = try Fixture.measurer.profile(
            model: model, platform: try Platform(named: name), seconds: 0.5, minimumRuns: 10)
        let pools = profile.kernels.filter { $0.type == "MaxPool" }
        #expect(pools.count == 6, "nothing fuses poolings: \(profile.kernels.map(\.name))")
        #expect(profile.latency > .zero)
    }

    @Test(
        "the cost of profiling is finite and not negative on every runtime that has one",
        .enabled(if: Fixture.hasOpenVINO && Fixture.hasONNXRuntime, "needs both runtimes"),
        arguments: ["ort-cpu-1t", "openvino-cpu-1t"])
    func calibration(name: String) throws {
        let cost = try Fixture.measurer.calibrate(
            platform: try Platform(named: name), sizes: [64, 2000], seconds: 0.1)
        #expect(cost.perKernel >= 0 && cost.perKernel < 1e6)
        #expect(cost.perRun >= 0 && cost.spread >= 0 && cost.spread.isFinite)
    }

    @Test(
        "bytes that are no model are refused with the runtime's words",
        .enabled(if: Fixture.hasONNXRuntime, "ONNX Runtime is not installed; run 'gnomon setup onnxruntime'"))
    func garbage() throws {
        let model = try ModelBytes([1, 2, 3])
        let error = #expect(throws: MeasureError.self) {
            try Fixture.measurer.profile(model: model, platform: Platform(named: "here"))
        }
        #expect(error?.code == .refused)
        #expect(error?.phase == .open)
    }

    @Test("the simulated platform needs a network")
    func simulated() throws {
        let model = try ModelBytes([0])
        let error = #expect(throws: MeasureError.self) {
            try Fixture.measurer.profile(model: model, platform: Platform(named: "simulated"))
        }
        #expect(error?.code == .refused)
    }
}
