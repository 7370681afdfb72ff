import Foundation

extension Fold {
    static func unary(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers else { return [nil] }
        let kind = facts.kind
        switch numbers {
        case .integers(let values):
            switch kind {
            case .abs: return [.integers(values.map { $0.flatMap { $0 == .min ? nil : abs($0) } })]
            case .neg: return [.integers(values.map { $0.flatMap { $0 == .min ? nil : -$0 } })]
            case .sign: return [.integers(values.map { $0.map { $0.signum() } })]
            case .not: return [.integers(values.map { $0.map { $0 == 0 ? 1 : 0 } })]
            default: return [nil]
            }
        case .floats(let values):
            guard let function = real(kind) else { return [nil] }
            let type = results[0].type
            return [.floats(values.map { $0.map { Numbers.rounded(function($0), to: type) } })]
        }
    }

    private static func real(_ kind: OperatorKind) -> ((Double) -> Double)? {
        switch kind {
        case .abs: { Swift.abs($0) }
        case .neg: { -$0 }
        case .ceil: { $0.rounded(.up) }
        case .floor: { $0.rounded(.down) }
        case .round: { $0.rounded(.toNearestOrEven) }
        case .sqrt: { $0.squareRoot() }
        case .reciprocal: { 1 / $0 }
        default: nil
        }
    }

    static func binary(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let left = facts.operand(0)?.numbers, let right = facts.operand(1)?.numbers,
            let a = facts.shape(0)?.sizes, let b = facts.shape(1)?.sizes, let sizes = results[0].shape?.sizes
        else { return [nil] }
        return [combine(facts, facts.kind, (left, a), (right, b), sizes, results[0].type)]
    }

    static func variadic(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        let operation: OperatorKind
        switch facts.kind {
        case .max, .min: operation = facts.kind
        case .sum: operation = .add
        default: return [nil]
        }
        guard var total = facts.operand(0)?.numbers, var shape = facts.shape(0) else { return [nil] }
        for slot in 1..<max(facts.operands.count, 1) {
            guard let next = facts.operand(slot)?.numbers, let other = facts.shape(slot),
                let joined = try? Shape.broadcast(shape, other), let sizes = joined.sizes,
                let a = shape.sizes, let b = other.sizes,
                let result = combine(facts, operation, (total, a), (next, b), sizes, results[0].type)
            else { return [nil] }
            total = result
            shape = joined
        }
        return [total]
    }

    private static func combine(
        _ facts: NodeFacts, _ kind: OperatorKind, _ left: (Numbers, [Int]), _ right: (Numbers, [Int]),
        _ sizes: [Int], _ type: ElementType
    ) -> Numbers? {
        let first = broadcastPositions(left.1, to: sizes)
        let second = broadcastPositions(right.1, to: sizes)
        if case .integers(let a) = left.0, case .integers(let b) = right.0 {
            let isRemainder = facts.int("fmod") != 0
            return .integers(
                zip(first, second).map { positions in
                    guard let x = a[positions.0], let y = b[positions.1] else { return nil }
                    return whole(kind, x, y, isRemainder: isRemainder)
                })
        }
        let a = left.0.doubles
        let b = right.0.doubles
        if isComparison(kind) {
            return .integers(
                zip(first, second).map { positions in
                    guard let x = a[positions.0], let y = b[positions.1] else { return nil }
                    return compared(kind, x, y).map { $0 ? 1 : 0 }
                })
        }
        // A remainder of floats is defined with `fmod` alone; without, runtimes differ in the sign.
        if kind == .mod, facts.int("fmod") == 0 { return nil }
        return .floats(
            zip(first, second).map { positions in
                guard let x = a[positions.0], let y = b[positions.1] else { return nil }
                return real(kind, x, y).map { Numbers.rounded($0, to: type) }
            })
    }

    private static func isComparison(_ kind: OperatorKind) -> Bool {
        switch kind {
        case .equal, .greater, .greaterOrEqual, .less, .lessOrEqual: true
        default: false
        }
    }

    private static func compared(_ kind: OperatorKind, _ x: Double, _ y: Double) -> Bool? {
        switch kind {
        case .equal: x == y
        case .greater: x > y
        case .greaterOrEqual: x >= y
        case .less: x < y
        case .lessOrEqual: x <= y
        default: nil
        }
    }

    private static func real(_ kind: OperatorKind, _ x: Double, _ y: Double) -> Double? {
        switch kind {
        case .add: x + y
        case .sub: x - y
        case .mul: x * y
        case .div: x / y
        case .pow: Foundation.pow(x, y)
        case .max: Swift.max(x, y)
        case .min: Swift.min(x, y)
        case .mod: y == 0 ? nil : fmod(x, y)
        default: nil
        }
    }

