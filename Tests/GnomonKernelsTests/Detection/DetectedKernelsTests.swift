import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Kernels from detected rules")
struct DetectedKernelsTests {
    private func rules(_ fused: [FusionCase], separate: [FusionCase] = []) -> DetectedRules {
        DetectedRules(
            platform: "p",
            rules: fused.map { DetectedRule($0, verdict: .fused, source: .tested) }
                + separate.map { DetectedRule($0, verdict: .separate, source: .tested) })
    }

    /// Groups as texts such as `Conv+Relu`.
    private func groups(_ network: Network, _ rules: DetectedRules) -> [String] {
        DetectedKernels(network, rules: rules).groups.map { group in
            group.map { network.nodes[$0].op.typeName }.joined(separator: "+")
        }
    }

    private func chain(_ body: (inout NetworkBuilder, TensorID) -> TensorID) throws -> Network {
        try TinyNetworks.chain([1, 16, 8, 8], body)
    }

    @Test("no rules make every operator a kernel")
    func none() throws {
        let network = try TinyNetworks.residual()
        let groups = groups(network, DetectedRules(platform: "p"))
        let views = network.nodes.count { RuleOperator($0, in: network).isView }
        #expect(groups.count == network.nodes.count { $0.state == .live } - views)
    }

    @Test("the type of the last member counts, not that of the group's root")
    func lastMember() throws {
        let network = try chain { b, x in b.relu(b.batchNorm(b.conv(x, out: 16, kernel: 3))) }
        #expect(
            groups(network, rules([FusionCase([.conv], .batchNorm), FusionCase([.batchNorm], .relu)]))
                == ["Conv+BatchNormalization+Relu"])
        // conv-relu alone says nothing of what stands behind another member.
        #expect(
            groups(network, rules([FusionCase([.conv], .batchNorm), FusionCase([.conv], .relu)]))
                == ["Conv+BatchNormalization", "Relu"])
    }

    @Test("a rule on the whole chain beats rules on pairs")
    func wholeChain() throws {
        let network = try chain { b, x in b.relu(b.relu(b.conv(x, out: 16, kernel: 3))) }
        let pairs = [FusionCase([.conv], .relu), FusionCase([.relu], .relu)]
        #expect(groups(network, rules(pairs)) == ["Conv+Relu+Relu"])
        #expect(
            groups(network, rules(pairs, separate: [FusionCase([.conv, .relu], .relu)]))
                == ["Conv+Relu", "Relu"])
    }

    @Test("what others read, or the network returns, stays between kernels")
    func forks() throws {
        var builder = NetworkBuilder()
        let x = builder.input([1, 16, 8, 8])
        let conv = builder.conv(x, out: 16, kernel: 3)
        let left = builder.relu(conv)
        let right = builder.sigmoid(conv)
        let forked = try builder.finish([left, right], name: "fork").prepared()
        let fused = rules([FusionCase([.conv], .relu), FusionCase([.conv], .sigmoid)])
        #expect(groups(forked, fused) == ["Conv", "Relu", "Sigmoid"])
        // A rule on forks names the one reader that joins, never both.
        for (taker, expected) in [
            (FusionTaker.first, ["Conv+Relu", "Sigmoid"]), (.last, ["Conv+Sigmoid", "Relu"]),
            (.none, ["Conv", "Relu", "Sigmoid"]),
        ] {
            var rules = fused
            rules.rules.append(
                DetectedRule(
                    FusionCase([.conv], .relu, fan: .fork), verdict: taker == .none ? .separate : .fused,
                    taker: taker, source: .tested))
            #expect(Set(groups(forked, rules)) == Set(expected))
        }
        let returned = try builder.finish([conv, left], name: "returned").prepared()
        #expect(groups(returned, fused).first == "Conv")
    }

    @Test("a join goes to the producer the rule names", arguments: [FusionTaker.none, .first, .last])
    func joins(taker: FusionTaker) throws {
        let network = try chain { b, x in
            let first = b.conv(x, out: 16, kernel: 3)
            let second = b.conv(x, out: 16, kernel: 1)
            return b.add(second, first)
        }
        var rules = rules([FusionCase([.conv], .add)])
        rules.rules.append(
            DetectedRule(
                FusionCase([.conv], .add, fan: .join), verdict: taker == .none ? .separate : .fused,
                taker: taker, source: .tested))
        let found = DetectedKernels(network, rules: rules).groups
        switch taker {
        case .none: #expect(found == [[0], [1], [2]])
        case .first: #expect(found == [[0, 2], [1]])
        default: #expect(found == [[0], [1, 2]])
        }
    }

    @Test("functions in pieces collapse only where the platform's rule says so")
    func macros() throws {
        let network = try chain { b, x in
            let conv = b.conv(x, out: 16, kernel: 3)
            return b.activate(conv, .silu)
        }
        #expect(groups(network, rules([FusionCase([.conv], .relu)])) == ["Conv", "Sigmoid", "Mul"])
        #expect(groups(network, rules([FusionCase([.conv], .silu)])) == ["Conv+Sigmoid+Mul"])
        let gelu = try TinyNetworks.chain([1, 4, 16]) { b, x in
            let product = b.linear(x, out: 16)
            return b.activate(product, .gelu)
        }
        let whole = groups(
            gelu, rules([FusionCase([.matMul], .bias), FusionCase([.matMul, .bias], .gelu)]))
        #expect(whole == ["MatMul+Add+Div+Erf+Add+Mul+Mul"])
    }

    @Test("views join their producer, and end what a kernel takes")
    func views() throws {
        let network = try chain { b, x in
            let conv = b.conv(x, out: 16, kernel: 3)
            return b.relu(b.reshape(conv, [1, 16, 64]))
        }
        #expect(groups(network, rules([FusionCase([.conv], .relu)])) == ["Conv+Reshape", "Relu"])
    }

    @Test("operators that were not tested follow their nearest relatives")
    func standIns() throws {
        let network = try chain { b, x in b.clip(b.conv(x, out: 16), 0, 6) }
        #expect(groups(network, rules([FusionCase([.conv], .relu)])) == ["Conv+Clip"])
        #expect(groups(network, rules([], separate: [FusionCase([.conv], .relu)])) == ["Conv", "Clip"])
    }

    @Test("a group never waits for itself")
    func convex() throws {
        // The second product needs the branch that leaves the group after its first member.
        let network = try chain { b, x in
            let conv = b.conv(x, out: 16, kernel: 3)
            let relu = b.relu(conv)
            let pooled = b.maxPool(conv, kernel: 3, stride: 1, padding: 1)
            return b.add(relu, pooled)
        }
        var rules = rules([FusionCase([.conv], .relu), FusionCase([.conv, .relu], .add)])
        rules.rules.append(
            DetectedRule(
                FusionCase([.conv], .relu, fan: .fork), verdict: .fused, taker: .first, source: .tested))
        #expect(groups(network, rules) == ["Conv+Relu", "MaxPool", "Add"])
    }

    @Test("constants, shape arithmetic, unnamed nodes and 1-D convolutions do no harm")
    func robust() throws {
        var network = try TinyNetworks.residual()
        for index in network.nodes.indices { network.nodes[index].name = "" }
        for index in network.tensors.indices { network.tensors[index].name = "same" }
        let fused = rules([FusionCase([.conv], .relu), FusionCase([.conv], .batchNorm)])
        let found = DetectedKernels(network, rules: fused).groups
        #expect(
            found.flatMap { $0 }.sorted() == network.nodes.indices.filter { network.nodes[$0].state == .live }
        )
        let line = try Network.line().prepared()
        #expect(DetectedKernels(line, rules: fused).groups.flatMap { $0 }.count == 2)
    }

    @Test("edges inside kernels are counted, those at views and unknown nodes are not")
    func edges() throws {
        let network = try chain { b, x in
            b.relu(b.batchNorm(b.conv(b.reshape(x, [1, 16, 4, 16]), out: 16, kernel: 3)))
        }
        let score = EdgeScore(network, predicted: [[0], [1, 2], [3]], truth: [[1], [2, 3]], unknown: [0])
        #expect(score == EdgeScore(agreed: 0, invented: 1, missed: 1, excluded: 1))
        #expect(score.precision == 0 && score.recall == 0)
        let same = EdgeScore(network, predicted: [[1, 2, 3]], truth: [[1, 2, 3]], unknown: [])
        #expect(same.precision == 1 && same.recall == 1 && same.agreed == 2)
        #expect(EdgeScore().precision == 1)
        #expect((score + same).agreed == 2)
    }
}

