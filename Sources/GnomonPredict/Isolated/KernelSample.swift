public import GnomonFeatures
import GnomonGraph
public import GnomonKernels

/// A kernel that was measured alone, with what is needed to learn from it.
public struct KernelSample: Hashable, Sendable {
    /// How a kernel came to be measured.
    public enum Origin: String, Hashable, Sendable, Codable {
        /// Found in a generated network.
        case prior
        /// Made near a kernel that was predicted badly.
        case refinement
        /// Measured before, to see how far two readings lie apart.
        case repeated
    }

    /// The identity of what it computes.
    public var signature: KernelSignature
    /// Its features; columns about what surrounds it are 0.
    public var vector: KernelVector
    /// Its time alone, in nanoseconds.
    public var nanoseconds: Double
    /// How it came to be measured.
    public var origin: Origin
    /// The seconds that measuring it took.
    public var seconds: Double

    /// A kernel and its time; nil where these rules do not see exactly one kernel in it, or an amount of it is
    /// not known.
    public init?(
        _ extract: KernelExtract, rules: FusionRules, nanoseconds: Double, origin: Origin, seconds: Double = 0
    ) {
        let kernels = extract.network.kernels(rules)
        guard let index = kernels.firstIndex(where: { !$0.members.isEmpty }), nanoseconds.isFinite,
            kernels.count(where: { !$0.members.isEmpty }) == 1, nanoseconds > 0
        else { return nil }
        var vector = KernelFeatureExtractor.vectors(of: kernels, in: extract.network)[index]
        guard vector.isComplete else { return nil }
        for column in Self.surroundings { vector[column] = 0 }
        signature = extract.signature
        self.vector = vector
        self.nanoseconds = nanoseconds
        self.origin = origin
        self.seconds = seconds
    }

    /// The columns that say where in a network a kernel stands; alone, it stands nowhere.
    static let surroundings: [KernelFeature] = [
        .inputDistance, .addendDistance, .networkWeights, .networkActivations, .networkTime, .producer,
        .addendProducer, .consumers,
    ]

    /// Whether it is kept from training, for ever: its signature alone decides, and only for what was drawn from
    /// generated networks.
    public var isHeldOut: Bool { origin == .prior && Self.isReserved(signature) }

    /// Whether it tells when trees stop growing.
    var isValidation: Bool { !isHeldOut && signature.hash.low % 10 == 1 }

    /// Whether a kernel of this signature is never learned from.
    ///
    /// Refinement leaves these out, so that held-out kernels keep their distance from what was made for training.
    public static func isReserved(_ signature: KernelSignature) -> Bool { signature.hash.low % 10 == 0 }

    /// One sample a signature and way of measuring: equal kernels are counted once, the first time counts.
    public static func distinct(_ samples: [KernelSample]) -> [KernelSample] {
        var seen: Set<KernelSignature> = []
        return samples.filter { $0.origin != .repeated && seen.insert($0.signature).inserted }
    }
}

extension KernelSample: Codable {
    private enum Key: String, CodingKey {
        case signature, nanoseconds, origin, seconds, kind, values, flops, bytes, weightBytes, calls, schema
    }

    /// Reads a sample; one of another feature schema is refused.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard try fields.decode(String.self, forKey: .schema) == FeatureSchema.hash else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: fields, debugDescription: "a sample of other features")
        }
        signature = try fields.decode(KernelSignature.self, forKey: .signature)
        nanoseconds = try fields.decode(Double.self, forKey: .nanoseconds)
        origin = try fields.decode(Origin.self, forKey: .origin)
        seconds = try fields.decode(Double.self, forKey: .seconds)
        vector = KernelVector(kind: try fields.decode(KernelKind.self, forKey: .kind))
        let values = try fields.decode([Double].self, forKey: .values)
        guard values.count == vector.values.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .values, in: fields, debugDescription: "a wrong number of features")
        }
        vector.values = values
        vector.flops = try fields.decode(Double.self, forKey: .flops)
        vector.bytes = try fields.decode(Double.self, forKey: .bytes)
        vector.weightBytes = try fields.decode(Double.self, forKey: .weightBytes)
        vector.calls = try fields.decode(Double.self, forKey: .calls)
    }

    /// Writes a sample with the schema of its features.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(FeatureSchema.hash, forKey: .schema)
        try fields.encode(signature, forKey: .signature)
        try fields.encode(nanoseconds, forKey: .nanoseconds)
        try fields.encode(origin, forKey: .origin)
        try fields.encode(seconds, forKey: .seconds)
        try fields.encode(vector.kind, forKey: .kind)
        try fields.encode(vector.values, forKey: .values)
        try fields.encode(vector.flops, forKey: .flops)
        try fields.encode(vector.bytes, forKey: .bytes)
        try fields.encode(vector.weightBytes, forKey: .weightBytes)
        try fields.encode(vector.calls, forKey: .calls)
    }
}
