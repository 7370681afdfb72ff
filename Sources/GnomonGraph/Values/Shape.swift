/// The size of one axis of a tensor.
public enum Dim: Hashable, Sendable, Codable {
    /// A size fixed by the model.
    case known(Int)
    /// A free size with a name, such as a batch; equal names mean equal sizes.
    case symbol(String)
    /// A size that depends on data but cannot exceed the bound.
    case bounded(Int)
    /// A size nothing is known about.
    case unknown

    /// The number to compute with: the size if known, the bound if bounded, else nil.
    public var value: Int? {
        switch self {
        case .known(let size), .bounded(let size): size
        case .symbol, .unknown: nil
        }
    }
}

/// The sizes of a tensor's axes, outermost first.
public struct Shape: Hashable, Sendable, Codable {
    /// The axes, outermost first; empty for a scalar.
    public var dims: [Dim]

    /// A shape with these axes.
    public init(_ dims: [Dim]) {
        self.dims = dims
    }

    /// A shape of known sizes.
    public init(_ sizes: [Int]) {
        dims = sizes.map { .known($0) }
    }

    /// The number of axes.
    public var rank: Int { dims.count }

    /// The sizes of all axes, or nil if one of them is free or unknown.
    ///
    /// Bounded axes count with their bound.
    public var sizes: [Int]? {
        var sizes: [Int] = []
        sizes.reserveCapacity(dims.count)
        for dim in dims {
            guard let value = dim.value else { return nil }
            sizes.append(value)
        }
        return sizes
    }

    /// The number of elements, or nil if an axis is unknown or the product exceeds `Limits.elements`.
    public var elements: Int? {
        var product = 1
        var isEmpty = false
        for dim in dims {
            guard let size = dim.value else { return nil }
            if size == 0 {
                isEmpty = true
                continue
            }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            // Negative sizes and products out of bounds count as unknown.
            if overflow || next > Limits.elements || next < 0 { return nil }
            product = next
        }
        return isEmpty ? 0 : product
    }

    /// The product of sizes, refusing overflow and anything above `Limits.elements`.
    ///
    /// - Throws: `GraphError` with code `graph.overflow`.
    public static func product(_ sizes: some Sequence<Int>) throws(GraphError) -> Int {
        var product = 1
        var zero = false
        for size in sizes {
            if size == 0 {
                zero = true
                continue
            }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow || next > Limits.elements || next < 0 {
                throw GraphError(
                    .overflow,
                    "a tensor of \(sizes.map(String.init).joined(separator: "x")) elements is too large",
                    hint: "at most \(Limits.elements) elements are supported")
            }
            product = next
        }
        return zero ? 0 : product
    }
}

extension Shape: CustomStringConvertible {
    /// The sizes joined by `x`; free axes by name, unknown ones as `?`, scalars as `scalar`.
    public var description: String {
        guard !dims.isEmpty else { return "scalar" }
        return dims.map { dim in
            switch dim {
            case .known(let size): String(size)
            case .symbol(let name): name
            case .bounded(let bound): "<=\(bound)"
            case .unknown: "?"
            }
        }.joined(separator: "x")
    }
}
