/// A row of the profile: one node of the network as the library executes it.
public struct OpenVINOProfileEntry: Hashable, Sendable {
    /// The name of the node, derived from the names in the model.
    public var name: String
    /// What executes it, such as `brgconv_avx2_f32`; `undef` where another node does, `unknown_…` where nobody
    /// has to.
    public var execution: String
    /// The library's word for what it does, such as `Convolution`.
    public var type: String
    /// Elapsed microseconds, the mean over all inferences since the model was opened.
    public var microseconds: Int64

    /// A row.
    public init(name: String, execution: String, type: String, microseconds: Int64) {
        self.name = name
        self.execution = execution
        self.type = type
        self.microseconds = microseconds
    }
}
