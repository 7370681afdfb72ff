import GnomonLearn
import GnomonSpaces

/// A pool of one search space: its features, what models of other devices say about it, and scenes made of both.
protocol ScenePool: Sendable {
    /// The features of the pool, those that other devices gave included.
    var features: PoolFeatures { get }

    /// Learns models of other devices and keeps what they predict.
    mutating func learn(_ sources: [SourceRows]) throws(LearnError)

    /// What a new device's latency is made of, as if some sources were not known.
    func components(without sources: Set<Int>) -> [PoolComponent]

    /// The columns of the non-negative sum, as if some sources were not known.
    func sums(without sources: Set<Int>) -> Matrix
}

extension ScenePool {
    /// A scene of some rows, or of all.
    func scene(without sources: Set<Int> = [], rows: [Int]? = nil) -> PoolScene {
        let sums = sums(without: sources)
        return PoolScene(
            features: rows.map(features.selecting) ?? features, components: components(without: sources),
            sums: rows.map { sums.selecting(rows: $0) } ?? sums)
    }
}

extension PoolScene {
    /// The pool of a space that there are features for; nil for other spaces.
    static func pool(_ space: any SearchSpace, _ architectures: [Architecture]) -> (any ScenePool)? {
        switch space {
        case is NASBench201: CellPool(architectures)
        case let space as FBNet: BlockPool(space, architectures)
        default: nil
        }
    }
}

/// Columns of numbers over a pool.
enum Columns {
    /// Each column less its mean; with unit spread if asked for.
    ///
    /// Constant columns become zeros.
    static func centred(_ columns: [[Double]], unit: Bool) -> [[Double]] {
        columns.map { column in
            let standard = Standard(column)
            return unit ? standard.scaled : column.map { $0 - standard.mean }
        }
    }

    /// Each column by its deviation, not centred; zeros where it is constant.
    static func scaled(_ columns: [[Double]]) -> [[Double]] {
        columns.map { column in
            let deviation = Standard(column).deviation
            return column.map { deviation > 0 ? $0 / deviation : 0 }
        }
    }

    /// The columns side by side.
    static func matrix(_ columns: [[Double]], rows: Int) -> Matrix {
        var result = Matrix(rows: rows, columns: columns.count)
        for (place, column) in columns.enumerated() {
            for row in 0..<rows { result[row, place] = column[row] }
        }
        return result
    }

    /// Rows as columns.
    static func transposed(_ rows: [[Double]]) -> [[Double]] {
        guard let first = rows.first else { return [] }
        return first.indices.map { column in rows.map { $0[column] } }
    }
}
