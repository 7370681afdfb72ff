import GnomonData
import GnomonNative
import Testing

@testable import GnomonRuntimes

@Suite("Rows of OpenVINO's profile")
struct OpenVINOProfileTests {
    private func row(_ name: String, _ type: String, _ execution: String, _ time: Int64)
        -> OpenVINOProfileEntry
    {
        OpenVINOProfileEntry(name: name, execution: execution, type: type, microseconds: time)
    }

    @Test("a fused row belongs to the kernel before it, and a row that names no kernel to nobody")
    func rows() {
        var profile = OpenVINOProfile()
        let rows = [
            row("t0", "Parameter", "unknown_f32", 0),
            row("t0_abcd_acdb_n0/WithoutBiases", "Reorder", "jit_uni_f32", 9),
            row("n0/WithoutBiases", "Convolution", "brgconv_avx2_f32", 100), row("n1", "Relu", "undef", 0),
            row("n2", "Reshape", "unknown_f32", 0), row("n3", "Transpose", "unknown_f32", 7),
        ]
        for run in 1...3 { profile.add(rows, inferences: run) }
        let (events, idle) = profile.finish()
        let first = events.filter { $0.run == 0 }
        #expect(first.map(\.name) == [rows[1].name, rows[2].name, "n3"])
        #expect(first[1].joined == ["n1"])
        #expect(first[1].nanoseconds == 100_000)
        #expect(idle == [2])
        #expect(events.count == 9)
    }

    @Test("a view that once read a microsecond is still a view, a transposition of none is still executed")
    func accidents() {
        var profile = OpenVINOProfile()
        for (run, time) in ([1, 0, 0] as [Int64]).enumerated() {
            profile.add(
                [row("n0", "Reshape", "unknown_f32", time), row("n1", "Transpose", "unknown_f32", 0)],
                inferences: run + 1)
        }
        #expect(profile.finish().idle == [0])
        #expect(profile.finish().events.map(\.name) == ["n1", "n1", "n1"])
    }

    @Test("the cold first inference is in the means that are told, and not in the times")
    func means() {
        var profile = OpenVINOProfile()
        var total: Int64 = 5000
        for run in 1...40 as ClosedRange<Int64> {
            if run > 1 { total += 100 }
            // Two inferences pass before the first reading.
            if run > 2 {
                profile.add([row("n0", "Convolution", "jit", total / run)], inferences: Int(run))
            }
        }
        let events = profile.finish().events
        #expect(events.count == 38)
        #expect(events.dropFirst().allSatisfy { abs($0.nanoseconds - 100_000) <= 8000 }, "\(events)")
        #expect(events.suffix(20).allSatisfy { abs($0.nanoseconds - 100_000) <= 3000 })
    }

    @Test("no rows, and a fused row before any kernel, harm nothing")
    func hostile() {
        var profile = OpenVINOProfile()
        profile.add([], inferences: 1)
        profile.add([row("n9", "Relu", "undef", 5)], inferences: 2)
        profile.add([row("n9", "Relu", "undef", 5), row("n8", "Relu", "jit", 5)], inferences: 3)
        profile.skip()
        #expect(profile.finish().events.isEmpty)
        #expect(profile.finish().idle.isEmpty)
    }
}

@Suite("Instruction sets")
struct InstructionSetTests {
    @Test("a platform asks only for what the processor lists, word by word")
    func flags() throws {
        let text = "processor : 0\nflags : fpu sse4_1 avx avx2x\n"
        #expect(throws: Never.self) { try InstructionSet.avx.require(in: text) }
        let error = #expect(throws: RuntimeError.self) { try InstructionSet.avx2.require(in: text) }
        #expect(error?.code == .unavailable)
        #expect(error?.hint?.contains("-avx2") == true)
        #expect(throws: RuntimeError.self) { try InstructionSet.avx.require(in: "") }
    }

    @Test("the limit is in the environment of the child before the library is loaded")
    func environment() throws {
        let limited = try Platform(named: "openvino-cpu-1t-sse41")
        #expect(OpenVINO().environment(for: limited) == ["ONEDNN_MAX_CPU_ISA": "SSE41"])
        #expect(OpenVINO().environment(for: try Platform(named: "openvino-cpu-1t")).isEmpty)
    }
}
