import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Kernels as networks of their own")
struct ExtractTests {
    private static let networks = Result { try TinyNetworks.random(1000..<1030) }

    @Test(
        "detection sees one kernel in an extract, with the same signature, or says that fusion changes",
        arguments: [FusionRules.none, .onnxRuntime(vectorBytes: nil), .openVINO])
    func roundTrip(rules: FusionRules) throws {
        var changed = 0
        var total = 0
        for (seed, network) in try Self.networks.get() {
            for extract in try network.extracts(rules) {
                total += 1
                if extract.changesFusion {
                    changed += 1
                    continue
                }
                let kernels = extract.network.kernels(rules).filter { !$0.members.isEmpty }
                #expect(kernels.count == 1, "\(seed)")
                let again = try #require(
                    try kernels.first.flatMap { try KernelExtract($0, of: extract.network, rules: rules) })
                #expect(again.signature == extract.signature, "\(seed): \(extract.kind)")
                #expect(again.kind == extract.kind)
            }
        }
        #expect(total > 500)
        // Where another neighbour would take a member, the kernel cannot stand alone.
        #expect(changed * 50 <= total, "\(changed) of \(total)")
    }

    @Test("an extract reads and writes what the kernel did, in shape and element type")
    func boundary() throws {
        for (_, network) in try Self.networks.get().prefix(10) {
            for kernel in network.kernels(.onnxRuntime(vectorBytes: nil)) {
                guard let extract = try network.extracted(kernel) else { continue }
                #expect(
                    extract.inputs.map { extract[$0].shape } == kernel.inputs.map { network[$0].shape })
                #expect(
                    extract.outputs.map { extract[$0].shape } == kernel.outputs.map { network[$0].shape })
                #expect(
                    extract.inputs.map { extract[$0].elementType }
                        == kernel.inputs.map { network[$0].elementType })
            }
        }
    }

    @Test("names and weights play no part in signatures; sizes, attributes and types do")
    func signatures() throws {
        func signature(_ build: (inout NetworkBuilder) -> TensorID) throws -> KernelSignature {
            let network = try TinyNetworks.network { [build(&$0)] }
            return try #require(try network.extracts(.none).first).signature
        }
        func conv(
            batch: Int = 1, _ height: Int = 16, _ width: Int = 16, groups: Int = 1, dilation: Extent = 1
        ) throws -> KernelSignature {
            try signature { b in
                let x = b.input([batch, 32, height, width])
                return b.conv(x, out: 32, kernel: 3, dilation: dilation, groups: groups)
            }
        }
        let all = [
            try conv(), try conv(batch: 2), try conv(16, 24), try conv(24, 16), try conv(groups: 4),
            try conv(groups: 8), try conv(dilation: 2),
        ]
        #expect(Set(all).count == all.count)
        #expect(try conv() == all[0])
        let float = try signature { b in
            let x = b.input([4, 4])
            return b.relu(x)
        }
        let half = try signature { b in
            let x = b.input([4, 4], type: .float16)
            return b.relu(x)
        }
        #expect(float != half)
        #expect(KernelSignature("\(float)") == float)
        #expect(KernelSignature("k1:xyz") == nil)
        #expect(KernelSignature("g1:00000000000000000000000000000000") == nil)
    }

    @Test("users' weights do not come along, numbers that decide shapes do")
    func values() throws {
        var network = try TinyNetworks.chain([1, 2, 8, 8]) { b, x in
            b.relu(b.reshape(b.conv(x, out: 2, kernel: 3), [1, 128]))
        }
        for index in network.tensors.indices where network.tensors[index].role == .constant {
            if network.tensors[index].elementType.isFloatingPoint {
                let count = network.tensors[index].shape?.elements ?? 0
                network.tensors[index].payload = .floats([Double](repeating: 42, count: count))
            }
        }
        for extract in try network.extracts(.none) {
            for tensor in extract.network.tensors where tensor.role == .constant {
                if tensor.elementType.isFloatingPoint {
                    #expect(tensor.payload == .absent)
                } else {
                    #expect(tensor.payload == .integers([1, 128]))
                }
            }
        }
    }

    @Test("a size that is not fixed is an error that names the tensor")
    func dynamic() throws {
        var network = try TinyNetworks.chain([1, 4, 8, 8]) { b, x in b.relu(x) }
        network.tensors[network.inputs[0].index].name = "pixels"
        network.tensors[network.inputs[0].index].shape = Shape([.symbol("N"), .known(4)])
        do throws(GraphError) {
            _ = try network.extracts(.none)
            Issue.record("a free size was accepted")
        } catch {
            #expect(error.code == .symbolicDimension)
            #expect(error.place.contains("pixels"))
        }
    }

    @Test("work the runtime adds has no extract")
    func reorders() throws {
        let rules = FusionRules.onnxRuntime(vectorBytes: 32)
        let network = try TinyNetworks.residual()
        let reorders = network.kernels(rules).filter { $0.members.isEmpty }
        #expect(!reorders.isEmpty)
        for kernel in reorders { #expect(try network.extracted(kernel) == nil) }
    }

    @Test(
        "copies in series read one another, copies side by side have inputs of their own", arguments: [2, 7])
    func repeated(count: Int) throws {
        let square = try TinyNetworks.chain([1, 8, 8, 8]) { b, x in b.conv(x, out: 8, kernel: 3) }
        #expect(square.fitsItself)
        let series = try square.repeated(count, inSeries: true)
        #expect(series.inputs.count == 1)
        #expect(series.outputs.count == 1)
        #expect(series.kernels(.none).count == count)
        let beside = try square.repeated(count, inSeries: false)
        #expect(beside.inputs.count == count)
        #expect(beside.outputs.count == count)
        #expect(beside.kernels(.none).count == count)
        // Weights are shared: only activations differ in number.
        #expect(
            series.tensors.count { $0.role == .constant } == square.tensors.count { $0.role == .constant })

        let narrowing = try TinyNetworks.chain([1, 8, 8, 8]) { b, x in b.conv(x, out: 4, kernel: 3) }
        #expect(!narrowing.fitsItself)
        #expect(try narrowing.repeated(count, inSeries: true).outputs.count == count)
        #expect(try square.repeated(1, inSeries: true) == square)
    }

    @Test("the second operand of copies in series is one tensor")
    func repeatedSum() throws {
        let sum = try TinyNetworks.network { b in
            let x = b.input([2, 3])
            let y = b.input([2, 3])
            return [b.add(x, y)]
        }
        let series = try sum.repeated(5, inSeries: true)
        #expect(series.inputs.count == 2)
        #expect(series.kernels(.none).count == 5)
    }
}
