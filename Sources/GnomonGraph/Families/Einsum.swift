/// An Einstein summation: its equation, taken apart, with the size of every label.
struct Einsum {
    /// Labels are the letters' code points; the axes of an ellipsis count down from -1, the last axis first.
    private typealias Label = Int

    private var terms: [[Label]] = []
    private var output: [Label] = []
    private var sizes: [Label: Dim] = [:]
    private var isComplete = true

    /// Parses the equation of a node.
    ///
    /// - Throws: `graph.parameter` if it is malformed, `graph.shape` if sizes contradict.
    init(_ facts: NodeFacts) throws(GraphError) {
        let equation = facts.string("equation").filter { $0 != " " }
        let malformed = GraphError(.parameter, "the equation \(equation.shown) is malformed")
        let sides = equation.split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count <= 2, sides.count == 1 || sides[1].hasPrefix(">") else { throw malformed }
        let texts = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        guard texts.count == facts.operands.count else {
            throw GraphError(
                .parameter, "the equation has \(texts.count) terms, the node \(facts.operands.count) inputs")
        }
        var widest = 0
        for (slot, text) in texts.enumerated() {
            guard let shape = facts.shape(slot) else {
                isComplete = false
                return
            }
            guard let pieces = Einsum.pieces(text) else { throw malformed }
            let letters = pieces.before.count + pieces.after.count
            let hidden = shape.rank - letters
            guard pieces.hasEllipsis ? hidden >= 0 : hidden == 0 else {
                throw GraphError(
                    .shape, "the term \(String(text).shown) does not fit an input of shape \(shape)")
            }
            widest = Swift.max(widest, hidden)
            let labels = pieces.before + (0..<hidden).map { -(hidden - $0) } + pieces.after
            for (label, dim) in zip(labels, shape.dims) {
                guard let known = sizes[label] else {
                    sizes[label] = dim
                    continue
                }
                guard let both = Dim.broadcast(known, dim) else {
                    throw GraphError(.shape, "the equation \(equation.shown) gives one label two sizes")
                }
                sizes[label] = both
            }
            terms.append(labels)
        }
        let ellipsis = (0..<widest).map { -(widest - $0) }
        if sides.count == 2 {
            guard let pieces = Einsum.pieces(sides[1].dropFirst()) else { throw malformed }
            output = pieces.before + (pieces.hasEllipsis ? ellipsis : []) + pieces.after
            guard Set(output).count == output.count else { throw malformed }
        } else {
            let counts = Dictionary(terms.joined().map { ($0, 1) }, uniquingKeysWith: +)
            output = ellipsis + counts.filter { $0.value == 1 && $0.key > 0 }.keys.sorted()
        }
        guard output.allSatisfy({ sizes[$0] != nil }) else { throw malformed }
    }

    /// Letters before and after an ellipsis; nil if there is anything else in the term.
    private static func pieces(_ text: Substring) -> (before: [Label], after: [Label], hasEllipsis: Bool)? {
        var before: [Label] = []
        var after: [Label] = []
        var dots = 0
        for scalar in text.unicodeScalars {
            if scalar == "." {
                dots += 1
                if dots > 3 || !after.isEmpty { return nil }
            } else if scalar.properties.isAlphabetic, scalar.isASCII {
                if dots == 0 { before.append(Int(scalar.value)) } else { after.append(Int(scalar.value)) }
                if dots == 1 || dots == 2 { return nil }
            } else {
                return nil
            }
        }
        guard dots == 0 || dots == 3 else { return nil }
        return (before, after, dots == 3)
    }

    func infer(_ type: ElementType) -> [Inferred] {
        guard isComplete else { return [Inferred(type, nil)] }
        return [Inferred(type, Shape(output.map { sizes[$0] ?? .unknown }))]
    }

    /// MACs of contracting the terms from left to right: the product of all labels of each pair.
    func cost() throws(GraphError) -> Work? {
        guard isComplete, var current = terms.first else { return nil }
        var work = Work()
        if terms.count == 1 {
            return try product(Set(current)).map { Work(other: $0) }
        }
        var later: [Set<Label>] = [Set(output)]
        for term in terms.reversed() { later.append(later[later.count - 1].union(term)) }
        later.reverse()
        for (index, term) in terms.enumerated().dropFirst() {
            let pair = Set(current).union(term)
            guard let macs = try product(pair) else { return nil }
            work.macs = try Checked.add(work.macs, macs)
            current = Array(pair.intersection(later[index + 1]))
        }
        return work
    }

    private func product(_ labels: Set<Label>) throws(GraphError) -> UInt64? {
        var product: UInt64 = 1
        for label in labels {
            guard let size = sizes[label]?.value else { return nil }
            product = try Checked.multiply(product, UInt64(size))
        }
        return product
    }
}
