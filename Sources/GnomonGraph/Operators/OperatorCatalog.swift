/// The table of all known operators.
///
/// Adding an operator is adding a case to `OperatorKind` and one entry to the file of its family.
public enum OperatorCatalog {
    /// All definitions, in the order of `OperatorKind.allCases`.
    public static let definitions: [OperatorDefinition] = {
        families.flatMap { $0.definitions }.sorted { $0.kind.ordinal < $1.kind.ordinal }
    }()

    /// The definitions by family, in the order of the documentation.
    static let families: [(name: String, definitions: [OperatorDefinition])] = [
        ("Convolution", ConvolutionFamily.definitions),
        ("Matrix", MatrixFamily.definitions),
        ("Attention", AttentionFamily.definitions),
        ("Recurrent", RecurrentFamily.definitions),
        ("Pooling", PoolingFamily.definitions),
        ("Normalisation", NormalisationFamily.definitions),
        ("Activation", ActivationFamily.definitions),
        ("Unary", UnaryFamily.definitions),
        ("Conversion", ConversionFamily.definitions),
        ("Element-wise", ElementwiseFamily.definitions),
        ("Softmax", SoftmaxFamily.definitions),
        ("Reduction", ReductionFamily.definitions),
        ("Views", ViewFamily.definitions),
        ("Movement", MovementFamily.definitions),
        ("Indexing", IndexingFamily.definitions),
        ("Sampling", SamplingFamily.definitions),
        ("Constants", ConstantFamily.definitions),
        ("Detection", DetectionFamily.definitions),
        ("Signal", SignalFamily.definitions),
        ("Losses", LossFamily.definitions),
        ("Control flow", ControlFamily.definitions),
        ("Sequences and optionals", SequenceFamily.definitions),
        ("State", StateFamily.definitions),
        ("Fused", FusedFamily.definitions),
        ("Fused attention", FusedAttentionFamily.definitions),
        ("Quantised", QuantisedFamily.definitions),
        ("Blocked layout", BlockedLayoutFamily.definitions),
        ("Channels last", ChannelsLastFamily.definitions),
    ]

    /// The definition of an operator.
    ///
    /// - Complexity: O(1).
    public static func definition(of kind: OperatorKind) -> OperatorDefinition {
        definitions[kind.ordinal]
    }
}
