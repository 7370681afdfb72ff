import GnomonFeatures
import GnomonSpaces

/// Networks as rows of one length: what each node is, then which reads which.
struct FlatEncoding: Hashable, Sendable, Codable {
    let form: FlatMLPSettings.Form
    /// The most layers a network may have.
    let nodes: Int

    /// The length of a row.
    var width: Int {
        form == .eagle
            ? CellEncoding.nodes * (CellEncoding.features + CellEncoding.nodes)
            : nodes * (LayerTokens.Kind.allCases.count + LayerTokens.numberCount + nodes)
    }

    /// Whether rows can have this length.
    var isSound: Bool { (1...2048).contains(nodes) }

    /// The encoding that holds all of some networks.
    init(_ form: FlatMLPSettings.Form, _ tokens: [LayerTokens]) {
        self.form = form
        nodes = form == .eagle ? CellEncoding.nodes : max(1, tokens.map(\.count).max() ?? 1)
    }

    /// The row of an architecture.
    ///
    /// - Throws: `PredictError` (architecture) for what is not of the space, or has too many layers.
    func row(_ architecture: Architecture, of space: any SearchSpace) throws(PredictError) -> [Double] {
        do throws(SpaceError) { try space.check(architecture) } catch {
            throw PredictError(.architecture, error.message)
        }
        if form == .eagle {
            let cell = CellEncoding(codes: architecture.genes)
            let features = cell.labels.flatMap { label in
                (0..<CellEncoding.features).map { $0 == Int(label) ? 1.0 : 0 }
            }
            return features + cell.matrix(normalised: false)
        }
        let tokens: LayerTokens
        do throws(SpaceError) { tokens = try LayerTokens(architecture, of: space) } catch {
            throw PredictError(.architecture, error.message)
        }
        return try row(tokens)
    }

    /// The row of a network's layers, in topological order, filled up with zeros.
    func row(_ tokens: LayerTokens) throws(PredictError) -> [Double] {
        guard tokens.count <= nodes else {
            throw PredictError(
                .architecture,
                "a network of \(tokens.count) layers; the largest that was trained on has \(nodes)")
        }
        var row = (0..<tokens.count).flatMap { tokens.row($0) }
        let each = LayerTokens.Kind.allCases.count + LayerTokens.numberCount
        row += [Double](repeating: 0, count: nodes * each - row.count)
        var adjacency = [Double](repeating: 0, count: nodes * nodes)
        for (layer, sources) in tokens.reads.enumerated() {
            for source in sources { adjacency[source * nodes + layer] = 1 }
        }
        return row + adjacency
    }
}
