public import GnomonData
import GnomonStatistics

extension DatasetRow {
    /// The in-situ time of one of the runtime's kernels.
    public struct Kernel: Hashable, Sendable, Codable {
        /// The name the runtime gives it.
        public var name: String
        /// The runtime's word for what it does.
        public var kind: String
        /// The nodes of the network it executes.
        public var nodes: [Int]
        /// The tensors its name points at.
        public var tensors: [Int]
        /// The tensors it reads.
        public var inputs: [Int]
        /// The tensors it writes.
        public var outputs: [Int]
        /// Its time, in milliseconds.
        public var latency: Double
        /// Standard error of the time between runs, in milliseconds.
        public var standardError: Double

        private enum CodingKeys: String, CodingKey {
            case name, kind, nodes, tensors, inputs, outputs
            case latency = "latency_ms"
            case standardError = "standard_error_ms"
        }

        /// The kernel of a timing.
        public init(_ timing: KernelTiming) {
            name = timing.name
            kind = timing.type
            nodes = timing.nodes
            tensors = timing.tensors
            inputs = timing.inputTensors
            outputs = timing.outputTensors
            latency = timing.latency.milliseconds
            standardError = timing.standardError / 1e6
        }

        /// The object under `kernels`.
        var json: JSONValue {
            [
                "name": .string(name), "kind": .string(kind), "nodes": JSONValue(nodes),
                "tensors": JSONValue(tensors), "inputs": JSONValue(inputs), "outputs": JSONValue(outputs),
                "latency_ms": .number(latency), "standard_error_ms": .number(standardError),
            ]
        }
    }
}
