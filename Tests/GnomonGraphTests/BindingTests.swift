import Testing

@testable import GnomonGraph

@Suite("Free sizes")
struct BindingTests {
    private func network(_ dims: [[Dim]]) -> Network {
        var b = NetworkBuilder()
        for (index, dims) in dims.enumerated() {
            b.output(b.node(.relu, [b.input(dims: dims, name: "x\(index)")]))
        }
        return b.network
    }

    @Test("in front of inputs are a batch of 1, with a note")
    func batch() throws {
        let found = try network([[.symbol("anything"), .known(3)]]).prepared()
        #expect(found.outputShape() == Shape([1, 3]))
        #expect(found.warnings.count == 1)
        let eight = try network([[.symbol("anything"), .known(3)]]).prepared(BindingOptions(defaultBatch: 8))
        #expect(eight.outputShape() == Shape([8, 3]))
    }

    @Test("named like a batch are one wherever they stand")
    func batchName() throws {
        #expect(try network([[.known(7), .symbol("batch_size")]]).prepared().outputShape() == Shape([7, 1]))
    }

    @Test(
        "without a name have the input's name and axis",
        arguments: [Dim.unknown, .known(0), .known(-1), .symbol("")])
    func unnamed(dim: Dim) throws {
        let network = network([[.known(1), dim]])
        let found = try network.prepared(BindingOptions(dims: ["x0[1]": 5]))
        #expect(found.outputShape() == Shape([1, 5]))
        #expect(throws: GraphError.self) { try network.prepared() }
    }

    @Test("with one name have one size")
    func shared() throws {
        let both = network([[.known(1), .symbol("seq")], [.symbol("seq"), .known(2)]])
        let found = try both.prepared(BindingOptions(dims: ["seq": 128]))
        #expect(found.outputShape(0) == Shape([1, 128]))
        #expect(found.outputShape(1) == Shape([128, 2]))
        let shaped = try both.prepared(BindingOptions(shapes: ["x0": [1, 64]]))
        #expect(shaped.outputShape(1) == Shape([64, 2]))
    }

    @Test("that nobody gives are an error with a way out")
    func unbound() {
        do {
            _ = try network([[.symbol("N"), .symbol("height"), .symbol("width")]]).prepared()
            Issue.record("expected an error")
        } catch {
            #expect(error.code == .symbolicDimension)
            #expect(error.message.contains("height") && error.message.contains("width"))
            #expect(error.hint.contains("--dim 'height=128' --dim 'width=128'"))
        }
    }

    @Test("stay symbols where that is allowed")
    func allowed() throws {
        let found = try network([[.known(1), .symbol("seq")]]).prepared(BindingOptions(allowUnbound: true))
        #expect(found.outputShape() == Shape([.known(1), .symbol("seq")]))
        #expect(try found.cost(of: NodeID(0)) == nil)
    }

    @Test("given wrongly are an error that lists what there is")
    func wrong() {
        let net = network([[.symbol("N"), .symbol("seq")]])
        let options = [
            BindingOptions(dims: ["foo": 8]), BindingOptions(dims: ["seq": 0]),
            BindingOptions(shapes: ["y": [1, 2]]), BindingOptions(shapes: ["x0": [1, 2, 3]]),
            BindingOptions(dims: ["seq": 4], shapes: ["x0": [1, 5]]),
            BindingOptions(shapes: ["x0": [1, -5]]),
        ]
        for option in options {
            do {
                _ = try net.prepared(option)
                Issue.record("expected an error for \(option)")
            } catch {
                #expect(error.code == .binding)
            }
        }
    }

    @Test("given as whole shapes replace fixed sizes too")
    func override() throws {
        let found = try network([[.known(1), .known(224)]]).prepared(
            BindingOptions(shapes: ["x0": [2, 320]]))
        #expect(found.outputShape() == Shape([2, 320]))
    }

    @Test("of 10^15 elements are an error, not an allocation")
    func huge() {
        do {
            _ = try network([[.symbol("N"), .known(3)]]).prepared(
                BindingOptions(shapes: ["x0": [1 << 50, 3]]))
            Issue.record("expected an error")
        } catch {
            #expect(error.code == .overflow)
        }
    }
}
