import GnomonGraph
import GnomonKernels

/// What surrounds each kernel: how many bytes were touched since its inputs were written, and how large the
/// network is.
///
/// A kernel's time depends on which cache its operands are still in. All of it is told coarsely, in whole powers of two up
/// to 64 MiB: to the byte it would name the network, and trees would learn what was the matter with the machine when that
/// one was profiled.
struct KernelContext {
    private let network: Network
    private let kernels: [Kernel]

    init(_ network: Network, _ kernels: [Kernel]) {
        self.network = network
        self.kernels = kernels
    }

    /// About the logarithm of the nanoseconds that a network takes: each kernel computes 80 operations or moves 8 bytes a
    /// nanosecond, after half a microsecond.
    ///
    /// Weights come from a shared cache only while no neighbour has displaced them: on a busy host that is a matter of some
    /// milliseconds, so that it is told between one and twelve.
    private static func time(_ vectors: [KernelVector]) -> Double {
        let nanoseconds = vectors.reduce(0) { $0 + max($1.flops / 80, $1.bytes / 8) + 500 }
        return min(max(KernelFeatureExtractor.scale(nanoseconds), 20), 23.5)
    }

    /// The power of two up to which amounts are told apart.
    private static let largest = 26.0

    /// The nearest power of two.
    private static func coarse(_ bytes: Double) -> Double {
        min(KernelFeatureExtractor.scale(bytes).rounded(), largest)
    }

    /// Fills the context columns.
    ///
    /// Distances count the traffic of the kernels between writer and reader, and the
    /// tensor itself; what the caller gives was last touched one inference ago.
    ///
    /// - Complexity: O(kernels + edges).
    func apply(to vectors: inout [KernelVector]) {
        let total = vectors.reduce(0) { $0 + $1.bytes }
        let time = Self.time(vectors)
        let weights = vectors.reduce(0) { $0 + $1.weightBytes }
        var written = [Double](repeating: -1, count: network.tensors.count)
        var touched = 0.0
        for index in kernels.indices {
            let distance = { (tensor: TensorID) -> Double in
                let moment = written[tensor.index]
                return moment < 0 ? total : touched - moment
            }
            let addend = kernels[index].addend
            let main = kernels[index].inputs.first { $0 != addend }
            vectors[index][.inputDistance] = Self.coarse(main.map(distance) ?? 0)
            let second = addend ?? kernels[index].inputs.dropFirst().first
            vectors[index][.addendDistance] = Self.coarse(second.map(distance) ?? 0)
            vectors[index][.networkWeights] = Self.coarse(weights)
            vectors[index][.networkActivations] = Self.coarse(total - weights)
            vectors[index][.networkTime] = time
            touched += vectors[index].bytes
            for output in kernels[index].outputs { written[output.index] = touched }
            if kernels[index].kind == .view, let source = kernels[index].inputs.first {
                for output in kernels[index].outputs { written[output.index] = written[source.index] }
            }
        }
    }
}
