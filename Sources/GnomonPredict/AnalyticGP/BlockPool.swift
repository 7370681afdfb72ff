import Foundation
import GnomonFeatures
import GnomonLearn
import GnomonSpaces

/// A pool of FBNet architectures: everything is a sum over layers, so that all covariances are tables of layer and block.
struct BlockPool: ScenePool {
    let features: PoolFeatures
    /// The stage of each layer.
    private let stages: [Int]
    /// The covariance of the places over the pool.
    private let spread: [Double]
    /// Components that need no other device.
    private let own: [PoolComponent]
    /// What can only make slower, of unit spread.
    private let costs: [[Double]]
    /// The table of each source's model, scaled so that its predictions have unit spread.
    private var tables: [[Double]] = []

    private static let codes = 9
    /// The penalty of a source's model.
    private static let penalty = 3.0

    init(_ space: FBNet, _ pool: [Architecture]) {
        let work = BlockWork.table(space)
        stages = space.layers.map(\.stage)
        let (layers, codes) = (stages.count, Self.codes)
        let width = layers * codes
        let features = PoolFeatures(
            dense: Matrix(rows: pool.count, columns: 0),
            places: pool.flatMap { $0.genes.enumerated().map { Int32(codes * $0.offset + $0.element) } },
            slots: layers, width: width)
        let spread = features.placeSpread()
        let blocks = work.flatMap { $0 }
        let totals = Columns.transposed(blocks.map(\.totals))
        let deviations = totals.map { Self.deviation(of: $0, spread) }
        let scaled = zip(totals, deviations).map { total, deviation in
            total.map { deviation > 0 ? $0 / deviation : 0 }
        }
        let counts = (0..<codes).map { code in (0..<width).map { $0 % codes == code ? 1.0 : 0 } }
        let smooth = Self.covariance(width) { a, b in
            exp(-zip(Self.look(blocks[a]), Self.look(blocks[b])).reduce(0) { $0 + pow($1.0 - $1.1, 2) } / 2)
        }
        let sameBlock = Self.covariance(width) { a, b in
            let gap = Double(a / codes - b / codes)
            return a % codes == b % codes ? exp(-gap * gap / 18) : 0
        }
        own = [
            features.component("ana", matrix: Self.outer(scaled), spread: spread),
            features.component("opcnt", matrix: Self.outer(counts), spread: spread),
            features.component("smooth", matrix: smooth, spread: spread),
            features.component("opsm", matrix: sameBlock, spread: spread),
            features.component("oh", places: 0..<width, slots: layers),
            PoolComponent(name: "const", form: .constant),
        ]
        costs = scaled.prefix(5).map { Self.sums(features, $0) }
        (self.features, self.spread) = (features, spread)
    }

    mutating func learn(_ sources: [SourceRows]) throws(LearnError) {
        tables = [[Double]](repeating: [], count: sources.count)
        for (rows, members) in Dictionary(grouping: sources.indices, by: { sources[$0].rows }) {
            let found = try ridge(rows, members.map { Standard(sources[$0].milliseconds).scaled })
            for (member, table) in zip(members, found) {
                let deviation = Self.deviation(of: table, spread)
                tables[member] = table.map { deviation > 0 ? $0 / deviation : 0 }
            }
        }
    }

    func components(without sources: Set<Int>) -> [PoolComponent] {
        let known = tables.indices.filter { !sources.contains($0) }.map { tables[$0] }
        guard !known.isEmpty else { return own }
        func parts(_ key: (Int) -> Int, _ count: Int) -> [[Double]] {
            known.flatMap { table in
                (0..<count).map { part in table.indices.map { key($0) == part ? table[$0] : 0 } }
            }
        }
        let stageCount = (stages.max() ?? 0) + 1
        return own + [
            features.component(
                "src", matrix: Self.outer(known), spread: spread, isSource: true),
            features.component(
                "srcstage", matrix: Self.outer(parts({ stages[$0 / Self.codes] }, stageCount)),
                spread: spread, isSource: true),
            features.component(
                "srcop", matrix: Self.outer(parts({ $0 % Self.codes }, Self.codes)), spread: spread,
                isSource: true),
        ]
    }

    func sums(without sources: Set<Int>) -> Matrix {
        let known = tables.indices.filter { !sources.contains($0) }.map { Self.sums(features, tables[$0]) }
        return Columns.matrix(known + costs, rows: features.count)
    }

    /// Ridge regression of lists of labels on centred places; one table a list.
    private func ridge(_ rows: [Int], _ labels: [[Double]]) throws(LearnError) -> [[Double]] {
        let width = features.width
        let own = features.selecting(rows)
        var means = [Double](repeating: 0, count: width)
        var system = [Double](repeating: 0, count: width * width)
        for row in rows.indices {
            let places = own.places(of: row)
            for a in places {
                means[Int(a)] += 1 / Double(rows.count)
                for b in places { system[Int(a) * width + Int(b)] += 1 }
            }
        }
        for a in 0..<width {
            for b in 0..<width { system[a * width + b] -= Double(rows.count) * means[a] * means[b] }
            system[a * width + a] += Self.penalty
        }
        guard let factor = CholeskyFactor(system, count: width) else {
            throw LearnError(.data, "\(rows.count) rows of the sources have no regular covariance")
        }
        return labels.map { labels in
            var moment = [Double](repeating: 0, count: width)
            for (row, label) in labels.enumerated() {
                for place in own.places(of: row) { moment[Int(place)] += label }
            }
            // Labels are centred, so centring the places changes nothing here.
            return factor.solve(moment)
        }
    }

    /// How a block looks to the smooth covariance.
    private static func look(_ block: BlockWork) -> [Double] {
        [
            log1p(block.macs) / 1.5, log1p(block.weights) / 1.5, log1p(block.traffic) / 1.5, block.launches,
            block.isGrouped ? 1.5 : 0, block.isLarge ? 1 : 0,
        ]
    }

    private static func covariance(_ width: Int, _ body: (Int, Int) -> Double) -> [Double] {
        (0..<width).flatMap { a in (0..<width).map { body(a, $0) } }
    }

    /// Σ w wᵀ.
    private static func outer(_ tables: [[Double]]) -> [Double] {
        let width = tables.first?.count ?? 0
        var result = [Double](repeating: 0, count: width * width)
        for table in tables {
            for a in 0..<width where table[a] != 0 {
                for b in 0..<width { result[a * width + b] += table[a] * table[b] }
            }
        }
        return result
    }

    /// The deviation over the pool of what a table predicts.
    private static func deviation(of table: [Double], _ spread: [Double]) -> Double {
        var sum = 0.0
        for a in table.indices where table[a] != 0 {
            for b in table.indices { sum += table[a] * table[b] * spread[a * table.count + b] }
        }
        return max(0, sum).squareRoot()
    }

    /// What a table predicts for each row of a pool.
    private static func sums(_ pool: PoolFeatures, _ table: [Double]) -> [Double] {
        (0..<pool.count).map { row in pool.places(of: row).reduce(0) { $0 + table[Int($1)] } }
    }
}
