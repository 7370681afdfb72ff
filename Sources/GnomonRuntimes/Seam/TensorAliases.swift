/// Which tensors of the network a runtime's own tensors hold in another layout.
///
/// A runtime that changes layouts writes tensors with names of its own. What goes into or comes out of a kernel
/// that only moves values is the same tensor of the network on both sides.
struct TensorAliases {
    private var known: [String: NameAnchors] = [:]

    /// Follows the kernels forwards and backwards once.
    ///
    /// - Complexity: O(kernels).
    init(_ kernels: [ProfileEvent]) {
        for kernel in kernels {
            let own = NameAnchors(in: kernel.name)
            guard let output = kernel.outputs.first, Self.isForeign(output) else { continue }
            if !own.tensors.isEmpty, !ProfileSummary.isAdded(kernel) { known[output] = own }
        }
        for kernel in kernels where ProfileSummary.isAdded(kernel) { join(kernel, forwards: true) }
        for kernel in kernels.reversed() where ProfileSummary.isAdded(kernel) {
            join(kernel, forwards: false)
        }
    }

    /// The nodes and tensors of the network a tensor of the runtime stands for.
    func anchors(of name: String) -> NameAnchors { known[name] ?? NameAnchors(in: name) }

    private mutating func join(_ kernel: ProfileEvent, forwards: Bool) {
        guard let input = kernel.inputs.first, let output = kernel.outputs.first else { return }
        let (from, to) = forwards ? (input, output) : (output, input)
        guard Self.isForeign(to), known[to] == nil else { return }
        let anchors = anchors(of: from)
        if !anchors.tensors.isEmpty || !anchors.nodes.isEmpty { known[to] = anchors }
    }

    private static func isForeign(_ name: String) -> Bool {
        let anchors = NameAnchors(in: name)
        return anchors.nodes.isEmpty && anchors.tensors.isEmpty
    }
}
