public import GnomonStatistics

/// The in-situ time of one kernel of a runtime, as its profile shows it.
public struct KernelTiming: Hashable, Sendable, Codable {
    /// The name the runtime gives the kernel.
    public var name: String
    /// The runtime's word for what it does, such as `FusedConv` or `ReorderOutput`.
    public var type: String
    /// The nodes of the network it is known to execute, as indices into `Network.nodes`.
    ///
    /// Empty for kernels the runtime added itself.
    public var nodes: [Int]
    /// The tensors of the network its name points at, as indices into `Network.tensors`: what it writes, or, for
    /// a kernel the runtime added itself, what it moves.
    public var tensors: [Int]
    /// Every tensor of the network it is known to read, in any layout, as indices into `Network.tensors`.
    public var inputTensors: [Int]
    /// Every tensor of the network it is known to write, in any layout, as indices into `Network.tensors`.
    public var outputTensors: [Int]
    /// The mean of the lower 80 % of its durations, less the calibrated cost of profiling.
    public var latency: Latency
    /// Standard error of the latency between runs, in nanoseconds.
    public var standardError: Double

    /// The time of one kernel.
    public init(
        name: String, type: String, nodes: [Int], tensors: [Int] = [], latency: Latency,
        standardError: Double,
        inputTensors: [Int] = [], outputTensors: [Int] = []
    ) {
        self.name = name
        self.type = type
        self.nodes = nodes
        self.tensors = tensors
        self.latency = latency
        self.standardError = standardError
        self.inputTensors = inputTensors
        self.outputTensors = outputTensors
    }

    /// Reads a timing; what older versions did not write is empty.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try fields.decode(String.self, forKey: .name),
            type: try fields.decode(String.self, forKey: .type),
            nodes: try fields.decode([Int].self, forKey: .nodes),
            tensors: try fields.decodeIfPresent([Int].self, forKey: .tensors) ?? [],
            latency: try fields.decode(Latency.self, forKey: .latency),
            standardError: try fields.decode(Double.self, forKey: .standardError),
            inputTensors: try fields.decodeIfPresent([Int].self, forKey: .inputTensors) ?? [],
            outputTensors: try fields.decodeIfPresent([Int].self, forKey: .outputTensors) ?? [])
    }
}
