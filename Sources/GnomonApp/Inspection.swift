import GnomonGraph
public import GnomonKernels
public import GnomonReport

/// What `gnomon inspect` finds out about a model.
public enum Inspection {
    /// The report of a prepared network.
    ///
    /// - Throws: `AppError` where sizes exceed what can be computed with.
    public static func report(_ model: LoadedModel) throws(AppError) -> InspectReport {
        let network = model.network
        let cost: Cost
        do { cost = try network.totalCost() } catch { throw AppError(error).located(in: model.path) }
        var counts: [String: Int] = [:]
        var unknown: Set<String> = []
        count(network, &counts, &unknown)
        let unknownShapes = shapeless(network)
        var warnings = network.warnings
        if !unknown.isEmpty {
            warnings.append(
                "unknown operators, not in the counts: \(unknown.sorted().joined(separator: ", "))")
        }
        if unknownShapes > 0 { warnings.append("\(unknownShapes) tensors have no known shape") }
        let isWhole = unknown.isEmpty && unknownShapes == 0 && isCosted(network)
        return InspectReport(
            model: model.path, hash: "\(model.hash)", nodes: network.nodes.count { $0.state == .live },
            parameters: Int(clamping: cost.parameters), macs: isWhole ? Int(clamping: cost.macs) : nil,
            flops: isWhole ? Int(clamping: cost.flops) : nil, weightBytes: Int(clamping: cost.weightBytes),
            inputs: network.inputs.map { port($0, network) },
            outputs: network.outputs.map { port($0, network) },
            operators: counts.map { .init(name: $0.key, count: $0.value) }, unknownShapes: unknownShapes,
            warnings: warnings)
    }

    /// Adds the operators of a network and of its bodies, which nest at most `Limits.bodyDepth` deep.
    private static func count(_ network: Network, _ counts: inout [String: Int], _ unknown: inout Set<String>)
    {
        for node in network.nodes where node.state == .live {
            counts[node.op.typeName, default: 0] += 1
            if node.op.kind == nil { unknown.insert(node.op.typeName) }
            for body in node.bodies { count(body, &counts, &unknown) }
        }
    }

    /// Whether the cost of every node is known; that of a loop of unknown length is not.
    private static func isCosted(_ network: Network) -> Bool {
        network.nodes.indices.allSatisfy { index in
            let cost = try? network.cost(of: NodeID(index))
            return cost.flatMap { $0 } != nil
        }
    }

    private static func port(_ id: TensorID, _ network: Network) -> InspectReport.Port {
        let tensor = network[id]
        return InspectReport.Port(name: tensor.name, elementType: tensor.elementType, shape: tensor.shape)
    }

    /// How many tensors of live nodes have an axis without a size.
    private static func shapeless(_ network: Network) -> Int {
        var count = 0
        for node in network.nodes where node.state == .live {
            for case let output? in node.outputs where network[output].shape?.sizes == nil { count += 1 }
        }
        return count
    }
}

extension Inspection {
    /// The kernels of a model as lines of text: kind, layout, nodes, shapes.
    public static func kernels(_ model: LoadedModel, rules: FusionRules = .onnxRuntime(vectorBytes: 32))
        -> String
    {
        let network = model.network
        var table = TextTable([.init("kernel"), .init("kind"), .init("nodes"), .init("output")])
        for (index, kernel) in network.kernels(rules).enumerated() {
            let types = kernel.members.map { network[$0].op.typeName }
            let shape =
                (kernel.outputs.first ?? kernel.inputs.first).flatMap { network[$0].shape?.description } ?? ""
            let layout = kernel.isBlocked ? " blocked" : ""
            table.add([
                String(index), kernel.kind.rawValue + layout, types.joined(separator: "+"), shape,
            ])
        }
        return table.rendered()
    }
}
