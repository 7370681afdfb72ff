/// The values of a small tensor as far as they are known: one optional per element, in row-major order.
enum Numbers: Sendable, Equatable {
    /// Integer and boolean tensors.
    case integers([Int64?])
    /// Floating-point tensors, rounded to the tensor's own precision after every operation.
    case floats([Double?])

    var count: Int {
        switch self {
        case .integers(let values): values.count
        case .floats(let values): values.count
        }
    }

    var integers: [Int64?]? {
        if case .integers(let values) = self { values } else { nil }
    }

    /// The values as floating-point numbers, whatever their type.
    var doubles: [Double?] {
        switch self {
        case .integers(let values): values.map { $0.map { Double($0) } }
        case .floats(let values): values
        }
    }

    /// The values as a payload, if all are known.
    var payload: Payload? {
        switch self {
        case .integers(let values):
            let known = values.compactMap { $0 }
            return known.count == values.count ? .integers(known) : nil
        case .floats(let values):
            let known = values.compactMap { $0 }
            return known.count == values.count ? .floats(known) : nil
        }
    }

    /// Whether anything is known at all.
    var isUseful: Bool {
        switch self {
        case .integers(let values): values.isEmpty || values.contains { $0 != nil }
        case .floats(let values): values.isEmpty || values.contains { $0 != nil }
        }
    }

    /// The elements at these positions, in this order.
    func picked(_ positions: [Int]) -> Numbers {
        switch self {
        case .integers(let values): .integers(positions.map { $0 >= 0 ? values[$0] : nil })
        case .floats(let values): .floats(positions.map { $0 >= 0 ? values[$0] : nil })
        }
    }

    /// One number in the precision of an element type.
    static func rounded(_ value: Double, to type: ElementType) -> Double {
        switch type {
        case .float32: Double(Float(value))
        case .float16: Double(Float16(value))
        case .bfloat16: Double(Float(bitPattern: Float(value).bitPattern & 0xFFFF_0000))
        default: value
        }
    }

    /// Values from a constant's payload, or nil if they are not in memory or not worth keeping.
    init?(_ payload: Payload?, type: ElementType, elements: Int) {
        guard elements <= Limits.foldedElements else { return nil }
        let isWhole = type.isInteger || type == .bool
        switch payload {
        case .integers(let values)? where values.count == elements:
            self = isWhole ? .integers(values) : .floats(values.map { Double($0) })
        case .floats(let values)? where values.count == elements:
            if isWhole {
                self = .integers(values.map { Int64(exactly: $0) })
            } else {
                self = .floats(values)
            }
        case .fill(let value)? where elements <= Numbers.expandedFill:
            self =
                isWhole
                ? .integers(Array(repeating: Int64(exactly: value), count: elements))
                : .floats(Array(repeating: value, count: elements))
        default: return nil
        }
    }

    /// Filled constants above this size are weights without values, never parameters.
    static let expandedFill = 4096
}
