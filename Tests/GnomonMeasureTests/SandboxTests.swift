import GnomonData
import GnomonNative
import Testing

@testable import GnomonMeasure

@Suite(
    "The fence around children", .enabled(if: Fixture.path != nil, "the child's executable is not built"),
    .serialized)
struct SandboxTests {
    private func fail(_ fault: String, phase: String, options: MeasureOptions = Fixture.quick()) throws
        -> MeasureError?
    {
        let model = try ModelBytes([0])
        return #expect(throws: MeasureError.self) {
            try Fixture.measurer.measure(
                model: model, networkHash: "", platform: Fixture.null(["fault": fault, "phase": phase]),
                options: options)
        }
    }

    @Test(
        "a crash is named with its signal", arguments: [("segv", Int32(11)), ("abort", 6)], ["open", "run"])
    func crash(fault: (String, Int32), phase: String) throws {
        let error = try fail(fault.0, phase: phase)
        #expect(error?.code == .crashed)
        #expect(error?.signal == fault.1)
        #expect(error?.phase == (phase == "open" ? .open : .warm))
    }

    @Test("a refusal is not a crash")
    func refusal() throws {
        #expect(try fail("refuse", phase: "open")?.code == .refused)
    }

    @Test("a child that ends without a word is lost")
    func exit() throws {
        let error = try fail("exit", phase: "open")
        #expect(error?.code == .lost)
        #expect(error?.message.contains("3") == true)
    }

    @Test("a child that hangs and ignores kind words is ended after its time")
    func hang() throws {
        var options = Fixture.quick()
        options.openSeconds = 0.3
        let error = try fail("hang", phase: "open", options: options)
        #expect(error?.code == .timedOut)
        #expect(error?.phase == .open)
    }

    @Test("a child that allocates without bound meets its limit")
    func memory() throws {
        var options = Fixture.quick()
        options.limits = ProcessLimits(addressBytes: 4 << 30)
        #expect(try fail("allocate", phase: "open", options: options)?.code == .outOfMemory)
    }

    @Test("a library that writes much to standard output spoils nothing")
    func flood() throws {
        let result = try Fixture.measurer.measure(
            model: ModelBytes([0]), networkHash: "h", platform: Fixture.null(["fault": "flood"]),
            options: Fixture.quick())
        #expect(result.launches.count == 2)
    }

    @Test("an executable that is not there is an error")
    func noExecutable() throws {
        let model = try ModelBytes([0])
        let error = #expect(throws: MeasureError.self) {
            try Measurer(executable: ["/nonexistent"]).measure(
                model: model, networkHash: "", platform: Fixture.null())
        }
        #expect(error?.code == .lost)
        #expect(error?.phase == .start)
    }

    @Test("a program that does not speak the protocol is found out")
    func strangers() throws {
        let model = try ModelBytes([0])
        let error = #expect(throws: MeasureError.self) {
            try Measurer(executable: ["/bin/echo", "hello"]).measure(
                model: model, networkHash: "", platform: Fixture.null(), options: Fixture.quick())
        }
        #expect(error?.code == .protocolViolation || error?.code == .lost)
    }

    @Test("outputs that change are never trusted")
    func unstable() throws {
        let result = try Fixture.measurer.measure(
            model: ModelBytes([0]), networkHash: "h",
            platform: Fixture.null(["fault": "unstable", "phase": "run"]),
            options: Fixture.quick())
        #expect(result.grade == .f)
        #expect(result.reasons == ["the outputs changed"])
    }
}