extension Network {
    /// A convolution over one axis and a rectifier, by hand.
    static func line() -> Network {
        Network(
            nodes: [
                Node(
                    op: .known(.conv),
                    attributes: ["kernel_shape": .ints([3]), "pads": .ints([1, 1])],
                    inputs: [TensorID(0), TensorID(1)], outputs: [TensorID(2)]),
                Node(op: .known(.relu), inputs: [TensorID(2)], outputs: [TensorID(3)]),
            ],
            tensors: [
                Tensor(name: "", elementType: .float32, shape: Shape([1, 4, 32]), role: .input),
                Tensor(
                    name: "", elementType: .float32, shape: Shape([8, 4, 3]), role: .constant,
                    payload: .absent),
                Tensor(name: ""), Tensor(name: ""),
            ],
            inputs: [TensorID(0)], outputs: [TensorID(3)])
    }

    @Test("what an earlier session found stays, but for what was decided anew")
    func earlier() {
        let (relu, clip, add) = (
            FusionCase([.conv], .relu), FusionCase([.conv], .clip), FusionCase([.conv], .add)
        )
        let old = DetectedRules(
            platform: "p",
            rules: [
                DetectedRule(relu, verdict: .fused, source: .tested),
                DetectedRule(clip, verdict: .fused, source: .tested),
                DetectedRule(add, verdict: .separate, source: .tested),
            ])
        let new = DetectedRules(
            platform: "p",
            rules: [
                DetectedRule(relu, verdict: .separate, source: .tested),
                DetectedRule(clip, verdict: .undecided, source: .tested),
            ])
        let both = new.over(old)
        #expect(both.rule(for: relu)?.verdict == .separate)
        #expect(both.rule(for: clip)?.verdict == .fused)
        #expect(both.rule(for: add)?.verdict == .separate)
        #expect(both.rules.count == 3)
        #expect(new.over(nil) == new)
        var elsewhere = old
        elsewhere.platform = "q"
        #expect(new.over(elsewhere) == new)
    }
}
