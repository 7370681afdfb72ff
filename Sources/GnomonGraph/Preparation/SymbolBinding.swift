/// Gives sizes to the free axes of a network's inputs.
struct SymbolBinding {
    private(set) var sizes: [String: Int]
    var warnings: [String] = []
    /// Names of the form `tensor[axis]` that belong to no input: they may set sizes that depend on data.
    private(set) var deferred: Set<String> = []
    let options: BindingOptions

    /// Names that mean a batch wherever they stand.
    private static let batchNames: Set<String> = ["batch", "batch_size", "N", "b", "bs"]

    /// Decides the size of every symbol of the inputs.
    ///
    /// - Throws: `graph.binding` for options that do not fit, `graph.symbolicDimension` for sizes left free.
    init(_ network: inout Network, _ options: BindingOptions) throws(GraphError) {
        sizes = options.dims
        self.options = options
        for (name, count) in options.trips where count < 0 {
            throw GraphError(.binding, "the trips of \(name.shown) are \(count), expected at least 0")
        }
        for (name, size) in options.dims where size < 1 {
            throw GraphError(.binding, "the size of \(name.shown) is \(size), expected at least 1")
        }
        var uses: [(symbol: String, axis: Int, place: String)] = []
        var names: Set<String> = []
        for id in network.inputs {
            names.insert(network[id].name)
            guard var shape = network[id].shape else { continue }
            try SymbolBinding.name(&shape, of: network[id].name)
            try fix(&shape, network[id].name, options)
            for (axis, dim) in shape.dims.enumerated() {
                if case .symbol(let symbol) = dim { uses.append((symbol, axis, network[id].name)) }
            }
            network[id].shape = shape
        }
        let symbols = Set(uses.map(\.symbol))
        deferred = Set(options.dims.keys.filter { !symbols.contains($0) && $0.hasSuffix("]") })
        try SymbolBinding.checkNames(options, inputs: names, symbols: symbols, deferred: deferred)
        var notFirst: Set<String> = []
        for use in uses where use.axis != 0 { notFirst.insert(use.symbol) }
        var open: [String] = []
        for use in uses where sizes[use.symbol] == nil && !open.contains(use.symbol) {
            if !notFirst.contains(use.symbol) || SymbolBinding.batchNames.contains(use.symbol) {
                sizes[use.symbol] = options.defaultBatch
                warnings.append(
                    "the free size \(use.symbol.shown) of input \(use.place.shown) is taken as a batch of "
                        + "\(options.defaultBatch)")
            } else {
                open.append(use.symbol)
            }
        }
        if !open.isEmpty, !options.allowUnbound { throw SymbolBinding.unbound(open, uses) }
        for id in network.inputs { network[id].shape = network[id].shape.map(bound) }
    }

    /// A shape with every decided symbol replaced.
    func bound(_ shape: Shape) -> Shape {
        Shape(
            shape.dims.map { dim in
                if case .symbol(let name) = dim, let size = sizes[name] { .known(size) } else { dim }
            })
    }

    /// Sizes of 0 or -1, and absent ones, are free sizes without a name.
    private static func name(_ shape: inout Shape, of input: String) throws(GraphError) {
        for axis in shape.dims.indices {
            switch shape.dims[axis] {
            case .unknown, .known(0), .known(-1), .symbol(""), .bounded:
                shape.dims[axis] = .symbol("\(input)[\(axis)]")
            case .known(let size) where size < 0:
                throw GraphError(.shape, "axis \(axis) has the size \(size)", at: "input \(input.shown)")
            case .known, .symbol: break
            }
        }
    }

    /// Applies a whole shape given for an input; its symbols get the sizes at their places.
    private mutating func fix(
        _ shape: inout Shape, _ input: String, _ options: BindingOptions
    ) throws(GraphError) {
        guard let given = options.shapes[input] else { return }
        guard given.count == shape.rank, given.allSatisfy({ $0 >= 1 }) else {
            throw GraphError(
                .binding, "the shape \(Shape(given)) does not fit input \(input.shown) of \(shape)")
        }
        for (axis, size) in given.enumerated() {
            if case .symbol(let symbol) = shape.dims[axis] {
                if let other = sizes[symbol], other != size {
                    throw GraphError(.binding, "\(symbol.shown) is given as \(other) and as \(size)")
                }
                sizes[symbol] = size
            } else {
                shape.dims[axis] = .known(size)
            }
        }
    }

    private static func checkNames(
        _ options: BindingOptions, inputs: Set<String>, symbols: Set<String>, deferred: Set<String>
    ) throws(GraphError) {
        for name in options.dims.keys.sorted() where !symbols.contains(name) && !deferred.contains(name) {
            let known = symbols.sorted().prefix(10).map(\.shown).joined(separator: ", ")
            throw GraphError(
                .binding, "the network has no free size \(name.shown)",
                hint: known.isEmpty ? "all its sizes are fixed" : "known: \(known)")
        }
        for name in options.shapes.keys.sorted() where !inputs.contains(name) {
            let known = inputs.sorted().prefix(10).map(\.shown).joined(separator: ", ")
            throw GraphError(.binding, "the network has no input \(name.shown)", hint: "known: \(known)")
        }
    }

    private static func unbound(
        _ open: [String], _ uses: [(symbol: String, axis: Int, place: String)]
    ) -> GraphError {
        let places = open.prefix(20).map { symbol in
            let at = uses.filter { $0.symbol == symbol }.prefix(3)
                .map { "axis \($0.axis) of \($0.place.shown)" }.joined(separator: ", ")
            return "\(symbol.shown) (\(at))"
        }
        let flags = open.prefix(20).map { "--dim '\($0.shown)=128'" }.joined(separator: " ")
        return GraphError(
            .symbolicDimension, "these sizes are free: \(places.joined(separator: "; "))",
            hint: "give them, for example \(flags)")
    }
}
