import GnomonGraph

/// Decides which kernels work on the blocked layout, joins what only blocked convolutions can take, and adds the
/// kernels that change layouts.
struct LayoutAssignment {
    /// A tensor that exists in the blocked layout.
    struct Blocked {
        var channels: Int
        /// The kernel that writes it, as an index into `result`.
        var writer: Int
        /// Readers that still want the plain layout.
        var plainUses: Int
        /// All readers, network outputs included.
        let uses: Int
    }

    let network: Network
    let rules: FusionRules
    let layout: FusionRules.BlockedLayout
    var blocked: TensorTable<Blocked>
    /// Plain tensors of which a blocked copy was made.
    var copied: [Bool]
    /// The kernels so far; nil where one was joined to a later one.
    var result: [Kernel?] = []
    var uses: [Int]
    /// The kernel in `result` that writes a plain tensor.
    var plainWriter: TensorTable<Int>

    init(_ network: Network, _ rules: FusionRules, _ layout: FusionRules.BlockedLayout) {
        self.network = network
        self.rules = rules
        self.layout = layout
        uses = [Int](repeating: 0, count: network.tensors.count)
        blocked = TensorTable(count: network.tensors.count)
        plainWriter = TensorTable(count: network.tensors.count)
        copied = [Bool](repeating: false, count: network.tensors.count)
        for output in network.outputs { uses[output.index] += 1 }
    }

    mutating func run(_ kernels: [Kernel]) -> [Kernel] {
        for kernel in kernels {
            for member in kernel.members {
                for case let input? in network[member].inputs where kernel.inputs.contains(input) {
                    uses[input.index] += 1
                }
            }
        }
        result.reserveCapacity(kernels.count + kernels.count / 4)
        for kernel in kernels { place(kernel) }
        return withReorderOutputs()
    }

    private mutating func place(_ kernel: Kernel) {
        // A file optimised by the runtime has its blocked operators already: nothing is left to decide.
        if let anchor = kernel.anchor, let kind = network[anchor].op.kind, Self.isBlockedKind[kind.ordinal] {
            append(kernel)
            return
        }
        let placed =
            switch kernel.kind {
            case .conv, .pointwise, .depthwise, .grouped: placeConvolution(kernel)
            case .pool: placePool(kernel, needsBlockedInput: false)
            case .globalPool: placePool(kernel, needsBlockedInput: true)
            case .binary: placeBinary(kernel)
            case .concat: placeConcat(kernel)
            case .unary: placeActivation(kernel)
            case .norm: placeNormalization(kernel)
            case .transpose: placeTranspose(kernel)
            case .resize: placeResize(kernel)
            default: false
            }
        if !placed { append(kernel) }
    }

    /// For each operator, whether it works on the blocked layout only; a name is not taken apart for every kernel.
    private static let isBlockedKind = OperatorKind.allCases.map { $0.domain == "com.microsoft.nchwc" }

    mutating func append(_ kernel: Kernel) {
        for output in kernel.outputs { plainWriter[output] = result.count }
        result.append(kernel)
    }

    /// Appends a kernel whose result is blocked.
    mutating func appendBlocked(_ kernel: Kernel, channels: Int) {
        var kernel = kernel
        kernel.isBlocked = true
        if let output = kernel.outputs.first {
            blocked[output] = Blocked(
                channels: channels, writer: result.count, plainUses: uses[output.index],
                uses: uses[output.index])
        }
        result.append(kernel)
    }

    /// Takes a tensor in the blocked layout, adding the kernel that makes a blocked copy if there is none.
    mutating func takeBlocked(_ tensor: TensorID) {
        if blocked[tensor] != nil {
            blocked[tensor]?.plainUses -= 1
            return
        }
        guard !copied[tensor.index] else { return }
        copied[tensor.index] = true
        var reorder = Kernel(
            kind: .reorderInput, members: [], anchor: nil, inputs: [tensor], outputs: [tensor])
        reorder.isBlocked = true
        // A transposition from channels last that only feeds this copy is done by the copy itself.
        if let index = plainWriter[tensor], let writer = result[index], writer.kind == .transpose,
            uses[tensor.index] == 1, writer.members.count == 1, let anchor = writer.anchor,
            network[anchor].ints("perm") == [0, 3, 1, 2]
        {
            reorder.members = writer.members
            reorder.anchor = anchor
            reorder.inputs = writer.inputs
            reorder.isChannelsLast = true
            result[index] = nil
        }
        result.append(reorder)
    }

    func sizes(_ tensor: TensorID?) -> [Int]? { tensor.flatMap { network[$0].shape?.sizes } }

    /// Adds a kernel behind every blocked result that somebody wants in the plain layout.
    private mutating func withReorderOutputs() -> [Kernel] {
        var outputs: [Int: TensorID] = [:]
        for index in network.tensors.indices {
            let tensor = TensorID(index)
            if let state = blocked[tensor], state.plainUses > 0 { outputs[state.writer] = tensor }
        }
        var kernels: [Kernel] = []
        kernels.reserveCapacity(result.count + outputs.count)
        for (index, kernel) in result.enumerated() {
            if let kernel { kernels.append(kernel) }
            guard let tensor = outputs[index] else { continue }
            kernels.append(
                Kernel(
                    kind: .reorderOutput, members: [], anchor: nil, inputs: [tensor], outputs: [tensor],
                    isBlocked: true))
        }
        return kernels
    }
}
