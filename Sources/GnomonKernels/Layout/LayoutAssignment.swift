import GnomonGraph

/// Decides which kernels work on the blocked layout, joins what only blocked convolutions can take, and adds the
/// kernels that change layouts.
///
/// Kernels stay where they are and are changed in place; what is added is kept aside until the end.
struct LayoutAssignment {
    /// A tensor that exists in the blocked layout.
    struct Blocked {
        var channels: Int
        /// The kernel that writes it, as an index into `kernels`.
        var writer: Int
        /// Readers that still want the plain layout.
        var plainUses: Int
        /// All readers, network outputs included.
        let uses: Int
    }

    let network: Network
    let rules: FusionRules
    let layout: FusionRules.BlockedLayout
    var kernels: [Kernel]
    /// Kernels that were joined to a later one.
    var isJoined: [Bool]
    /// Kernels that make blocked copies, each with the kernel before which it runs.
    var copies: [(reader: Int, kernel: Kernel)] = []
    var blocked: TensorTable<Blocked>
    /// Plain tensors of which a blocked copy was made.
    var copied: [Bool]
    var uses: [Int]
    /// The kernel that writes a plain tensor.
    var plainWriter: TensorTable<Int>

    init(_ network: Network, _ rules: FusionRules, _ layout: FusionRules.BlockedLayout, _ kernels: [Kernel]) {
        self.network = network
        self.rules = rules
        self.layout = layout
        self.kernels = kernels
        isJoined = [Bool](repeating: false, count: kernels.count)
        uses = [Int](repeating: 0, count: network.tensors.count)
        blocked = TensorTable(count: network.tensors.count)
        plainWriter = TensorTable(count: network.tensors.count)
        copied = [Bool](repeating: false, count: network.tensors.count)
        for output in network.outputs { uses[output.index] += 1 }
        for index in kernels.indices {
            for member in kernels[index].members {
                network.forEachInput(of: member) { input in
                    if kernels[index].inputs.contains(input) { uses[input.index] += 1 }
                }
            }
        }
    }

    /// The kernels with their layouts.
    ///
    /// - Complexity: O(kernels + edges).
    mutating func run() -> [Kernel] {
        for index in kernels.indices where !place(index) { keepPlain(index) }
        return withLayoutChanges()
    }

    private mutating func place(_ index: Int) -> Bool {
        // A file optimised by the runtime has its blocked operators already: nothing is left to decide.
        if let kind = anchorKind(index), Self.isBlockedKind[kind.ordinal] { return false }
        switch kernels[index].kind {
        case .conv, .pointwise, .depthwise, .grouped: return placeConvolution(index)
        case .pool: return placePool(index, needsBlockedInput: false)
        case .globalPool: return placePool(index, needsBlockedInput: true)
        case .binary: return placeBinary(index)
        case .concat: return placeConcat(index)
        case .unary: return placeActivation(index)
        case .norm: return placeNormalization(index)
        case .transpose: return placeTranspose(index)
        case .resize: return placeResize(index)
        default: return false
        }
    }

    /// For each operator, whether it works on the blocked layout only; a name is not taken apart for every kernel.
    private static let isBlockedKind = OperatorKind.allCases.map { $0.domain == "com.microsoft.nchwc" }

    func anchorKind(_ index: Int) -> OperatorKind? { kernels[index].anchor.flatMap { network[$0].op.kind } }

    /// Notes that a kernel writes the plain layout.
    mutating func keepPlain(_ index: Int) {
        for output in kernels[index].outputs { plainWriter[output] = index }
    }

    /// Notes that the result of a kernel is blocked.
    mutating func makeBlocked(_ index: Int, channels: Int) {
        kernels[index].isBlocked = true
        guard let output = kernels[index].outputs.first else { return }
        blocked[output] = Blocked(
            channels: channels, writer: index, plainUses: uses[output.index], uses: uses[output.index])
    }

    /// Takes a tensor in the blocked layout for a kernel, adding the kernel that makes a blocked copy if there is none.
    mutating func takeBlocked(_ tensor: TensorID, for reader: Int) {
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
        if let index = plainWriter[tensor], kernels[index].kind == .transpose,
            uses[tensor.index] == 1, kernels[index].members.count == 1, let anchor = kernels[index].anchor,
            network[anchor].ints("perm") == [0, 3, 1, 2]
        {
            reorder.members = kernels[index].members
            reorder.anchor = anchor
            reorder.inputs = kernels[index].inputs
            reorder.isChannelsLast = true
            isJoined[index] = true
        }
        copies.append((reader, reorder))
    }

    func sizes(_ tensor: TensorID?) -> [Int]? { tensor.flatMap { network[$0].shape?.sizes } }

    /// The kernels with those that make blocked copies, and one behind every blocked result that somebody wants in the
    /// plain layout.
    private mutating func withLayoutChanges() -> [Kernel] {
        var result: [Kernel] = []
        result.reserveCapacity(kernels.count + kernels.count / 4)
        var next = 0
        for index in kernels.indices {
            while next < copies.count, copies[next].reader == index {
                result.append(copies[next].kernel)
                next += 1
            }
            guard !isJoined[index] else { continue }
            let output = kernels[index].outputs.first
            // Moved, not copied: nobody asks for it again.
            var moved = Kernel(kind: .view, members: [], anchor: nil, inputs: [], outputs: [])
            swap(&moved, &kernels[index])
            result.append(consume moved)
            guard let tensor = output, let state = blocked[tensor], state.writer == index,
                state.plainUses > 0
            else { continue }
            result.append(
                Kernel(
                    kind: .reorderOutput, members: [], anchor: nil, inputs: [tensor], outputs: [tensor],
                    isBlocked: true))
        }
        return result
    }
}
