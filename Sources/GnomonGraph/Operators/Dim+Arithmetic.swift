extension Dim {
    /// The size after a function of it; a bound stays a bound, a free size becomes unknown.
    func map(_ body: (Int) throws(GraphError) -> Int) throws(GraphError) -> Dim {
        switch self {
        case .known(let size): .known(try body(size))
        case .bounded(let bound): .bounded(try body(bound))
        case .symbol, .unknown: .unknown
        }
    }

    /// The size two broadcast axes have together.
    ///
    /// - Returns: nil if they do not fit.
    static func broadcast(_ left: Dim, _ right: Dim) -> Dim? {
        if left == right { return left }
        switch (left, right) {
        case (.known(1), _): return right
        case (_, .known(1)): return left
        case (.known, .known): return nil
        case (.known, _): return left
        case (_, .known): return right
        default: return .unknown
        }
    }

    /// Whether two axes can have one size.
    static func agree(_ left: Dim, _ right: Dim) -> Bool {
        guard case .known(let a) = left, case .known(let b) = right else { return true }
        return a == b
    }

    /// The more precise of two descriptions of one axis.
    static func merged(_ left: Dim, _ right: Dim) -> Dim {
        switch (left, right) {
        case (.known, _): left
        case (_, .known): right
        case (.unknown, _): right
        default: left
        }
    }
}

extension Shape {
    /// Refuses what a file may not say of a tensor.
    func checkDeclared(isConstant: Bool) throws(GraphError) {
        guard rank <= Limits.rank else {
            throw GraphError(.shape, "rank \(rank) is too large, at most \(Limits.rank) is supported")
        }
        guard isConstant else { return }
        for case .known(let size) in dims where size < 0 { throw GraphError(.shape, "a size is \(size)") }
        if elements == nil, let sizes { _ = try Shape.product(sizes) }
    }

    /// Refuses negative sizes, too many axes and more elements than can be counted.
    func checkSizes() throws(GraphError) {
        guard rank <= Limits.rank else {
            throw GraphError(.shape, "rank \(rank) is too large, at most \(Limits.rank) is supported")
        }
        var product = 1
        for dim in dims {
            guard let size = dim.value else { continue }
            guard size >= 0 else { throw GraphError(.shape, "an output would have the shape \(self)") }
            if size == 0 { continue }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow, next <= Limits.elements else {
                throw GraphError(
                    .overflow, "an output of shape \(self) is too large",
                    hint: "at most \(Limits.elements) elements are supported")
            }
            product = next
        }
    }

    /// The shape two operands have together under NumPy broadcasting.
    ///
    /// - Throws: `graph.shape` with both shapes if they do not fit.
    static func broadcast(_ left: Shape, _ right: Shape) throws(GraphError) -> Shape {
        if left == right { return left }
        let rank = Swift.max(left.rank, right.rank)
        var dims: [Dim] = []
        dims.reserveCapacity(rank)
        for axis in 0..<rank {
            let a = axis - (rank - left.rank)
            let b = axis - (rank - right.rank)
            let leftDim = a >= 0 ? left.dims[a] : .known(1)
            let rightDim = b >= 0 ? right.dims[b] : .known(1)
            guard let dim = Dim.broadcast(leftDim, rightDim) else {
                throw GraphError(.shape, "\(left) and \(right) cannot be broadcast together")
            }
            dims.append(dim)
        }
        return Shape(dims)
    }
}

/// Arithmetic on sizes from files: it throws where plain Swift would trap.
enum Checked {
    static func add(_ a: Int, _ b: Int) throws(GraphError) -> Int {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw GraphError(.overflow, "\(a) + \(b) is too large") }
        return sum
    }

    static func subtract(_ a: Int, _ b: Int) throws(GraphError) -> Int {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        if overflow { throw GraphError(.overflow, "\(a) - \(b) is too large") }
        return difference
    }

    static func multiply(_ a: Int, _ b: Int) throws(GraphError) -> Int {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { throw GraphError(.overflow, "\(a) * \(b) is too large") }
        return product
    }

    static func product(_ factors: Int?...) throws(GraphError) -> UInt64? {
        var product: UInt64 = 1
        for factor in factors {
            guard let factor, let size = UInt64(exactly: factor) else { return nil }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { throw GraphError(.overflow, "the cost does not fit 64 bits") }
            product = next
        }
        return product
    }

    static func add(_ a: UInt64, _ b: UInt64) throws(GraphError) -> UInt64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw GraphError(.overflow, "the cost does not fit 64 bits") }
        return sum
    }

    static func multiply(_ a: UInt64, _ b: UInt64) throws(GraphError) -> UInt64 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { throw GraphError(.overflow, "the cost does not fit 64 bits") }
        return product
    }
}
