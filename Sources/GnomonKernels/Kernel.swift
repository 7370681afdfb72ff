public import GnomonGraph

/// One execution unit of a runtime: one operator, or several fused ones, or work the runtime adds itself.
public struct Kernel: Hashable, Sendable {
    /// What kind of work it does.
    public var kind: KernelKind
    /// The nodes it executes, in order; empty for work the runtime adds.
    public var members: [NodeID]
    /// The member that decides what it costs; nil for work the runtime adds.
    public var anchor: NodeID?
    /// The activations it reads, without those that stay inside.
    public var inputs: [TensorID]
    /// The constants it reads.
    public var constants: [TensorID]
    /// The tensors it writes for others.
    public var outputs: [TensorID]
    /// The activation function applied before writing, if any.
    public var activation: OperatorKind?
    /// A tensor added before the activation, if any.
    public var addend: TensorID?
    /// Whether it works on the runtime's blocked layout.
    public var isBlocked: Bool
    /// Whether a reorder also moves the channels to or from the last axis.
    public var isChannelsLast: Bool
    /// The function a macro pattern was recognised as, such as `Gelu`.
    public var macro: OperatorKind?

    /// A kernel.
    public init(
        kind: KernelKind, members: [NodeID], anchor: NodeID?, inputs: [TensorID], constants: [TensorID] = [],
        outputs: [TensorID], activation: OperatorKind? = nil, addend: TensorID? = nil,
        isBlocked: Bool = false,
        isChannelsLast: Bool = false, macro: OperatorKind? = nil
    ) {
        self.kind = kind
        self.members = members
        self.anchor = anchor
        self.inputs = inputs
        self.constants = constants
        self.outputs = outputs
        self.activation = activation
        self.addend = addend
        self.isBlocked = isBlocked
        self.isChannelsLast = isChannelsLast
        self.macro = macro
    }
}
