import Foundation

/// What a latency belongs to: a runtime with its settings, on the hardware it runs on.
///
/// The settings alone say how to run; `identity` says on what. Two platforms with different identities never
/// share measurements.
public struct Platform: Hashable, Sendable, Codable {
    /// How precise the arithmetic is.
    public enum Precision: String, Hashable, Sendable, Codable {
        case float32
    }

    /// The name users type, such as `ort-cpu-1t`.
    public var name: String
    /// The runtime's name in the catalogue, such as `onnxruntime`.
    public var runtime: String
    /// Worker threads inside one inference.
    public var threads: Int
    /// How far the runtime may rewrite the network; the meaning of the numbers is the runtime's.
    public var optimization: Int
    /// The arithmetic.
    public var precision: Precision
    /// Further settings that change speed, by name.
    public var settings: [String: String]

    /// A platform.
    public init(
        name: String, runtime: String, threads: Int = 1, optimization: Int = 99,
        precision: Precision = .float32, settings: [String: String] = [:]
    ) {
        self.name = name
        self.runtime = runtime
        self.threads = threads
        self.optimization = optimization
        self.precision = precision
        self.settings = settings
    }
}
