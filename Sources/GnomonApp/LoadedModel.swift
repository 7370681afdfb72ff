public import GnomonGraph
public import GnomonONNX

/// A model file read, checked and prepared.
public struct LoadedModel: Sendable {
    /// The path as the user gave it.
    public var path: String
    /// The prepared network.
    public var network: Network
    /// The file, for whoever needs its weights.
    public var source: ModelSource
    /// The canonical hash of the network.
    public var hash: NetworkHash

    /// The canonical hash at batch 1; nil where constants fix the batch.
    public var familyHash: NetworkHash? { unprepared.familyHash(network, options) }

    /// The size of the first axis that all inputs with more than one axis share; nil if they share none.
    public var batch: Int? {
        let shapes = network.inputs.compactMap { network[$0].shape }.filter { $0.rank > 1 }
        guard let batch = shapes.first?.dims.first?.value else { return nil }
        return shapes.allSatisfy { $0.dims.first?.value == batch } ? batch : nil
    }

    /// The network as the file has it.
    private let unprepared: Network
    private let options: BindingOptions

    /// What was assumed or not understood when it was prepared.
    public var warnings: [String] { network.warnings }

    /// Reads a model file and prepares its network.
    ///
    /// - Throws: `AppError` with exit 65 and a sentence on what is wrong.
    public init(path: String, binding: ModelBinding) throws(AppError) {
        self.path = path
        let model: ONNXModel
        do { model = try ONNXReader.read(path: path) } catch { throw AppError(error).located(in: path) }
        source = model.source
        unprepared = model.network
        options = binding.options
        do { network = try model.network.prepared(binding.options) } catch {
            throw AppError(error).located(in: path)
        }
        try Self.checkSizes(network, path: path)
        hash = network.canonicalHash()
    }

    /// Elements of the largest tensor a model may compute: 2 GiB in single precision.
    ///
    /// What is larger is a
    /// mistake in a shape far more often than a network somebody runs.
    static let largestActivation = 1 << 29

    private static func checkSizes(_ network: Network, path: String) throws(AppError) {
        for node in network.nodes where node.state == .live {
            for case let output? in node.outputs {
                guard let shape = network[output].shape, let elements = shape.elements,
                    elements > largestActivation
                else { continue }
                let name = node.name.isEmpty ? node.op.typeName : node.name.shown
                throw AppError(
                    code: "graph.limit",
                    message: "node \(name) computes a tensor of shape \(shape), \(elements) elements; "
                        + "at most \(largestActivation) are supported",
                    place: path, hint: "check the shape, or choose another with --shape or --batch",
                    exit: .badData)
            }
        }
    }
}

extension AppError {
    /// The same error with the file before its place.
    func located(in path: String) -> AppError {
        var copy = self
        if copy.place.isEmpty {
            copy.place = path
        } else if !copy.place.hasPrefix(path) {
            copy.place = "\(path): \(copy.place)"
        }
        return copy
    }
}
