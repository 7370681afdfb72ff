import GnomonSpaces

/// What is read of a network, and the genes that hold it: counts, and numbers by their bits.
struct NetworkGenes {
    /// The numbers of ``NetworkFeatures``.
    let features: [Double]
    /// The layers.
    let layers: LayerTokens

    /// More genes than any network that can be measured has.
    private static let most = 1 << 22

    init(features: [Double], layers: LayerTokens) { (self.features, self.layers) = (features, layers) }

    /// The genes.
    var encoded: [Int] {
        var genes = Self.list(features) + Self.list(layers.totals) + [layers.count]
        for layer in 0..<layers.count {
            genes.append(layers.kinds[layer].rawValue)
            genes += layers.numbers[layer].map(Self.gene)
            genes.append(layers.reads[layer].count)
            genes += layers.reads[layer]
        }
        return genes
    }

    /// What the genes of an architecture hold.
    ///
    /// - Throws: `spaces.architecture` for genes that were not made from a network.
    init(_ architecture: Architecture) throws(SpaceError) {
        var reader = Reader(genes: architecture.genes)
        guard architecture.genes.count < Self.most, let features = reader.numbers(),
            let totals = reader.numbers(), let layers = reader.layers(totals: totals), reader.isAtEnd
        else { throw SpaceError(.architecture, "the genes were not made from a network") }
        (self.features, self.layers) = (features, layers)
    }

    private static func gene(_ value: Double) -> Int { Int(truncatingIfNeeded: value.bitPattern) }

    private static func list(_ values: [Double]) -> [Int] { [values.count] + values.map(gene) }

    /// Takes genes one after another; nil where they do not fit.
    private struct Reader {
        let genes: [Int]
        private var place = 0

        init(genes: [Int]) { self.genes = genes }

        var isAtEnd: Bool { place == genes.count }

        private mutating func next() -> Int? {
            guard place < genes.count else { return nil }
            defer { place += 1 }
            return genes[place]
        }

        private mutating func count() -> Int? {
            next().flatMap { (0...genes.count - place).contains($0) ? $0 : nil }
        }

        private mutating func numbers(_ count: Int) -> [Double]? {
            guard place + count <= genes.count else { return nil }
            defer { place += count }
            let values = genes[place..<place + count].map {
                Double(bitPattern: UInt64(truncatingIfNeeded: $0))
            }
            return values.allSatisfy(\.isFinite) ? values : nil
        }

        mutating func numbers() -> [Double]? { count().flatMap { numbers($0) } }

        mutating func layers(totals: [Double]) -> LayerTokens? {
            guard let count = count() else { return nil }
            var (kinds, rows, reads): ([LayerTokens.Kind], [[Double]], [[Int]]) = ([], [], [])
            for layer in 0..<count {
                guard let kind = next().flatMap({ LayerTokens.Kind(rawValue: $0) }),
                    let row = numbers(LayerTokens.numberCount), let readers = self.count()
                else { return nil }
                var before: [Int] = []
                for _ in 0..<readers {
                    guard let source = next(), (0..<layer).contains(source) else { return nil }
                    before.append(source)
                }
                kinds.append(kind)
                rows.append(row)
                reads.append(before)
            }
            return LayerTokens(kinds: kinds, numbers: rows, reads: reads, totals: totals)
        }
    }
}
