public import GnomonGraph

extension NetworkBuilder {
    /// Reduces axes with an operator such as ReduceMean, ReduceSum, ReduceMax or ReduceL2.
    public mutating func reduce(
        _ kind: OperatorKind, _ x: TensorID, axes: [Int], keeps: Bool = false
    ) -> TensorID {
        let result = reduced(sizes(x), axes, keeps)
        return node(kind, [x, integers(axes)], ["keepdims": .int(keeps ? 1 : 0)], to: result)
    }

    /// The mean over axes.
    public mutating func reduceMean(_ x: TensorID, axes: [Int], keeps: Bool = false) -> TensorID {
        reduce(.reduceMean, x, axes: axes, keeps: keeps)
    }

    /// The position of the largest value along an axis.
    public mutating func argMax(_ x: TensorID, axis: Int, keeps: Bool = false) -> TensorID {
        node(
            .argMax, [x],
            ["axis": .int(Int64(axis)), "keepdims": .int(keeps ? 1 : 0), "select_last_index": .int(0)],
            to: reduced(sizes(x), [axis], keeps), type: .int64)
    }

    private func reduced(_ sizes: [Int], _ axes: [Int], _ keeps: Bool) -> [Int] {
        var result: [Int] = []
        for (axis, size) in sizes.enumerated() {
            if !axes.contains(axis) {
                result.append(size)
            } else if keeps {
                result.append(1)
            }
        }
        return result
    }
}
