import GnomonGraph
import GnomonKernels

/// What stands before and behind each kernel, as far as it decides in which order its elements lie.
///
/// Runtimes keep what convolutions write in another order than what matrix products read, and move it where the two meet:
/// the time of that belongs to one of the two kernels. Networks bring and take their tensors in the plain order.
struct KernelNeighbours {
    private let network: Network
    private let kernels: [Kernel]

    init(_ network: Network, _ kernels: [Kernel]) {
        self.network = network
        self.kernels = kernels
    }

    /// The two kinds of kernels that want an order of their own, as bits, and those that take what they get.
    private enum Side: UInt8 {
        case image = 1
        case matrix = 2
        case any = 4

        init(_ kind: KernelKind) {
            switch kind {
            case .conv, .pointwise, .depthwise, .grouped, .convTranspose, .pool, .globalPool, .resize,
                .reorderInput, .reorderOutput:
                self = .image
            case .unary, .binary, .cast, .concat, .view, .split, .pad, .norm: self = .any
            default: self = .matrix
            }
        }
    }

    /// An image whose axes were just moved; it may still lie as it did.
    private static let movedImage: UInt8 = 3
    /// What was computed, element by element, from an image whose axes were moved.
    private static let fromMovedImage: UInt8 = 4

    /// What a kernel makes of what it reads from such an origin.
    private static func origin(_ kind: KernelKind, of origin: UInt8) -> UInt8 {
        switch kind {
        case .view: return origin
        case .transpose: return origin == Side.image.rawValue ? movedImage : Side.matrix.rawValue
        default:
            let side = Side(kind)
            guard side == .any else { return side.rawValue }
            return origin == movedImage ? fromMovedImage : origin
        }
    }

    /// Fills the columns `producer`, `addendProducer` and `consumers`.
    ///
    /// Producers: 0 is the caller, 1 an image, 2 a matrix, 3 an image whose axes were just moved, 4 what was computed from
    /// such a one; a view passes on what it reads. Consumers: the sum of 1, 2 and 4 for those that take what they get; 0
    /// is the caller alone.
    ///
    /// - Complexity: O(kernels + edges).
    func apply(to vectors: inout [KernelVector]) {
        var origins = [UInt8](repeating: 0, count: network.tensors.count)
        for index in kernels.indices {
            let (kind, addend) = (kernels[index].kind, kernels[index].addend)
            let main = kernels[index].inputs.first { $0 != addend }
            let second = addend ?? kernels[index].inputs.dropFirst().first
            let origin = main.map { origins[$0.index] } ?? 0
            vectors[index][.producer] = Double(origin)
            vectors[index][.addendProducer] = second.map { Double(origins[$0.index]) } ?? 0
            // Of several operands that which lies in the more unusual order decides.
            let strangest = kernels[index].inputs.reduce(origin) { max($0, origins[$1.index]) }
            let own = Self.origin(kind, of: strangest)
            for output in kernels[index].outputs { origins[output.index] = own }
        }
        var consumers = [UInt8](repeating: 0, count: network.tensors.count)
        for index in kernels.indices.reversed() {
            let behind = kernels[index].outputs.reduce(0) { $0 | consumers[$1.index] }
            vectors[index][.consumers] = Double(behind)
            let kind = kernels[index].kind
            let own = kind == .view ? behind : Side(kind).rawValue
            for input in kernels[index].inputs { consumers[input.index] |= own }
        }
    }
}
