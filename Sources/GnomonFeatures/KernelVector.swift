public import GnomonKernels

/// The features of one kernel, with the amounts a roofline needs.
public struct KernelVector: Sendable, Hashable {
    /// The kind of the kernel.
    public var kind: KernelKind
    /// One value a column of `KernelFeature`.
    public var values: [Double]
    /// Floating-point operations.
    public var flops: Double
    /// Bytes read and written, what stays inside the kernel left out.
    public var bytes: Double
    /// Bytes of constants among them.
    public var weightBytes: Double
    /// How many operators are started one after another; more than 1 for a loop.
    public var calls: Double
    /// Whether every amount could be computed; false where an operator or a shape is not known.
    public var isComplete: Bool

    /// An empty vector of a kind.
    public init(kind: KernelKind) {
        self.kind = kind
        values = [Double](repeating: 0, count: FeatureSchema.columnCount)
        flops = 0
        bytes = 0
        weightBytes = 0
        calls = 1
        isComplete = true
    }

    /// The value of a column.
    public subscript(_ feature: KernelFeature) -> Double {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }

    /// Sets a column to an amount, on the scale of amounts.
    mutating func set(_ feature: KernelFeature, _ amount: Int) {
        self[feature] = KernelFeatureExtractor.scale(Double(amount))
    }
}

extension KernelVector {
    /// Hashes what tells most kernels apart; equality compares everything.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(flops)
        hasher.combine(bytes)
        hasher.combine(self[.inputDistance])
    }
}
