extension Fold {
    static func transpose(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let sizes = results[0].shape?.sizes, let perm = facts.ints("perm")
        else { return [nil] }
        let steps = strides(from)
        return [
            numbers.picked(
                positions(sizes) { at in zip(at, perm).reduce(0) { $0 + $1.0 * steps[$1.1] } })
        ]
    }

    static func concat(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let total = results[0].shape?.sizes, let axis = facts.attributes.int("axis") else {
            return [nil]
        }
        guard facts.operands.contains(where: { $0?.numbers != nil }) else { return [nil] }
        let outer = total[..<axis].reduce(1, *)
        var parts: [(numbers: Numbers?, run: Int)] = []
        for slot in facts.operands.indices {
            guard let sizes = facts.shape(slot)?.sizes else { return [nil] }
            parts.append((facts.operand(slot)?.numbers, sizes[axis...].reduce(1, *)))
        }
        if results[0].type.isInteger || results[0].type == .bool {
            var joined: [Int64?] = []
            for row in 0..<outer {
                for part in parts {
                    let range = (row * part.run)..<((row + 1) * part.run)
                    if let values = part.numbers?.integers {
                        joined += values[range]
                    } else {
                        joined += Array(repeating: nil, count: part.run)
                    }
                }
            }
            return [.integers(joined)]
        }
        var joined: [Double?] = []
        let values = parts.map { $0.numbers?.doubles }
        for row in 0..<outer {
            for (part, known) in zip(parts, values) {
                let range = (row * part.run)..<((row + 1) * part.run)
                if let known {
                    joined += known[range]
                } else {
                    joined += Array(repeating: nil, count: part.run)
                }
            }
        }
        return [.floats(joined)]
    }

    static func split(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let axis = facts.attributes.int("axis")
        else { return results.map { _ in nil } }
        let steps = strides(from)
        var offset = 0
        return results.map { result in
            guard let sizes = result.shape?.sizes else { return nil }
            let base = offset * steps[axis]
            offset += sizes[axis]
            return numbers.picked(positions(sizes) { at in zip(at, steps).reduce(base) { $0 + $1.0 * $1.1 } })
        }
    }

    static func slice(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let sizes = results[0].shape?.sizes, let axes = facts.knownIntegers(3)
        else { return [nil] }
        let steps = strides(from)
        var starts = Array(repeating: 0, count: from.count)
        var strides = Array(repeating: 1, count: from.count)
        for (index, raw) in axes.enumerated() {
            let axis = raw < 0 ? raw + from.count : raw
            guard let range = try? SliceRule.range(facts, index, size: from[axis]) else { return [nil] }
            starts[axis] = range.start
            strides[axis] = range.step
        }
        return [
            numbers.picked(
                positions(sizes) { at in
                    var position = 0
                    for axis in at.indices {
                        position += (starts[axis] + at[axis] * strides[axis]) * steps[axis]
                    }
                    return position
                })
        ]
    }

    /// Positions of a broadcast operand for every element of the result.
    static func broadcastPositions(_ from: [Int], to sizes: [Int]) -> [Int] {
        let steps = strides(from)
        let lead = sizes.count - from.count
        return positions(sizes) { at in
            var position = 0
            for axis in from.indices where from[axis] != 1 { position += at[axis + lead] * steps[axis] }
            return position
        }
    }

    static func expand(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let sizes = results[0].shape?.sizes
        else { return [nil] }
        return [numbers.picked(broadcastPositions(from, to: sizes))]
    }

    static func tile(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let sizes = results[0].shape?.sizes
        else { return [nil] }
        let steps = strides(from)
        return [
            numbers.picked(
                positions(sizes) { at in
                    var position = 0
                    for axis in from.indices { position += at[axis] % from[axis] * steps[axis] }
                    return position
                })
        ]
    }

    static func gather(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let from = facts.shape(0)?.sizes,
            let indices = facts.integers(1), let indexSizes = facts.shape(1)?.sizes,
            let sizes = results[0].shape?.sizes, let axis = facts.attributes.int("axis")
        else { return [nil] }
        let steps = strides(from)
        let indexSteps = strides(indexSizes)
        let found = positions(sizes) { at in
            var which = 0
            for index in indexSizes.indices { which += at[axis + index] * indexSteps[index] }
            guard let entry = indices[which] else { return -1 }
            let row = Int(entry) < 0 ? Int(entry) &+ from[axis] : Int(entry)
            guard row >= 0, row < from[axis] else { return -1 }
            var position = row * steps[axis]
            for lead in 0..<axis { position += at[lead] * steps[lead] }
            for trail in (axis + 1)..<max(from.count, axis + 1) {
                position += at[trail + indexSizes.count - 1] * steps[trail]
            }
            return position
        }
        return [numbers.picked(found)]
    }

    static func triangle(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers, let sizes = facts.shape(0)?.sizes, sizes.count >= 2
        else { return [nil] }
        let upper = facts.int("upper", 1) != 0
        var shift = 0
        if facts.has(1) {
            guard let k = facts.knownIntegers(1)?.first else { return [nil] }
            shift = k
        }
        let rank = sizes.count
        let kept = positions(sizes) { at in
            let difference = at[rank - 1] - at[rank - 2]
            return (upper ? difference >= shift : difference <= shift) ? 1 : 0
        }
        switch numbers {
        case .integers(let values): return [.integers(zip(values, kept).map { $1 == 1 ? $0 : 0 })]
        case .floats(let values): return [.floats(zip(values, kept).map { $1 == 1 ? $0 : 0 })]
        }
    }

    /// How many elements are not zero, if all are known.
    static func nonZeroCount(_ facts: NodeFacts) -> Int? {
        guard let values = facts.knownFloats(0) else { return nil }
        return values.count { $0 != 0 }
    }

    static func nonZero(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let values = facts.knownFloats(0), let sizes = facts.shape(0)?.sizes else { return [nil] }
        let hits = values.indices.filter { values[$0] != 0 }
        let steps = strides(sizes)
        guard !sizes.isEmpty else { return [.integers(hits.map { _ in 0 })] }
        var rows: [Int64?] = []
        for axis in sizes.indices {
            rows += hits.map { Int64($0 / steps[axis] % sizes[axis]) }
        }
        return [.integers(rows)]
    }

    static func scatter(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let data = facts.operand(0)?.numbers, let updates = facts.operand(2)?.numbers,
            let sizes = facts.shape(0)?.sizes, let indices = facts.knownIntegers(1),
            let depth = facts.shape(1)?.sizes?.last, depth >= 1, depth <= sizes.count,
            facts.string("reduction", "none") == "none"
        else { return [nil] }
        let steps = strides(sizes)
        let run = sizes[depth...].reduce(1, *)
        var source = Array(0..<data.count)
        for row in 0..<(indices.count / depth) {
            var base = 0
            for axis in 0..<depth {
                let raw = indices[row * depth + axis]
                let index = raw < 0 ? raw &+ sizes[axis] : raw
                guard index >= 0, index < sizes[axis] else { return [nil] }
                base += index * steps[axis]
            }
            for offset in 0..<run { source[base + offset] = data.count + row * run + offset }
        }
        guard (indices.count / depth) * run == updates.count else { return [nil] }
        switch (data, updates) {
        case (.integers(let old), .integers(let new)):
            return [.integers(source.map { $0 < old.count ? old[$0] : new[$0 - old.count] })]
        case (.floats(let old), .floats(let new)):
            return [.floats(source.map { $0 < old.count ? old[$0] : new[$0 - old.count] })]
        default: return [nil]
        }
    }
}
