import GnomonGraph
import GnomonKernels
import GnomonTestKit

/// Kernels in a form that a test can spell: kind, operators, and a star for the blocked layout.
func shown(_ kernels: [Kernel], in network: Network) -> [String] {
    kernels.map { kernel in
        let types = kernel.members.map { network[$0].op.typeName }.joined(separator: "+")
        return "\(kernel.kind.rawValue)(\(types))" + (kernel.isBlocked ? "*" : "")
    }
}

extension Network {
    /// The kernels ONNX Runtime makes on a machine with 32-byte vectors.
    var blockedKernels: [Kernel] { kernels(.onnxRuntime(vectorBytes: 32)) }
    /// The same, spelled.
    var blocked: [String] { shown(blockedKernels, in: self) }
    /// The kernels of a machine without a blocked layout, spelled.
    var plain: [String] { shown(kernels(.onnxRuntime(vectorBytes: nil)), in: self) }
}
