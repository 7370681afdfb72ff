extension ZeroCostProxy {
    /// How it becomes an input of a network (arXiv:2403.02446, its code).
    private var scale: ColumnScale {
        switch self {
        case .fisher, .flops, .gradNorm, .params, .snip, .synflow: .logRange
        case .epeNAS, .jacov, .l2Norm, .nwot, .plain, .zen: .range
        case .grasp: .standard
        }
    }

    /// Rows of all proxies, scaled over the pool; a number a network does not have becomes the least of the others.
    ///
    /// - Complexity: O(rows).
    public static func scaled(_ rows: [[Double]]) -> [[Double]] {
        var result = rows
        for (column, proxy) in allCases.enumerated() {
            let values = rows.map { $0[column] }
            let known = values.filter { $0 != none && $0.isFinite }
            let least = known.min() ?? 0
            let filled = values.map { $0 != none && $0.isFinite ? $0 : least }
            for (row, value) in proxy.scale(filled).enumerated() { result[row][column] = value }
        }
        return result
    }
}
