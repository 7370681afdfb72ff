/// A function the model brings along: its body stands for every node that calls it.
struct LocalFunction {
    /// What a call names.
    struct Key: Hashable {
        var domain: String
        var name: String
        var overload: String

        var shown: String { (domain.isEmpty ? name : "\(domain).\(name)").shown }
    }

    var key = Key(domain: "", name: "", overload: "")
    var inputs: [String] = []
    var outputs: [String] = []
    /// Attributes a call must give.
    var required: [String] = []
    /// `AttributeProto`s with the values of attributes a call may leave out.
    var defaults: [Range<Int>] = []
    var nodes: [Range<Int>] = []
    /// The version of the standard operator set its nodes are written for, if it says so.
    var opset: Int?

    /// Reads the `FunctionProto` in `range`.
    init(_ bytes: PagedBytes, _ range: Range<Int>) throws(ONNXError) {
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: key.name = try bytes.name(field)
            case 4: inputs.append(try bytes.name(field))
            case 5: outputs.append(try bytes.name(field))
            case 6: required.append(try bytes.name(field))
            case 7: nodes.append(try field.content())
            case 9:
                let (domain, version) = try OperatorSet.read(bytes, try field.content())
                if domain.isEmpty { opset = Int(clamping: version) }
            case 10: key.domain = OperatorSet.canonical(try bytes.name(field))
            case 11: defaults.append(try field.content())
            case 13: key.overload = try bytes.name(field)
            default: break
            }
        }
    }
}

/// An `OperatorSetIdProto`.
enum OperatorSet {
    /// Domain and version.
    static func read(_ bytes: PagedBytes, _ range: Range<Int>) throws(ONNXError) -> (String, Int64) {
        var domain = ""
        var version: Int64 = 0
        var cursor = WireCursor(bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: domain = canonical(try bytes.name(field))
            case 2: version = try field.integer()
            default: break
            }
        }
        return (domain, version)
    }

    /// The standard domain has two spellings.
    static func canonical(_ domain: String) -> String { domain == "ai.onnx" ? "" : domain }
}
