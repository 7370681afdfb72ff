import GnomonLearn
import GnomonStatistics

/// Devices that are alike.
enum Kin {
    /// A source and those of the others whose models rank the pool most like it; at least one other stays.
    ///
    /// - Complexity: O(sources · pool · log).
    static func of(_ source: Int, _ pool: some ScenePool, _ count: Int, share: Double) -> Set<Int> {
        let others = (0..<count).filter { $0 != source }
        let wanted = min(Int(share * Double(others.count)), others.count - 1)
        guard wanted > 0 else { return [source] }
        let sums = pool.sums(without: [])
        // A sample is enough to tell who is alike.
        let rows = Array(stride(from: 0, to: sums.rows, by: max(1, sums.rows / 500)))
        let own = rows.map { sums[$0, source] }
        let likeness = others.map { other in
            RankCorrelation.spearman(own, rows.map { sums[$0, other] }) ?? 0
        }
        let order = others.indices.sorted { likeness[$0] > likeness[$1] }
        return Set([source] + order.prefix(wanted).map { others[$0] })
    }
}
