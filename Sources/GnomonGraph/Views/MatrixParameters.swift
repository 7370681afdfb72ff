/// A matrix product of a prepared network: `batch` products of `rows x inner` with `inner x columns`.
public struct MatrixParameters: Hashable, Sendable {
    /// How many independent products, after broadcasting.
    public var batch: Int
    /// Rows of the left matrix.
    public var rows: Int
    /// Columns of the left and rows of the right matrix.
    public var inner: Int
    /// Columns of the right matrix.
    public var columns: Int
    /// Whether a bias is added.
    public var hasBias: Bool
    /// Whether the right matrix is a constant.
    public var hasConstantWeight: Bool

    /// The sizes of a MatMul, Gemm or one of their variants; nil for others or where a size is not known.
    public init?(_ node: borrowing Node, in network: borrowing Network) {
        let right: Int
        switch node.op.kind {
        case .matMul?, .matMulInteger?, .microsoftFusedMatMul?, .gemm?: right = 1
        case .qLinearMatMul?: right = 3
        default: return nil
        }
        guard let a = node.input(0), let b = node.input(right), let y = node.output(0),
            let left = network[a].shape?.sizes, let other = network[b].shape?.sizes,
            let result = network[y].shape?.sizes, !left.isEmpty, !other.isEmpty
        else { return nil }
        let transA = node.int("transA") ?? 0 != 0 && left.count >= 2
        let transB = node.int("transB") ?? 0 != 0 && other.count >= 2
        inner = transA ? left[left.count - 2] : left[left.count - 1]
        rows = left.count == 1 ? 1 : (transA ? left[left.count - 1] : left[left.count - 2])
        columns = other.count == 1 ? 1 : (transB ? other[other.count - 2] : other[other.count - 1])
        let matrixAxes = (left.count == 1 ? 0 : 1) + (other.count == 1 ? 0 : 1)
        guard let batch = try? Shape.product(result.dropLast(matrixAxes)) else { return nil }
        self.batch = batch
        hasBias = node.op.kind == .gemm && node.input(2) != nil
        hasConstantWeight = network[b].role == .constant
    }
}
