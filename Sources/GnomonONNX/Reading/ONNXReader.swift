import GnomonGraph

/// Reads ONNX models.
///
/// Reads what the prediction needs and skips the rest by its length: weights of large files are never touched, and
/// external data is never opened. Training information, quantisation annotations and metadata are ignored.
public enum ONNXReader {
    /// Reads the model at `path`, or from standard input for `-`.
    ///
    /// - Throws: What is wrong with the path, the file, or the graph in it.
    /// - Complexity: O(bytes that are not weights).
    public static func read(path: String) throws(ONNXError) -> ONNXModel {
        try read(source: ModelSource(path: path))
    }

    /// Reads the model in memory.
    public static func read(bytes: [UInt8]) throws(ONNXError) -> ONNXModel {
        try read(source: ModelSource(bytes: bytes))
    }

    /// Reads the model from a source that is already open.
    public static func read(source: ModelSource) throws(ONNXError) -> ONNXModel {
        var model: ONNXModel
        switch source.storage {
        case .memory(let bytes):
            let result = bytes.withUnsafeBytes { buffer -> Result<ONNXModel, ONNXError> in
                guard let base = buffer.baseAddress else {
                    return .failure(ModelSource.emptyError(source.path))
                }
                return Result { () throws(ONNXError) in
                    try read(PagedBytes(borrowing: buffer, base: base), source)
                }
            }
            model = try result.get()
        case .file:
            model = try read(try PagedBytes(paging: source), source)
            try source.checkUnchanged()
        }
        return model
    }

    private struct ModelFields {
        var irVersion: Int64 = 0
        var producer = ""
        var producerVersion = ""
        var graphs: [Range<Int>] = []
        var opsets: [String: Int] = [:]
        var functions: [Range<Int>] = []
        /// A TensorFlow SavedModel parses as ONNX up to here.
        var looksLikeSavedModel = false
    }

    private static func read(_ bytes: PagedBytes, _ source: ModelSource) throws(ONNXError) -> ONNXModel {
        let foreign = ForeignFormat.recognise(try bytes.head(4096))
        if let foreign {
            throw ONNXError(
                .malformed, "is \(foreign.name), not an ONNX model", at: source.path, hint: foreign.hint)
        }
        let fields = try modelFields(bytes)
        guard !fields.graphs.isEmpty else {
            throw ONNXError(
                .malformed,
                fields.looksLikeSavedModel ? "is a TensorFlow SavedModel, not an ONNX model" : "has no graph",
                at: source.path,
                hint: fields.looksLikeSavedModel
                    ? "convert it with `python -m tf2onnx.convert --saved-model`" : "export the model again")
        }
        let context = ReadingContext(bytes: bytes)
        context.opsets = fields.opsets
        let opset = try checkedOpset(fields, context)
        for range in fields.functions {
            let function = try LocalFunction(bytes, range)
            context.functions[function.key] = function
        }
        var network = try GraphReader(context: context, depth: 0).read(fields.graphs).network
        guard !network.outputs.isEmpty else {
            throw ONNXError(
                graph: .nothingToRun, "the graph has no outputs", at: source.path,
                hint: "export the model again")
        }
        network.opset = opset
        network.producer = [fields.producer, fields.producerVersion].filter { !$0.isEmpty }.joined(
            separator: " ")
        network.warnings = context.warnings
        setOpset(of: &network, opset)
        return ONNXModel(
            network: network, source: source, irVersion: Int(clamping: fields.irVersion),
            opsets: fields.opsets)
    }

    private static func setOpset(of network: inout Network, _ opset: Int) {
        network.opset = opset
        for node in network.nodes.indices {
            for body in network.nodes[node].bodies.indices {
                setOpset(of: &network.nodes[node].bodies[body], opset)
            }
        }
    }

    private static func modelFields(_ bytes: PagedBytes) throws(ONNXError) -> ModelFields {
        var fields = ModelFields()
        var cursor = WireCursor(bytes, 0..<bytes.count)
        while let field = try cursor.next() {
            switch field.number {
            case 1: fields.irVersion = try field.integer()
            case 2:
                if try field.content().count > Limits.nameBytes { fields.looksLikeSavedModel = true }
                fields.producer = try bytes.name(field)
            case 3: fields.producerVersion = try bytes.name(field)
            case 7: fields.graphs.append(try field.content())
            case 8:
                let (domain, version) = try OperatorSet.read(bytes, try field.content())
                fields.opsets[domain] = Int(clamping: version)
            case 25: fields.functions.append(try field.content())
            default: break
            }
        }
        return fields
    }

    private static func checkedOpset(_ fields: ModelFields, _ context: ReadingContext) throws(ONNXError)
        -> Int
    {
        let range = ONNXLimits.opsets
        let supported = "operator sets \(range.lowerBound) to \(range.upperBound) are supported"
        guard let opset = fields.opsets[""] ?? (fields.opsets.isEmpty ? nil : range.upperBound) else {
            throw ONNXError(.opset, "the model imports no operator set", hint: supported)
        }
        guard opset >= range.lowerBound else {
            throw ONNXError(
                .opset, "operator set \(opset) is too old",
                hint: "\(supported); convert it with onnx.version_converter")
        }
        if opset > range.upperBound {
            context.warn("operator set \(opset) is newer than what is known; \(supported)")
        }
        if fields.irVersion > ONNXLimits.irVersion {
            context.warn("format version \(fields.irVersion) is newer than what is known")
        }
        return opset
    }
}
