import Testing

@testable import GnomonGraph

@Suite("Control flow")
struct ControlFlowTests {
    /// y = x + 1 on the shape given outside; captures nothing.
    private func addBody(_ inputs: [(String, ElementType)], carried: Int) -> Network {
        var body = NetworkBuilder()
        var ids: [TensorID] = []
        for (name, type) in inputs { ids.append(body.input(dims: [], type, name: name)) }
        for id in ids { body.network[id].shape = nil }
        let one = body.floats([1, 2], sizes: [2])
        let next = body.node(.add, [ids[carried], one])
        body.output(ids[1])
        body.output(next)
        body.output(next)
        return body.network
    }

    private func loop(
        trips: Int64?, name: String = "decode", _ body: Network? = nil, condition: Bool = false
    ) -> NetworkBuilder {
        var outer = NetworkBuilder()
        let x = outer.input([3, 2])
        let count = trips.map { outer.integers([$0], sizes: []) } ?? outer.input([], .int64, name: "m")
        let flag = condition ? outer.input([], .bool, name: "go") : nil
        let body = body ?? addBody([("i", .int64), ("c", .bool), ("v", .float32)], carried: 2)
        let results = outer.nodes(.loop, [count, flag, x], outputs: 2, name: name)
        outer.network.nodes[0].bodies = [body]
        outer.output(results[0])
        outer.output(results[1])
        return outer
    }

