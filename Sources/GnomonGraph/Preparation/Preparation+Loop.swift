extension Preparation {
    /// How often a loop runs, as far as that is known before it does.
    private struct Trips {
        /// The number, or the most there can be.
        var count: Int?
        /// Whether the loop cannot end sooner.
        var isExact: Bool

        var dim: Dim { count.map { isExact ? .known($0) : .bounded($0) } ?? .unknown }
    }

    /// A loop: its body prepared for shapes that hold in every trip.
    mutating func inferLoop(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let body = try onlyBody(node)
        let own = node.inputs.count - node.captureCount
        let carried = max(own - 2, 0)
        var trips = try self.trips(of: node, facts)
        var start: [BodyValue] = []
        for slot in 2..<(2 + carried) { start.append(try value(slot, node, facts, varies: true)) }
        let lead = [
            BodyValue(type: .int64, shape: Shape([Int]())), BodyValue(type: .bool, shape: Shape([Int]())),
        ]
        let steady = try fixedPoint(
            body, lead: lead, start: start, tail: try captured(node, facts), results: 1, trips: trips.count)
        guard steady.body.outputs.count >= 1 + carried,
            steady.body.outputs.count - 1 >= node.outputs.count
        else {
            throw GraphError(
                .arity,
                "its body has \(steady.body.outputs.count) outputs, expected \(1 + node.outputs.count)")
        }
        if trips.isExact, own > 1, facts.has(1), steady.body.outputs[0].numbers?.integers?.first != 1,
            trips.count != 0, binding.options.trips[name(of: node)] == nil
        {
            trips.isExact = false
            let place = Network.place(of: node, at: network.nodes.count)
            note("\(place): it may end before its \(trips.count ?? 0) trips; the cost is that of all")
        }
        node.bodies = [steady.body.network]
        if let count = trips.count { node.set(ControlFamily.trips, int: count) }
        var results: [Inferred] = []
        for (index, first) in start.enumerated() {
            if trips.count == 0 {
                results.append(first.inferred)
            } else {
                results.append(Preparation.last(first, steady, index, trips.count, trips.isExact))
            }
        }
        for output in steady.body.outputs.dropFirst(1 + carried) {
            results.append(Inferred(output.type, output.shape.map { Shape([trips.dim] + $0.dims) }))
        }
        return results
    }

    /// The name under which the trips of a loop may be given.
    private func name(of node: Node) -> String {
        if !node.name.isEmpty { return node.name }
        return node.outputs.lazy.compactMap { $0 }.first.map { network[$0].name } ?? ""
    }

    private mutating func trips(of node: Node, _ facts: NodeFacts) throws(GraphError) -> Trips {
        let name = name(of: node)
        if !loops.contains(name) { loops.append(name) }
        if let given = binding.options.trips[name] {
            usedNames.insert(name)
            return Trips(count: given, isExact: true)
        }
        if facts.has(1), facts.knownIntegers(1)?.first == 0 { return Trips(count: 0, isExact: true) }
        if let count = facts.knownIntegers(0)?.first, count <= Limits.trips {
            return Trips(count: max(count, 0), isExact: true)
        }
        // Prepared before with a number from outside.
        if let count = node.trips { return Trips(count: count, isExact: true) }
        let message: String
        if let count = facts.knownIntegers(0)?.first {
            message = "it may run \(count) times, more than any real loop"
        } else {
            message = "how often it runs is only known when it does"
        }
        let hint = "give the number, for example --trips '\(name)=32'"
        guard binding.options.allowUnbound else { throw GraphError(.unbounded, message, hint: hint) }
        note(
            "\(Network.place(of: node, at: network.nodes.count)): \(message), so its cost is not known; \(hint)"
        )
        return Trips(count: nil, isExact: false)
    }

    /// The shape of a carried value after the last trip.
    private static func last(
        _ first: BodyValue, _ steady: SteadyBody, _ index: Int, _ count: Int?, _ isExact: Bool
    ) -> Inferred {
        var result = steady.state[index].inferred
        if isExact, let count, let step = steady.growth[SteadyBody.Axis(value: index, axis: -1)],
            case .sequence(let some?) = first.container, step >= 0
        {
            let (grown, overflow) = step.multipliedReportingOverflow(by: count)
            guard !overflow, grown <= TensorContainer.tracked - some.count else { return result }
            result.container = .sequence(Array(repeating: result.shape, count: some.count + grown))
            return result
        }
        guard isExact, let count, let start = first.shape, var shape = result.shape, shape.rank == start.rank
        else { return result }
        for axis in shape.dims.indices {
            guard let step = steady.growth[SteadyBody.Axis(value: index, axis: axis)],
                case .known(let size) = start.dims[axis]
            else { continue }
            let (grown, first) = step.multipliedReportingOverflow(by: count)
            let (total, second) = grown.addingReportingOverflow(size)
            if !first, !second { shape.dims[axis] = .known(total) }
        }
        result.shape = shape
        return result
    }
}

