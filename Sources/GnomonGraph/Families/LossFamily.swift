/// Losses, which a network exported for training ends with.
enum LossFamily {
    static let definitions: [OperatorDefinition] = [
        definition(.softmaxCrossEntropyLoss, outputs: 1...2),
        definition(.negativeLogLikelihoodLoss, outputs: 1...1),
    ]

    private static func definition(_ kind: OperatorKind, outputs: ClosedRange<Int>) -> OperatorDefinition {
        OperatorDefinition(
            kind, 2...3, outputs: outputs, attributes: [.int("ignore_index"), .string("reduction", "mean")],
            infer: { (f) throws(GraphError) in try infer(f) }, cost: .input(6, transcendentals: 1))
    }

    private static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        var loss: Shape? = Shape([Int]())
        switch facts.string("reduction", "mean") {
        case "none": loss = facts.shape(1)
        case "sum", "mean": break
        case let other:
            throw GraphError(.parameter, "reduction is \(other.shown), expected none, sum or mean")
        }
        if let scores = facts.shape(0), let labels = facts.shape(1) {
            let expected = Shape(Array(scores.dims.prefix(1)) + Array(scores.dims.dropFirst(2)))
            guard scores.rank >= 2, labels.rank == expected.rank,
                zip(labels.dims, expected.dims).allSatisfy({ Dim.agree($0, $1) })
            else {
                throw GraphError(.shape, "labels of shape \(labels) do not fit scores of shape \(scores)")
            }
        }
        return [Inferred(facts.type(0), loss), Inferred(facts.type(0), facts.shape(0))]
    }
}
