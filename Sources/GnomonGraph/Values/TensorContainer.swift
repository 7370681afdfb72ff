/// What stands at a place of the graph: mostly a tensor, sometimes a sequence of tensors or nothing at all.
///
/// All elements of a sequence have one element type, that of the tensor entry that describes it.
public indirect enum TensorContainer: Hashable, Sendable {
    /// One tensor.
    case tensor
    /// Tensors in order: the shape of each as far as it is known; nil if not even their number is.
    case sequence([Shape?]?)
    /// A tensor or a sequence that may be missing; whether it is there, if known.
    case optional(TensorContainer, isPresent: Bool?)

    /// The longest sequence whose elements are told apart; of longer ones only the common shape is kept.
    static let tracked = 4096

    /// The shapes of a sequence's elements; nil if it is no sequence or their number is not known.
    public var elements: [Shape?]? {
        switch self {
        case .sequence(let shapes): shapes
        case .optional(let content, _): content.elements
        case .tensor: nil
        }
    }

    /// What an optional holds; anything else is itself.
    public var content: TensorContainer {
        if case .optional(let content, _) = self { content } else { self }
    }

    /// What all shapes have in common: equal axes stay, others are unknown; nil if the ranks differ.
    static func common(_ shapes: [Shape?]) -> Shape? {
        guard let first = shapes.first, var result = first else { return nil }
        for shape in shapes.dropFirst() {
            guard let shape, shape.rank == result.rank else { return nil }
            for axis in 0..<shape.rank where shape.dims[axis] != result.dims[axis] {
                result.dims[axis] = .unknown
            }
        }
        return result
    }
}
