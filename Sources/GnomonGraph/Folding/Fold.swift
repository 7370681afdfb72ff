/// The values of small tensors, computed while shapes are inferred.
///
/// Every rule is total: what it cannot compute
/// is nil, never an error, because a runtime would compute it all the same.
enum Fold {
    /// Output positions in row-major order, as positions of the input, for a function of the coordinates.
    ///
    /// - Complexity: O(elements * rank).
    static func positions(_ sizes: [Int], _ body: ([Int]) -> Int) -> [Int] {
        let total = sizes.reduce(1, *)
        var result: [Int] = []
        result.reserveCapacity(total)
        var coordinates = Array(repeating: 0, count: sizes.count)
        for _ in 0..<total {
            result.append(body(coordinates))
            var axis = sizes.count - 1
            while axis >= 0 {
                coordinates[axis] += 1
                if coordinates[axis] < sizes[axis] { break }
                coordinates[axis] = 0
                axis -= 1
            }
        }
        return result
    }

    /// How far apart neighbours along each axis are.
    static func strides(_ sizes: [Int]) -> [Int] {
        var result = Array(repeating: 1, count: sizes.count)
        for axis in stride(from: sizes.count - 2, through: 0, by: -1) {
            result[axis] = result[axis + 1] * sizes[axis + 1]
        }
        return result
    }

    static func view(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] { [facts.operand(0)?.numbers] }

    /// Dropout passes its input on unless it is in training.
    static func dropout(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        if facts.has(2), facts.knownIntegers(2)?.first != 0 { return [nil] }
        return view(facts, results)
    }

    static func constant(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let value = facts.node.constantValue, let elements = results[0].shape?.elements else {
            return [nil]
        }
        return [Numbers(value.payload, type: value.elementType, elements: elements)]
    }

    static func filled(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let elements = results[0].shape?.elements, let fill = fillValue(facts) else { return [nil] }
        return [Numbers(.fill(fill), type: results[0].type, elements: elements)]
    }

    /// The value `ConstantOfShape` repeats: 0 unless given; nil if its payload is not in memory.
    static func fillValue(_ facts: NodeFacts) -> Double? {
        guard case .tensor(let value)? = facts.node.attributes["value"] else { return 0 }
        return switch value.payload {
        case .integers(let values): values.first.map { Double($0) }
        case .floats(let values): values.first
        case .fill(let value): value
        default: nil
        }
    }

    /// The axes `Shape` looks at.
    static func shapeRange(_ facts: NodeFacts, rank: Int) -> Range<Int> {
        func clamped(_ value: Int) -> Int { min(max(value < 0 ? value + rank : value, 0), rank) }
        let start = clamped(facts.int("start"))
        let end = clamped(facts.node.int("end") ?? rank)
        return start..<max(start, end)
    }

    static func shape(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let x = facts.shape(0) else { return [nil] }
        let sizes = x.dims[shapeRange(facts, rank: x.rank)].map { dim -> Int64? in
            if case .known(let size) = dim { Int64(size) } else { nil }
        }
        return [.integers(sizes)]
    }

    static func size(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let x = facts.shape(0), let elements = x.elements else { return [nil] }
        let isExact = x.dims.allSatisfy { if case .known = $0 { true } else { false } }
        return isExact ? [.integers([Int64(elements)])] : [nil]
    }

    static func range(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let count = results[0].shape?.elements else { return [nil] }
        let type = results[0].type
        if let start = facts.knownIntegers(0)?.first, let step = facts.knownIntegers(2)?.first {
            return [.integers((0..<count).map { Int64(start &+ step &* $0) })]
        }
        guard let start = facts.knownFloats(0)?.first, let step = facts.knownFloats(2)?.first else {
            return [nil]
        }
        return [.floats((0..<count).map { Numbers.rounded(start + step * Double($0), to: type) })]
    }

    static func cast(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers else { return [nil] }
        let type = results[0].type
        if type == .bool {
            return [.integers(numbers.doubles.map { $0.map { $0 == 0 ? 0 : 1 } })]
        }
        if type.isInteger {
            switch numbers {
            case .integers(let values): return [.integers(values.map { $0.flatMap { wrapped($0, type) } })]
            case .floats(let values):
                return [.integers(values.map { $0.flatMap { Int64(exactly: $0.rounded(.towardZero)) } })]
            }
        }
        guard type.isFloatingPoint else { return [nil] }
        return [.floats(numbers.doubles.map { $0.map { Numbers.rounded($0, to: type) } })]
    }

    /// An integer if it fits the type, else nil: what happens then differs between runtimes.
    private static func wrapped(_ value: Int64, _ type: ElementType) -> Int64? {
        let signed: Bool
        switch type {
        case .uint8, .uint16, .uint32, .uint64, .uint4, .uint2: signed = false
        default: signed = true
        }
        if !signed && value < 0 { return nil }
        if type.bits >= 64 { return value }
        let limit = Int64(1) << Int64(signed ? type.bits - 1 : type.bits)
        return value < limit && value >= -limit ? value : nil
    }
}
