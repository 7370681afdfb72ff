/// Hands out the names of a file: each once, bodies included, since ONNX scopes see outer names.
final class EmittedNames {
    private let style: ONNXWriter.Names
    private var used: Set<String> = []

    init(_ style: ONNXWriter.Names) {
        self.style = style
    }

    /// The name for tensor `index` of the graph with this prefix.
    func tensor(_ index: Int, kept: String, prefix: String) -> String {
        switch style {
        case .ids: unique("\(prefix)t\(index)")
        case .kept: unique(kept.isEmpty ? "\(prefix)t\(index)" : kept)
        }
    }

    /// The name for node `index` of the graph with this prefix.
    ///
    /// Nodes may be called alike.
    func node(_ index: Int, kept: String, prefix: String) -> String {
        switch style {
        case .ids: "\(prefix)n\(index)"
        case .kept: kept
        }
    }

    /// The wanted name, or one made from it that is not taken yet.
    func unique(_ wanted: String) -> String {
        if used.insert(wanted).inserted { return wanted }
        var count = 2
        while !used.insert("\(wanted)#\(count)").inserted { count += 1 }
        return "\(wanted)#\(count)"
    }
}
