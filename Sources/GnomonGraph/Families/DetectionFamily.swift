/// What detection networks end with.
enum DetectionFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .nonMaxSuppression, 2...5, parameters: [2, 3, 4], attributes: [.int("center_point_box", 0)],
            infer: { (f) throws(GraphError) in
                let count = try selected(f)
                return [Inferred(.int64, Shape([count.map { .bounded($0) } ?? .unknown, .known(3)]))]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let scores = c.facts.shape(1)?.sizes, scores.count == 3,
                    let each = try perClass(c.facts)
                else { return nil }
                return try Checked.product(8, scores[2], each, scores[1], scores[0]).map { Work(other: $0) }
            })
    ]

    /// At most how many boxes are kept of a class: what is asked for, or all there are.
    private static func perClass(_ facts: NodeFacts) throws(GraphError) -> Int? {
        guard let scores = facts.shape(1) else { return nil }
        guard scores.rank == 3 else {
            throw GraphError(.shape, "the scores have shape \(scores), expected rank 3")
        }
        guard let boxes = scores.dims[2].value else { return nil }
        guard facts.has(2) else { return 0 }
        guard let wanted = facts.knownIntegers(2)?.first else { return boxes }
        return Swift.min(Swift.max(wanted, 0), boxes)
    }

    private static func selected(_ facts: NodeFacts) throws(GraphError) -> Int? {
        guard let each = try perClass(facts), let scores = facts.shape(1),
            let batch = scores.dims[0].value, let classes = scores.dims[1].value
        else { return nil }
        return try Shape.product([batch, classes, each])
    }
}
