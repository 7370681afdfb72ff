import GnomonGraph
import GnomonKernels
import GnomonPredict
import Testing

@Suite("Cases of fusion tests")
struct FusionCaseTests {
    @Test("the quick ones are nn-Meter's 79 pairs and its fork")
    func count() {
        let pairs = FusionCase.quick.filter { $0.fan == .one }
        #expect(pairs.count == 79)
        #expect(Set(pairs).count == 79)
        #expect(FusionCase.quick.count == 80)
        #expect(pairs.count { $0.chain == [.conv] } == 11)
        #expect(pairs.count { $0.chain == [.fc] } == 5)
        #expect(FusionCase.all.count > 260)
        #expect(Set(FusionCase.all).count == FusionCase.all.count)
        #expect(Set(FusionCase.all.map(\.name)).count == FusionCase.all.count)
    }

    @Test("every case builds valid networks in each of its frames, also enlarged", arguments: FusionCase.all)
    func builds(subject: FusionCase) throws {
        if subject.fan == .fork {
            #expect(try subject.forkNetworks().count == 7)
            return
        }
        for frame in subject.frames {
            for isEnlarged in [false, true] {
                let networks = try subject.networks(frame, isEnlarged: isEnlarged)
                for network in networks.all {
                    #expect(network.warnings.isEmpty)
                    for node in network.nodes {
                        for case let output? in node.outputs { #expect(network[output].shape?.sizes != nil) }
                    }
                }
                #expect(!networks.firstNodes.isEmpty && !networks.secondNodes.isEmpty)
                #expect(networks.secondNodes.allSatisfy { networks.block.nodes.indices.contains($0) })
            }
        }
    }

    @Test("the nodes of both parts are told in the block")
    func parts() throws {
        let networks = try FusionCase([.conv, .batchNorm], .relu).networks(.pooled)
        let types = { (nodes: [Int]) in nodes.map { networks.block.nodes[$0].op.typeName } }
        #expect(types(networks.firstNodes) == ["Conv", "BatchNormalization"])
        #expect(types(networks.secondNodes) == ["Relu"])
        #expect(networks.block.nodes.map(\.op.typeName).filter { $0 == "MaxPool" }.count == 2)
    }

    @Test("a view is held against the same network without it, and a copy's cost")
    func view() throws {
        let networks = try FusionCase([.conv], .reshape).networks(.bare)
        func types(_ network: Network) -> [String] { network.nodes.map(\.op.typeName) }
        #expect(types(networks.first) == ["Conv", "Erf"])
        #expect(types(networks.second) == ["Relu"])
        #expect(types(networks.block) == ["Conv", "Reshape", "Erf"])
    }

    @Test("behind an activation nothing is expected of a second one")
    func secondFunctions() {
        #expect(FusionCase([.conv], .relu).prior == .likely)
        #expect(FusionCase([.conv, .batchNorm], .relu).prior == .likely)
        #expect(FusionCase([.conv, .relu], .relu).prior == .open)
        #expect(FusionCase([.conv, .hardSwish], .batchNorm).prior == .open)
    }

    @Test("a node is called by what rules tell apart")
    func operators() throws {
        for op in [
            RuleOperator.conv, .pointwise, .depthwise, .grouped, .bias, .scale, .add, .mul, .gate, .fc,
        ] {
            let networks = try FusionCase([op == .fc ? .relu : .conv], op).networks(.bare)
            let node = networks.block.nodes[networks.secondNodes[0]]
            #expect(RuleOperator(node, in: networks.block) == op)
        }
    }

    @Test("two anchors never fuse, an activation behind a product likely does, a view is a view")
    func priors() {
        #expect(FusionCase([.conv], .conv).prior == .never)
        #expect(FusionCase([.conv], .averagePool).prior == .never)
        #expect(FusionCase([.relu], .conv).prior == .never)
        #expect(FusionCase([.pad], .conv).prior == .open)
        #expect(FusionCase([.conv], .relu).prior == .likely)
        #expect(FusionCase([.conv], .reshape).prior == .view)
        #expect(FusionCase([.add], .relu).prior == .open)
        #expect(FusionPrior.likely.level(for: .fused) == 0.9)
        #expect(FusionPrior.likely.level(for: .separate) == 0.999)
        #expect(FusionPrior.never.level(for: .fused) == 0.999)
        #expect(FusionPrior.open.level(for: .separate) == 0.95)
    }
}