    private static func whole(_ kind: OperatorKind, _ x: Int64, _ y: Int64, isRemainder: Bool) -> Int64? {
        func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
            result.overflow ? nil : result.partialValue
        }
        switch kind {
        case .add: return checked(x.addingReportingOverflow(y))
        case .sub: return checked(x.subtractingReportingOverflow(y))
        case .mul: return checked(x.multipliedReportingOverflow(by: y))
        case .div: return checked(x.dividedReportingOverflow(by: y))
        case .mod:
            guard let remainder = checked(x.remainderReportingOverflow(dividingBy: y)) else { return nil }
            return !isRemainder && remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
        case .pow: return Int64(exactly: Foundation.pow(Double(x), Double(y)).rounded(.towardZero))
        case .max: return Swift.max(x, y)
        case .min: return Swift.min(x, y)
        case .and: return x != 0 && y != 0 ? 1 : 0
        case .or: return x != 0 || y != 0 ? 1 : 0
        case .xor: return (x != 0) != (y != 0) ? 1 : 0
        case .bitwiseAnd: return x & y
        case .bitwiseOr: return x | y
        case .bitwiseXor: return x ^ y
        case .equal: return x == y ? 1 : 0
        case .greater: return x > y ? 1 : 0
        case .greaterOrEqual: return x >= y ? 1 : 0
        case .less: return x < y ? 1 : 0
        case .lessOrEqual: return x <= y ? 1 : 0
        default: return nil
        }
    }

    static func select(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let condition = facts.integers(0), let yes = facts.operand(1)?.numbers,
            let no = facts.operand(2)?.numbers, let c = facts.shape(0)?.sizes, let a = facts.shape(1)?.sizes,
            let b = facts.shape(2)?.sizes, let sizes = results[0].shape?.sizes
        else { return [nil] }
        let which = broadcastPositions(c, to: sizes).map { condition[$0] }
        let first = broadcastPositions(a, to: sizes)
        let second = broadcastPositions(b, to: sizes)
        if case .integers(let yes) = yes, case .integers(let no) = no {
            return [
                .integers(
                    which.indices.map { at in which[at].flatMap { $0 != 0 ? yes[first[at]] : no[second[at]] }
                    })
            ]
        }
        let left = yes.doubles
        let right = no.doubles
        return [
            .floats(
                which.indices.map { at in which[at].flatMap { $0 != 0 ? left[first[at]] : right[second[at]] }
                })
        ]
    }

    static func clip(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let numbers = facts.operand(0)?.numbers else { return [nil] }
        func bound(_ slot: Int) -> Double?? {
            facts.has(slot) ? facts.knownFloats(slot)?.first.map { .some($0) } : .some(nil)
        }
        guard let lower = bound(1), let upper = bound(2) else { return [nil] }
        func limited(_ value: Double) -> Double {
            Swift.min(Swift.max(value, lower ?? -.infinity), upper ?? .infinity)
        }
        switch numbers {
        case .integers(let values):
            return [.integers(values.map { $0.flatMap { Int64(exactly: limited(Double($0))) } })]
        case .floats(let values): return [.floats(values.map { $0.map(limited) })]
        }
    }

    static func reduce(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        let operation: OperatorKind
        switch facts.kind {
        case .reduceSum: operation = .add
        case .reduceProd: operation = .mul
        case .reduceMax: operation = .max
        case .reduceMin: operation = .min
        default: return [nil]
        }
        guard let numbers = facts.operand(0)?.numbers, let sizes = facts.shape(0)?.sizes,
            let axes = try? ReductionFamily.axes(facts, rank: sizes.count), numbers.count > 0
        else { return [nil] }
        if axes.isEmpty { return [numbers] }
        let kept = sizes.indices.map { axes.contains($0) ? 1 : sizes[$0] }
        let steps = strides(kept)
        let target = positions(sizes) { at in
            at.indices.reduce(0) { $0 + (kept[$1] == 1 ? 0 : at[$1] * steps[$1]) }
        }
        let type = results[0].type
        return [accumulate(numbers, target, kept.reduce(1, *), operation, type)]
    }

    private static func accumulate(
        _ numbers: Numbers, _ target: [Int], _ count: Int, _ operation: OperatorKind, _ type: ElementType
    ) -> Numbers {
        switch numbers {
        case .integers(let values):
            var sums: [Int64??] = Array(repeating: nil, count: count)
            for (value, slot) in zip(values, target) {
                guard let old = sums[slot] else {
                    sums[slot] = .some(value)
                    continue
                }
                guard let old, let value else {
                    sums[slot] = .some(nil)
                    continue
                }
                sums[slot] = .some(whole(operation, old, value, isRemainder: false))
            }
            return .integers(sums.map { $0 ?? nil })
        case .floats(let values):
            var sums: [Double??] = Array(repeating: nil, count: count)
            for (value, slot) in zip(values, target) {
                guard let old = sums[slot] else {
                    sums[slot] = .some(value)
                    continue
                }
                guard let old, let value else {
                    sums[slot] = .some(nil)
                    continue
                }
                sums[slot] = .some(real(operation, old, value).map { Numbers.rounded($0, to: type) })
            }
            return .floats(sums.map { $0 ?? nil })
        }
    }

    static func cumulative(_ facts: NodeFacts, _ results: [Inferred]) -> [Numbers?] {
        guard let values = facts.integers(0), let sizes = facts.shape(0)?.sizes, sizes.count == 1,
            facts.int("exclusive") == 0, facts.int("reverse") == 0, facts.kind == .cumSum
        else { return [nil] }
        var sum: Int64? = 0
        return [
            .integers(
                values.map { value in
                    if let old = sum, let value {
                        sum = whole(.add, old, value, isRemainder: false)
                    } else {
                        sum = nil
                    }
                    return sum
                })
        ]
    }
}
