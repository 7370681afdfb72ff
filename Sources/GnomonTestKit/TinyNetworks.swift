public import GnomonGraph
public import GnomonSpaces

/// Small prepared networks for tests.
public enum TinyNetworks {
    /// A prepared network of whatever `build` calls; `build` returns the outputs.
    ///
    /// - Throws: `GraphError` with what was wrong while building or preparing.
    public static func network(
        name: String = "tiny", _ build: (inout NetworkBuilder) -> [TensorID]
    ) throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        let outputs = build(&builder)
        return try builder.finish(outputs, name: name).prepared()
    }

    /// A prepared network with one input of the given sizes and one output.
    ///
    /// - Throws: As `network`.
    public static func chain(
        _ sizes: [Int], name: String = "tiny", _ build: (inout NetworkBuilder, TensorID) -> TensorID
    ) throws(GraphError) -> Network {
        try network(name: name) { builder in
            let x = builder.input(sizes)
            return [build(&builder, x)]
        }
    }

    /// A residual block between a stem and a head: `[1, 3, size, size]` to `[1, 10]`.
    ///
    /// - Throws: As `network`.
    public static func residual(width: Int = 16, size: Int = 32) throws(GraphError) -> Network {
        try chain([1, 3, size, size], name: "residual") { b, x in
            let stem = b.relu(b.conv(x, out: width, kernel: 3, stride: 2))
            let first = b.relu(b.conv(stem, out: width, kernel: 3))
            let second = b.conv(first, out: width, kernel: 3)
            let sum = b.relu(b.add(second, stem))
            let pooled = b.globalAveragePool(sum)
            return b.gemm(b.flatten(pooled), out: 10)
        }
    }

    /// Two fully connected layers with GELU between: `[1, tokens, width]`.
    ///
    /// - Throws: As `network`.
    public static func feedForward(tokens: Int = 16, width: Int = 32) throws(GraphError) -> Network {
        try chain([1, tokens, width], name: "feed-forward") { b, x in
            let normal = b.layerNorm(x)
            let wide = b.activate(b.linear(normal, out: 4 * width), .gelu)
            return b.add(x, b.linear(wide, out: width))
        }
    }

    /// A convolution, an operator nobody knows, and another convolution.
    ///
    /// The unknown operator is called `com.example.Mystery`; its result has a shape.
    ///
    /// - Throws: As `network`.
    public static func mystery() throws(GraphError) -> Network {
        var builder = NetworkBuilder()
        let x = builder.input([1, 16, 16, 16])
        let first = builder.conv(x, out: 16, kernel: 3)
        let middle = builder.relu(first)
        let last = builder.conv(middle, out: 16, kernel: 3)
        var network = try builder.finish([last], name: "mystery")
        for index in network.nodes.indices where network.nodes[index].op.kind == .relu {
            network.nodes[index].op = .unknown(domain: "com.example", type: "Mystery")
            network.nodes[index].attributes = [:]
        }
        return try network.prepared()
    }

    /// How big generated networks are where a test wants many of them quickly.
    public static let smallProfile = GeneratorProfile(
        flops: 1e6...4e7, runMilliseconds: 3, weightBytes: [0.1e6, 0.5e6, 2e6], maximumWeightBytes: 12_000_000
    )

    /// The prepared random networks of these seeds.
    ///
    /// - Throws: `GraphError` if one cannot be generated.
    public static func random(_ seeds: Range<UInt64>) throws(GraphError) -> [(seed: UInt64, network: Network)]
    {
        var networks: [(seed: UInt64, network: Network)] = []
        for seed in seeds {
            let generated = try RandomNetworkGenerator(seed: seed, profile: smallProfile).network()
            networks.append((seed, try generated.network.prepared()))
        }
        return networks
    }
}
