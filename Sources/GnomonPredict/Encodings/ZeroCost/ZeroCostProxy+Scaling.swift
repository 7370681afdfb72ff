import Foundation

extension ZeroCostProxy {
    /// How a proxy becomes an input of a network (arXiv:2403.02446, its code).
    fileprivate enum Scaling {
        /// To 0...1 over the pool.
        case range
        /// The same of log(1 + x).
        case logRange
        /// Mean 0 and deviation 1 over the pool.
        case standard
    }

    private var scaling: Scaling {
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
            let scaled = proxy.scaling.apply(filled)
            for row in result.indices { result[row][column] = scaled[row] }
        }
        return result
    }
}

extension ZeroCostProxy.Scaling {
    fileprivate func apply(_ values: [Double]) -> [Double] {
        switch self {
        case .range: return Self.ranged(values)
        case .logRange: return Self.ranged(values.map { log1p(max(0, $0)) })
        case .standard:
            let count = Double(max(1, values.count))
            let mean = values.reduce(0, +) / count
            let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
            return values.map { spread > 0 ? ($0 - mean) / spread : 0 }
        }
    }

    private static func ranged(_ values: [Double]) -> [Double] {
        guard let least = values.min(), let most = values.max(), most > least else {
            return values.map { _ in 0 }
        }
        return values.map { ($0 - least) / (most - least) }
    }
}
