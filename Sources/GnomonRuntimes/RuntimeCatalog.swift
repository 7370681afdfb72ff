/// Every runtime there is.
///
/// A new one is one line here.
public enum RuntimeCatalog {
    /// The runtimes, the one people want first.
    public static let all: [any Runtime.Type] = [
        ONNXRuntime.self,
        OpenVINO.self,
        TorchRuntime.self,
        SimulatedRuntime.self,
        NullRuntime.self,
    ]

    /// The runtime with a name.
    ///
    /// - Throws: `RuntimeError` (unavailable) that lists the known names.
    public static func runtime(named name: String) throws(RuntimeError) -> any Runtime {
        guard let type = all.first(where: { $0.card.name == name }) else {
            let known = all.map { $0.card.name }.joined(separator: ", ")
            throw RuntimeError(.unavailable, "no runtime '\(name)'", hint: "known: \(known)")
        }
        return type.init()
    }
}