/// A body and the shapes of what it hands from trip to trip, which hold in every trip.
struct SteadyBody {
    /// One axis of one carried value.
    struct Axis: Hashable {
        var value: Int
        var axis: Int
    }

    var body: PreparedBody
    var state: [BodyValue]
    /// Axes that grow by the same size in every trip, such as a cache that is appended to.
    var growth: [Axis: Int]
}

extension Preparation {
    /// Prepares a body again and again until what it hands on has the shapes it was given.
    ///
    /// A size that differs after a trip is bounded if it grows and the trips are known, else unknown. Every axis can
    /// change twice only, so this ends.
    mutating func fixedPoint(
        _ body: Network, lead: [BodyValue], start: [BodyValue], tail: [BodyValue], results skipped: Int,
        trips: Int?
    ) throws(GraphError) -> SteadyBody {
        var state = start
        var growth: [SteadyBody.Axis: Int] = [:]
        for round in 0... {
            let prepared = try prepare(body, lead + state + tail)
            guard prepared.outputs.count >= skipped + state.count else {
                throw GraphError(
                    .arity,
                    "its body has \(prepared.outputs.count) outputs, expected at least \(skipped + state.count)"
                )
            }
            var next = state
            for index in state.indices {
                next[index] = Preparation.widened(
                    state[index], prepared.outputs[skipped + index], index, &growth, trips, isLast: round >= 6
                )
            }
            if next == state { return SteadyBody(body: prepared, state: state, growth: growth) }
            state = next
        }
        throw GraphError(.limit, "the shapes of its body do not settle")
    }

    /// What holds before and after a trip.
    private static func widened(
        _ before: BodyValue, _ after: BodyValue, _ index: Int, _ growth: inout [SteadyBody.Axis: Int],
        _ trips: Int?,
        isLast: Bool
    ) -> BodyValue {
        var result = before
        if result.type == .undefined { result.type = after.type }
        if case .sequence(let some) = before.container, case .sequence(let more) = after.container {
            guard some != more || before.shape != after.shape else { return result }
            // A sequence that every trip appends to: its elements are told apart at the end only.
            if let some, let more {
                growth[SteadyBody.Axis(value: index, axis: -1)] = more.count - some.count
            }
            result.container = .sequence(nil)
            let isEmpty = some?.isEmpty ?? false
            result.shape = isEmpty ? after.shape : TensorContainer.common([before.shape, after.shape])
            return result
        }
        if before.container != after.container { result.container = BodyValue.common(before, after) }
        guard var shape = before.shape, let new = after.shape, shape.rank == new.rank else {
            result.shape = nil
            return result
        }
        for axis in shape.dims.indices where shape.dims[axis] != new.dims[axis] {
            let key = SteadyBody.Axis(value: index, axis: axis)
            switch (shape.dims[axis], new.dims[axis]) {
            case (.known(let old), .known(let size)) where size > old && trips != nil && !isLast:
                let (grown, first) = (size - old).multipliedReportingOverflow(by: trips ?? 0)
                let (bound, second) = grown.addingReportingOverflow(old)
                growth[key] = first || second ? nil : size - old
                shape.dims[axis] = first || second ? .unknown : .bounded(bound)
            case (.bounded(let old), .bounded(let size)) where growth[key] == size - old: break
            case (.unknown, _): break
            default:
                growth[key] = nil
                shape.dims[axis] = .unknown
            }
        }
        result.shape = shape
        return result
    }
}