    @Test("A loop costs its body as often as it runs, and stacks what it returns of each trip")
    func counted() throws {
        let network = try loop(trips: 5).network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([3, 2]))
        #expect(network[network.outputs[1]].shape == Shape([5, 3, 2]))
        #expect(network.nodes[0].trips == 5)
        let cost = try #require(try network.cost(of: NodeID(0)))
        #expect(cost.otherFLOPs == 5 * 6)
        #expect(cost.parameters == 2)
        #expect(try network.totalCost().parameters == 2)
    }

    @Test("A loop without a fixed number of trips is an error that tells how to give one")
    func unbounded() throws {
        let network = loop(trips: nil).network
        let error = #expect(throws: GraphError.self) { try network.prepared() }
        #expect(error?.code == .unbounded)
        #expect(error?.hint.contains("--trips 'decode=") == true)
        #expect(try network.prepared(.init(trips: ["decode": 7])).nodes[0].trips == 7)
        let open = try network.prepared(.init(allowUnbound: true))
        #expect(try open.cost(of: NodeID(0)) == nil)
        #expect(open.warnings.contains { $0.contains("decode") })
        #expect(open[open.outputs[0]].shape == Shape([3, 2]))
    }

    @Test("Trips of a loop that is not there, and too many trips, are errors")
    func wrongTrips() {
        let wrong = #expect(throws: GraphError.self) {
            try loop(trips: 3).network.prepared(.init(trips: ["other": 2]))
        }
        #expect(wrong?.code == .binding)
        #expect(wrong?.hint.contains("decode") == true)
        let many = #expect(throws: GraphError.self) { try loop(trips: 1 << 60).network.prepared() }
        #expect(many?.code == .unbounded)
    }

    @Test("A cost beyond 64 bits is an error")
    func overflow() throws {
        var body = NetworkBuilder()
        _ = body.input([], .int64, name: "i")
        let c = body.input([], .bool, name: "c")
        let x = body.input([3, 2], name: "x")
        let big = body.node(.expand, [x, body.integers([1 << 30, 1 << 14, 3, 2])])
        let y = body.node(.reduceSum, [big, body.integers([0, 1])], ["keepdims": .int(0)])
        body.output(c)
        body.output(y)
        body.output(y)
        let network = try loop(trips: 1 << 30, body.network).network.prepared()
        let error = #expect(throws: GraphError.self) { try network.totalCost() }
        #expect(error?.code == .overflow)
    }

    @Test("A loop that may end early has a bound and says so")
    func early() throws {
        let network = try loop(trips: 5, condition: true).network.prepared()
        #expect(network[network.outputs[1]].shape?.dims.first == .bounded(5))
        #expect(network.warnings.contains { $0.contains("may end before") })
    }

    @Test("What a loop appends to grows to its exact size, and costs its bound")
    func growth() throws {
        var body = NetworkBuilder()
        _ = body.input([], .int64, name: "i")
        let c = body.input([], .bool, name: "c")
        let cache = body.input(dims: [.unknown, .known(2)], name: "cache")
        let more = body.weight([4, 2])
        let joined = body.node(.concat, [cache, more], ["axis": .int(0)])
        body.output(c)
        body.output(joined)
        body.output(more)
        let network = try loop(trips: 10, body.network).network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([43, 2]))
        #expect(network[network.outputs[1]].shape == Shape([10, 4, 2]))
        #expect(try network.prepared() == network)
    }

    @Test("A sequence that a loop appends to has as many elements as the loop has trips")
    func collected() throws {
        var body = NetworkBuilder()
        _ = body.input([], .int64, name: "i")
        let c = body.input([], .bool, name: "c")
        let list = body.input(dims: [.unknown], name: "list")
        body.network[list].container = .sequence(nil)
        let one = body.floats([1, 2], sizes: [2])
        let y = body.node(.exp, [one])
        let x = body.node(.sequenceInsert, [list, y])
        body.output(c)
        body.output(x)
        var outer = NetworkBuilder()
        let m = outer.integers([6], sizes: [])
        let start = outer.node(.sequenceEmpty, [])
        let whole = outer.node(.loop, [m, nil, start], name: "gather")
        outer.network.nodes[1].bodies = [body.network]
        outer.output(outer.node(.concatFromSequence, [whole], ["axis": .int(0), "new_axis": .int(1)]))
        let scale = outer.input([6, 2])
        outer.network.outputs = [outer.node(.mul, [outer.network.outputs[0], scale])]
        let network = try outer.network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([6, 2]))
    }

    private func conditional(_ condition: Int64?, dims: [Dim] = [.known(3), .known(2)]) -> NetworkBuilder {
        var outer = NetworkBuilder()
        let x = outer.input(dims: dims)
        let flag =
            condition.map { outer.integers([$0], sizes: [], .bool) } ?? outer.input([], .bool, name: "go")
        func branch(_ kind: OperatorKind, rows: Int?) -> Network {
            var body = NetworkBuilder()
            let v = body.input(dims: [.unknown], name: "x")
            body.network[v].shape = nil
            var y = body.node(kind, [v])
            if let rows { y = body.node(.slice, [y, body.integers([0]), body.integers([Int64(rows)])]) }
            body.output(y)
            return body.network
        }
        let y = outer.node(.ifElse, [flag, x], ["gnomon.captures": .int(1)], name: "choose")
        outer.network.nodes[0].bodies = [branch(.relu, rows: nil), branch(.exp, rows: 1)]
        outer.output(outer.node(.neg, [y]))
        return outer
    }

    @Test("A branch whose condition is known takes the place of its If", arguments: [0, 1])
    func decided(condition: Int64) throws {
        let network = try conditional(condition).network.prepared()
        let live = network.nodes.filter { $0.state == .live }.map(\.op.typeName)
        #expect(live == (condition == 1 ? ["Relu", "Neg"] : ["Exp", "Slice", "Neg"]))
        #expect(network[network.outputs[0]].shape == Shape([condition == 1 ? 3 : 1, 2]))
        for (index, node) in network.nodes.enumerated() {
            for case let output? in node.outputs { #expect(network[output].producer == NodeID(index)) }
        }
        #expect(try network.prepared() == network)
        var plain = NetworkBuilder()
        let x = plain.input([3, 2])
        plain.output(plain.node(.neg, [plain.node(.relu, [x])]))
        let same = try plain.network.prepared().canonicalHash() == network.canonicalHash()
        #expect(same == (condition == 1))
    }

    @Test("An undecided If costs its dearer branch and bounds the sizes that differ")
    func undecided() throws {
        let network = try conditional(nil).network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([.bounded(3), .known(2)]))
        let cost = try #require(try network.cost(of: NodeID(0)))
        #expect(cost.otherFLOPs == 6)
        #expect(network.warnings.contains { $0.contains("choose") })
        #expect(try network.prepared() == network)
    }

    @Test("A size that depends on data can be given by the name of its tensor or node")
    func given() throws {
        let network = conditional(nil).network
        let name = network[network.nodes[0].outputs[0] ?? TensorID(0)].name
        for key in ["\(name)[0]", "choose[0]"] {
            let bound = try network.prepared(.init(dims: [key: 2]))
            #expect(bound[bound.outputs[0]].shape == Shape([2, 2]))
        }
        let error = #expect(throws: GraphError.self) { try network.prepared(.init(dims: ["nothing[0]": 2])) }
        #expect(error?.code == .binding)
    }

    @Test("A scan runs its body along an axis and stacks what it returns")
    func scan() throws {
        var body = NetworkBuilder()
        let state = body.input([4, 8], name: "h")
        let slice = body.input([4, 16], name: "x")
        let w = body.weight([16, 8])
        let next = body.node(.add, [state, body.node(.matMul, [slice, w])])
        body.output(next)
        body.output(next)
        var outer = NetworkBuilder()
        let h = outer.input([4, 8], name: "h")
        let x = outer.input([4, 7, 16], name: "x")
        let results = outer.nodes(
            .scan, [h, x], outputs: 2,
            ["num_scan_inputs": .int(1), "scan_input_axes": .ints([1]), "scan_output_axes": .ints([-2])])
        outer.network.nodes[0].bodies = [body.network]
        for result in results { outer.output(result) }
        let network = try outer.network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([4, 8]))
        #expect(network[network.outputs[1]].shape == Shape([4, 7, 8]))
        let total = try network.totalCost()
        #expect(total.macs == 7 * 4 * 16 * 8)
        #expect(total.parameters == 128)
        #expect(try network.prepared() == network)
        outer.network.nodes[0].attributes["num_scan_inputs"] = .int(9)
        let error = #expect(throws: GraphError.self) { try outer.network.prepared() }
        #expect(error?.code == .attribute)
    }

    @Test("A scan of operator set 8 runs over a batch of sequences")
    func batched() throws {
        var body = NetworkBuilder()
        let state = body.input([8], name: "h")
        let slice = body.input([8], name: "x")
        let next = body.node(.add, [state, slice])
        body.output(next)
        body.output(next)
        var outer = NetworkBuilder(opset: 8)
        let h = outer.input([4, 8], name: "h")
        let x = outer.input([4, 7, 8], name: "x")
        let results = outer.nodes(.scan, [nil, h, x], outputs: 2, ["num_scan_inputs": .int(1)])
        outer.network.nodes[0].bodies = [body.network]
        for result in results { outer.output(result) }
        let network = try outer.network.prepared()
        #expect(network[network.outputs[0]].shape == Shape([4, 8]))
        #expect(network[network.outputs[1]].shape == Shape([4, 7, 8]))
        #expect(network.nodes[0].trips == 28)
        #expect(try network.prepared() == network)
    }

    @Test("A weight outside that a body uses counts once, and as a parameter of the network")
    func capturedWeight() throws {
        var body = NetworkBuilder()
        _ = body.input([], .int64, name: "i")
        let c = body.input([], .bool, name: "c")
        let v = body.input([3, 2], name: "v")
        let w = body.input([2, 2], name: "w")
        let next = body.node(.matMul, [body.node(.matMul, [v, w]), w])
        for id in [c, next, next] { body.output(id) }
        var outer = loop(trips: 2, body.network)
        let weight = outer.weight([2, 2])
        outer.network.nodes[0].inputs.append(weight)
        outer.network.nodes[0].attributes["gnomon.captures"] = .int(1)
        let network = try outer.network.prepared()
        let total = try network.totalCost()
        #expect(total.parameters == 4)
        #expect(total.macs == 2 * 2 * 3 * 2 * 2)
        #expect(try network.prepared() == network)
    }

    @Test("Bodies are part of the hash: operators, trips, the order of what is carried; names are not")
    func hash() throws {
        let base = try loop(trips: 5).network.prepared().canonicalHash()
        #expect(try loop(trips: 5, name: "other").network.prepared().canonicalHash() == base)
        #expect(try loop(trips: 6).network.prepared().canonicalHash() != base)
        var changed = addBody([("i", .int64), ("c", .bool), ("v", .float32)], carried: 2)
        changed.nodes[0].op = .known(.sub)
        #expect(try loop(trips: 5, changed).network.prepared().canonicalHash() != base)
        var renamed = addBody([("a", .int64), ("b", .bool), ("c", .float32)], carried: 2)
        for index in renamed.tensors.indices { renamed.tensors[index].name = "q\(index)" }
        #expect(try loop(trips: 5, renamed).network.prepared().canonicalHash() == base)
    }

    @Test("Bodies nested deeper than the limit, or of a size out of hand, are refused, not followed")
    func nested() throws {
        func nest(_ depth: Int) -> Network {
            var body = NetworkBuilder()
            let c = body.input([], .bool, name: "c")
            let x = body.input([2], name: "x")
            if depth == 0 {
                body.output(body.node(.relu, [x]))
            } else {
                body.output(body.node(.ifElse, [c, c, x], ["gnomon.captures": .int(2)]))
                body.network.nodes[0].bodies = [nest(depth - 1), nest(depth - 1)]
            }
            return body.network
        }
        _ = try nest(6).prepared()
        var deep = nest(0)
        for _ in 0..<40 {
            var next = nest(1)
            next.nodes[0].bodies = [deep, deep]
            deep = next
        }
        let error = #expect(throws: GraphError.self) { try deep.prepared() }
        #expect(error?.code == .limit)
    }

    @Test("All errors of a stage are told, twenty at most")
    func errors() throws {
        var builder = NetworkBuilder()
        let x = builder.input([3, 4])
        for _ in 0..<30 { builder.output(builder.node(.matMul, [x, builder.weight([5, 6])])) }
        let error = try #require(throws: GraphError.self) { try builder.network.prepared() }
        #expect(error.others.count == 19)
        #expect(Set(error.others.map(\.place)).count == 19)
        #expect(error.description.split(separator: "\n").count == 20)
    }
}
