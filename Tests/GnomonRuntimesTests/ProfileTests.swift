import GnomonData
import Testing

@testable import GnomonRuntimes

@Suite("Kernel profiles")
struct ProfileTests {
    @Test(
        "names mention nodes and tensors",
        arguments: [
            ("n12", [12], []), ("t57_nchwc", [], [57]), ("n12/QuickGeluFusion/", [12], []),
            ("ReorderOutput_token_163", [], []), ("Gelu", [], []), ("xn1 tn2 n", [], []),
            ("n3_n4/t5", [3, 4], [5]), ("n3n4", [], []), ("reorder_token_18", [], []),
        ] as [(String, [Int], [Int])])
    func anchors(name: String, nodes: [Int], tensors: [Int]) {
        let anchors = NameAnchors(in: name)
        #expect(anchors.nodes == nodes)
        #expect(anchors.tensors == tensors)
    }

    @Test("events are grouped by the inference that follows them, and a cut-off one is dropped")
    func parse() {
        let line = { (name: String, dur: Int) in
            #"{"cat" : "Node","pid" :1,"dur" :\#(dur),"ts" :5,"ph" : "X","name" :"\#(name)_kernel_time","#
                + #""args" : {"op_name" : "Conv","node_index" : "7"}},"#
        }
        let run = #"{"cat" : "Session","dur" :9,"name" :"model_run","args" : {}},"#
        let text = ["[", line("n1", 10), run, line("n1", 20), run, line("n1", 30), "]"].joined(
            separator: "\n")
        let events = ONNXRuntimeProfile.parse(Array(text.utf8))
        #expect(events.map(\.run) == [0, 1])
        #expect(events.map(\.nanoseconds) == [10_000, 20_000])
        #expect(events.allSatisfy { $0.name == "n1" && $0.type == "Conv" && $0.position == 7 })
    }

    @Test("bytes that are no profile give no events")
    func garbage() {
        #expect(ONNXRuntimeProfile.parse([]).isEmpty)
        #expect(ONNXRuntimeProfile.parse(Array("\"name\"\n\"name\" :\"x_kernel_time\n\"dur\"".utf8)).isEmpty)
    }

    @Test("a kernel's time is the mean of the lower 80 % of its durations")
    func trimmed() {
        #expect(ProfileSummary.trimmed([1, 2, 3, 4, 100]).mean == 1.5)
        #expect(ProfileSummary.trimmed([]).mean == 0)
        #expect(ProfileSummary.trimmed([7]).standardError == 0)
    }

    @Test("values are followed through the layouts a runtime adds")
    func aliases() {
        func event(_ name: String, _ type: String, _ position: Int, _ inputs: [String], _ outputs: [String])
            -> ProfileEvent
        {
            ProfileEvent(
                name: name, type: type, run: 0, position: position, nanoseconds: 1000, inputs: inputs,
                outputs: outputs)
        }
        let kernels = ProfileSummary.kernels(
            of: [
                event("ReorderInput", "ReorderInput", 0, ["t0"], ["reorder_token_1"]),
                event("t5_nchwc", "Conv", 1, ["reorder_token_1", "reorder_token_2"], ["reorder_token_3"]),
                event("t6_nchwc", "Conv", 2, ["reorder_token_3"], ["reorder_token_4"]),
                event("ReorderOutput_token_9", "ReorderOutput", 3, ["reorder_token_4"], ["t6"]),
                event("gemm_input_reshape", "Reshape", 4, ["t6"], ["gemm_arg"]),
                event("n7/MatMulAddFusion", "Gemm", 5, ["gemm_arg", "t3"], ["gemm_out"]),
                event("gemm_output_reshape", "Reshape", 6, ["gemm_out"], ["t9"]),
                event("Gelu", "Gelu", 7, ["t9"], ["t12"]),
            ]) { _ in true }
        #expect(kernels.map(\.nodes) == [[], [], [], [], [], [7], [], []])
        #expect(kernels.map(\.tensors) == [[0], [5], [6], [6], [6], [], [9], [12]])
        #expect(kernels[1].inputTensors == [0] && kernels[1].outputTensors == [5])
        #expect(kernels[2].inputTensors == [5] && kernels[2].outputTensors == [6])
        #expect(kernels[5].inputTensors == [6, 3] && kernels[5].outputTensors == [9])
        #expect(kernels[7].outputTensors == [12])
    }

    @Test("a rewritten model that is cut anywhere is read without harm")
    func graphIsTotal() {
        let node: [UInt8] = [0x0A, 1, 0x78, 0x12, 1, 0x79, 0x1A, 2, 0x6E, 0x30, 0x22, 1, 0x41]
        let graph = [0x0A, UInt8(node.count)] + node
        let model: [UInt8] = [0x08, 8, 0x3A, UInt8(graph.count)] + graph
        let whole = model.withUnsafeBytes { OptimizedGraph(scanning: $0) }
        #expect(whole.nodes["n0"]?.outputs == ["y"])
        for count in 0..<model.count {
            _ = Array(model.prefix(count)).withUnsafeBytes { OptimizedGraph(scanning: $0) }
        }
    }
}
