import GnomonGraph

/// What the readers of one file share: its bytes, its local functions, and what may still be spent.
final class ReadingContext {
    let bytes: PagedBytes
    var functions: [LocalFunction.Key: LocalFunction] = [:]
    /// The functions being inlined, outermost first.
    var calls: [LocalFunction.Key] = []
    var opsets: [String: Int] = [:]
    var warnings: [String] = []
    private var nodes = 0
    private var attributeBytes = 0
    private var decodedBytes = 0
    private var warned: Set<String> = []

    init(bytes: PagedBytes) {
        self.bytes = bytes
    }

    /// Counts a node, or a call of a function: an empty function called very often must end as well.
    func countNode() throws(ONNXError) {
        nodes += 1
        guard nodes <= Limits.nodes else {
            throw ONNXError(.limit, "the model has more than \(Limits.nodes) nodes after inlining functions")
        }
    }

    /// Counts memory for attribute values before they are decoded.
    func spendAttribute(_ bytes: Int) throws(ONNXError) {
        let (sum, overflow) = attributeBytes.addingReportingOverflow(bytes)
        guard !overflow, sum <= ONNXLimits.attributeBytes else {
            throw ONNXError(
                .limit, "attribute values take more than \(ONNXLimits.attributeBytes) bytes",
                hint: "keep large constants as initializers")
        }
        attributeBytes = sum
    }

    /// Whether so many more bytes of constants may be decoded.
    func mayDecode(_ bytes: Int) -> Bool {
        guard decodedBytes + bytes <= ONNXLimits.decodedBytes else { return false }
        decodedBytes += bytes
        return true
    }

    /// Adds a warning, once however often it is given, and not more than a reader can take in.
    func warn(_ text: String) {
        guard warnings.count < 100, warned.insert(text).inserted else { return }
        warnings.append(text)
    }
}
