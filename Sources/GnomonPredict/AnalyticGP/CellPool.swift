import Foundation
import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// A pool of NAS-Bench-201 cells.
struct CellPool: ScenePool {
    private(set) var features: PoolFeatures
    /// Components that need no other device.
    private let own: [PoolComponent]
    /// Counts of operators, each of unit spread.
    private let counts: [[Double]]
    /// What can only make slower, of unit spread.
    private let costs: [[Double]]
    /// What each source's model predicts, centred and of unit spread.
    private var predictions: [[Double]] = []
    /// The first column of the sources, and columns a source.
    private let firstSource: Int
    private static let columnsOfSource = 7

    init(_ pool: [Architecture]) {
        let totals = pool.map(CellTotals.init)
        let analytic = Columns.centred(Columns.transposed(totals.map(\.analytic)), unit: true)
        let counts = Columns.transposed(totals.map(\.counts))
        let live = Columns.transposed(totals.map(\.liveCounts))
        let products = Columns.transposed(totals.map(\.products))
        let graph = Columns.transposed(pool.map { CellGraphFeatures.numbers(of: $0.genes) })
        let columns =
            analytic + Columns.centred(counts + live, unit: false)
            + Columns.centred(products + graph, unit: true)
        let features = PoolFeatures(
            dense: Columns.matrix(columns, rows: pool.count),
            places: totals.flatMap { $0.places.map(Int32.init) }, slots: 27, width: 435)
        self.features = features
        let (a, c, l) = (analytic.count, counts.count, live.count)
        let g = columns.count - graph.count
        let raw = [
            features.component("ana", columns: Array(0..<a)),
            features.component("cnt", columns: Array(a..<(a + c))),
            features.component("cnt2", columns: Array((a + c)..<(a + c + l))),
            features.component("quad", columns: Array((a + c + l)..<g)),
            features.component("graph", columns: Array(g..<columns.count)),
            features.component("oh", places: 0..<30, slots: 6),
            features.component("oh2", places: 30..<60, slots: 6),
            features.component("pair", places: 60..<435, slots: 15),
            PoolComponent(name: "const", form: .constant),
        ]
        own = raw.map { component in
            var component = component
            component.counterpart = ["cnt": "cnt2", "cnt2": "cnt", "oh": "oh2", "oh2": "oh"][component.name]
            return component
        }
        self.counts = Columns.centred(counts, unit: true)
        costs = Columns.scaled(Columns.transposed(totals.map(\.costs)))
        firstSource = columns.count
    }

    mutating func learn(_ sources: [SourceRows]) throws(LearnError) {
        // Sizes of the components of a source's own model.
        let sizes = ["ana": 1.0, "oh": 1, "oh2": 1, "pair": 0.49, "quad": 0.25, "graph": 1]
        let kernel = PoolKernel(features, own, weights: own.map { sizes[$0.name] ?? 0 })
        predictions = try KernelRidge.predictions(features, kernel, sources).map { Standard($0).scaled }
        var columns: [[Double]] = []
        for prediction in predictions {
            columns.append(prediction)
            columns += Columns.centred([RankCorrelation.ranks(prediction)], unit: true)
            columns += Columns.centred(
                counts.map { count in zip(count, prediction).map { $0 * $1 } }, unit: false)
        }
        let before = features.dense
        var dense = Matrix(rows: before.rows, columns: before.columns + columns.count)
        for row in 0..<before.rows {
            for column in 0..<before.columns { dense[row, column] = before[row, column] }
            for (place, column) in columns.enumerated() { dense[row, before.columns + place] = column[row] }
        }
        features.dense = dense
    }

    func components(without sources: Set<Int>) -> [PoolComponent] {
        let starts = predictions.indices.filter { !sources.contains($0) }.map {
            firstSource + $0 * Self.columnsOfSource
        }
        guard !starts.isEmpty else { return own }
        return own + [
            features.component("src", columns: starts, isSource: true),
            features.component("srcrank", columns: starts.map { $0 + 1 }, isSource: true),
            features.component(
                "srcop", columns: starts.flatMap { ($0 + 2)..<($0 + Self.columnsOfSource) },
                isSource: true),
        ]
    }

    func sums(without sources: Set<Int>) -> Matrix {
        let others = predictions.indices.filter { !sources.contains($0) }.map { predictions[$0] }
        return Columns.matrix(others + costs, rows: features.count)
    }
}
