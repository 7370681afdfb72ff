public import GnomonGraph

/// Published networks by name, as PyTorch's exporter writes those of torchvision.
///
/// Batch normalisations are folded: where torchvision counts a scale and a shift a channel, these networks
/// have one bias. ``FamilyCatalog`` has the same with other options.
public enum ReferenceNetworks {
    /// The names that ``network(named:)`` knows, in order of their families.
    public static let names = FamilyCatalog.all.flatMap(\.networks)

    /// The network of this name for one sample; nil if there is none.
    ///
    /// - Throws: never for a name of ``names``.
    public static func network(named name: String) throws(GraphError) -> Network? {
        try FamilyCatalog.network(named: name)
    }
}
