import GnomonGraph

/// The names visible to the nodes of a graph, or of one call of a local function.
final class NameScope {
    /// Tensor by name; nil where a call leaves an optional input out.
    var tensors: [String: Int?] = [:]
    /// The attributes of the call, for references; nil outside functions.
    var attributes: [String: NodeAttribute]?
    /// What is put before the names of tensors and nodes inside a function.
    var prefix = ""
    /// The version of the standard operator set, where it differs from that of the model.
    var opset: Int?
}

/// The value of an attribute while reading: control flow has graphs as attributes.
enum NodeAttribute {
    case value(GnomonGraph.AttributeValue)
    /// `GraphProto`s and the scope in which their names are looked up.
    case graphs([Range<Int>], NameScope)
}
