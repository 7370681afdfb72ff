/// The table of all known operators.
///
/// Adding an operator is adding a case to `OperatorKind` and one entry to the file of its family.
public enum OperatorCatalog {
    /// All definitions, in the order of `OperatorKind.allCases`.
    public static let definitions: [OperatorDefinition] = {
        let families: [[OperatorDefinition]] = [
            ConvolutionFamily.definitions, MatrixFamily.definitions, AttentionFamily.definitions,
            RecurrentFamily.definitions, PoolingFamily.definitions, NormalisationFamily.definitions,
            ActivationFamily.definitions, UnaryFamily.definitions, ConversionFamily.definitions,
            ElementwiseFamily.definitions, SoftmaxFamily.definitions, ReductionFamily.definitions,
            ViewFamily.definitions, MovementFamily.definitions, IndexingFamily.definitions,
            SamplingFamily.definitions, ConstantFamily.definitions, DetectionFamily.definitions,
        ]
        return families.flatMap { $0 }.sorted { $0.kind.ordinal < $1.kind.ordinal }
    }()

    /// The definition of an operator.
    ///
    /// - Complexity: O(1).
    public static func definition(of kind: OperatorKind) -> OperatorDefinition {
        definitions[kind.ordinal]
    }
}
