import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics

/// A runtime of which everything is known: what it fuses, what operators cost, how it rattles.
struct PretendRuntime {
    /// Pairs whose second operator costs nothing behind the first, by names; what they are behind decides too.
    var fused: Set<String> = []
    /// Whether reshaping costs nothing.
    var hasFreeViews = true
    /// Relative deviation of one reading.
    var noise = 0.005
    /// Nanoseconds of an inference without operators.
    var fixed = 5000.0
    /// Nanoseconds for changing the layout before and behind a run of operators with a layout of its own.
    var layout = 0.0
    var seed: UInt64 = 1

    /// Nanoseconds of an inference, without noise.
    func truth(_ network: Network) -> Double {
        let readers = network.consumers()
        var total = fixed
        for node in network.nodes where node.state == .live {
            let op = RuleOperator(node, in: network)
            if op.isView && hasFreeViews { continue }
            var isFree = false
            for case let input? in node.inputs {
                guard let producer = network[input].producer, readers[input.index].count == 1 else {
                    continue
                }
                let before = RuleOperator(network[producer], in: network)
                if fused.contains("\(before.rawValue)-\(op.rawValue)") { isFree = true }
            }
            if !isFree { total += cost(node, op, in: network) }
            if layout > 0 { total += layout * Double(borders(node, op, network, readers)) }
        }
        return total
    }

    private func cost(_ node: Node, _ op: RuleOperator, in network: Network) -> Double {
        let elements = Double(node.output(0).flatMap { network[$0].shape?.elements } ?? 1)
        return 300 + elements * (op.isProduct ? 2 : op.isAnchor ? 0.5 : 0.2)
    }

    /// Sides of a convolution or pooling that are not another one.
    private func borders(_ node: Node, _ op: RuleOperator, _ network: Network, _ readers: [[NodeID]]) -> Int {
        func isBlocked(_ op: RuleOperator) -> Bool { op.isAnchor && op != .fc && op != .concat }
        guard isBlocked(op) else { return 0 }
        let before = node.input(0).flatMap { network[$0].producer }.map {
            RuleOperator(network[$0], in: network)
        }
        let behind = node.output(0).flatMap { readers[$0.index].first }.map {
            RuleOperator(network[$0], in: network)
        }
        return (before.map(isBlocked) == true ? 0 : 1) + (behind.map(isBlocked) == true ? 0 : 1)
    }

    /// Rounds as a machine would give them.
    func rounds(_ networks: [Network], count: Int, _ generator: inout SeededGenerator) -> [[Double]] {
        let truths = networks.map(truth)
        return (0..<count).map { _ in
            truths.map { truth in
                // Twelve uniform numbers add up to nearly a normal one.
                truth * max(0.01, 1 + noise * (0..<12).reduce(-6) { sum, _ in sum + generator.uniform() })
            }
        }
    }

    /// Answers every question of a plan.
    func answer(_ plan: inout DetectionPlan) throws -> DetectedRules {
        var generator = SeededGenerator(seed: seed)
        while let request = try plan.next() {
            plan.digest(rounds(request.networks, count: request.rounds, &generator))
        }
        return plan.rules
    }

    /// The rules it shows for cases.
    func rules(_ cases: [FusionCase], draws: Int = 300) throws -> DetectedRules {
        var settings = TestSettings()
        settings.draws = draws
        var plan = DetectionPlan(cases, platform: "pretend", settings: settings)
        return try answer(&plan)
    }
}
