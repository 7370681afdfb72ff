import GnomonGraph
import GnomonNative

/// The operators of ONNX as steps of a program: one entry each.
enum TorchOperators {
    /// Adds the steps of a node.
    typealias Rule = @Sendable (inout TorchLowering, Node) throws(RuntimeError) -> Void
    typealias Table = [OperatorKind: Rule]

    /// Every rule there is.
    static let table: Table = [
        unary, binary, activations, conversions, matrices, pooling, recurrent, views, movement, indexing,
        sampling, reductions, normalisations, sources,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// A rule that passes everything on to one operator of the shim.
    static func simple(_ name: String) -> Rule { { (l, n) throws(RuntimeError) in l.emit(name, n) } }

    /// The kinds with the names of operators that take and give what they do.
    static func simple(_ names: [OperatorKind: String]) -> Table { names.mapValues { simple($0) } }
}
