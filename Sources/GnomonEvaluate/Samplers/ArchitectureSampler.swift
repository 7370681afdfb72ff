import GnomonStatistics

/// Ways to choose the architectures that are measured on a new device, for any predictor (arXiv:2403.02446, section 4).
public enum ArchitectureSampler: String, Hashable, Sendable, CaseIterable {
    /// What the predictor itself proposes.
    case predictor
    /// At random.
    case random
    /// By parameters: as many buckets as samples, one at random of each.
    case parameters = "params"
    /// A random member of each cluster of an encoding.
    case kmeans
    /// By mean cosine similarity to all: as many buckets as samples, one at random of each.
    case cosine
    /// Always the one that is least similar to the last.
    case cosineGreedy = "cosine-greedy"
    /// Half by clusters, half by cosine similarity.
    case kmeansCosine = "kmeans-cosine"
    /// By the latencies themselves, which nobody has: a bound, not a way.
    case latencyOracle = "latency-oracle"

    /// Whether it looks at encodings.
    public var readsEncodings: Bool {
        switch self {
        case .kmeans, .cosine, .cosineGreedy, .kmeansCosine: true
        case .predictor, .random, .parameters, .latencyOracle: false
        }
    }

    /// What a sampler may look at, by row of the candidates.
    public struct View: Sendable {
        /// An encoding of each candidate.
        public var encodings: [[Double]]
        /// Its parameters.
        public var parameters: [Double]
        /// Its latency, for ``ArchitectureSampler/latencyOracle`` only.
        public var milliseconds: [Double]

        /// What there is to see.
        public init(encodings: [[Double]], parameters: [Double], milliseconds: [Double] = []) {
            self.encodings = encodings
            self.parameters = parameters
            self.milliseconds = milliseconds
        }
    }

    /// Places of candidates to measure; nil where the sampler is the predictor's own or cannot choose.
    ///
    /// - Complexity: O(candidates · samples · dimensions · rounds) for clusters; O(candidates · log) for the others.
    public func choose(_ count: Int, _ view: View, seed: UInt64) -> [Int]? {
        var generator = SeededGenerator(seed: seed)
        let all = view.encodings.indices
        switch self {
        case .predictor: return nil
        case .random: return Array(all.shuffled(using: &generator).prefix(count))
        case .parameters:
            return Self.buckets(all.sorted { view.parameters[$0] < view.parameters[$1] }, count, &generator)
        case .latencyOracle:
            guard view.milliseconds.count == all.count else { return nil }
            return Self.buckets(
                all.sorted { view.milliseconds[$0] < view.milliseconds[$1] }, count, &generator)
        case .kmeans: return Self.clusters(Array(all), count, view.encodings, &generator)
        case .cosine: return Self.similar(Array(all), count, view.encodings, &generator)
        case .cosineGreedy: return Self.greedy(count, view.encodings, &generator)
        case .kmeansCosine:
            guard let first = Self.clusters(Array(all), count / 2, view.encodings, &generator) else {
                return nil
            }
            let rest = all.filter { !first.contains($0) }
            return first + Self.similar(rest, count - first.count, view.encodings, &generator)
        }
    }

    /// One at random of each of so many runs of an order.
    private static func buckets(_ order: [Int], _ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        let wanted = min(count, order.count)
        return (0..<wanted).map { bucket in
            let range = (bucket * order.count / wanted)..<((bucket + 1) * order.count / wanted)
            return order[Int.random(in: range, using: &generator)]
        }
    }

    private static func clusters(
        _ places: [Int], _ count: Int, _ encodings: [[Double]], _ generator: inout SeededGenerator
    ) -> [Int]? {
        guard count > 0 else { return [] }
        guard
            let found = KMeans(places.map { encodings[$0] }, clusters: count, seed: generator.next())
        else { return nil }
        return (0..<count).compactMap { cluster in
            found.members(of: cluster).randomElement(using: &generator).map { places[$0] }
        }
    }

    private static func similar(
        _ places: [Int], _ count: Int, _ encodings: [[Double]], _ generator: inout SeededGenerator
    ) -> [Int] {
        let units = places.map { unit(encodings[$0]) }
        let dimensions = units.first?.count ?? 0
        let mean = (0..<dimensions).map { column in units.reduce(0) { $0 + $1[column] } }
        let scores = units.map { zip($0, mean).reduce(0) { $0 + $1.0 * $1.1 } }
        let order = places.indices.sorted { scores[$0] < scores[$1] }.map { places[$0] }
        return buckets(order, count, &generator)
    }

    private static func greedy(
        _ count: Int, _ encodings: [[Double]], _ generator: inout SeededGenerator
    ) -> [Int] {
        guard let first = encodings.indices.randomElement(using: &generator) else { return [] }
        let units = encodings.map(unit)
        var (result, taken) = ([first], Set([first]))
        while result.count < min(count, units.count), let last = result.last {
            var best: (score: Double, place: Int)?
            for place in units.indices where !taken.contains(place) {
                let score = zip(units[last], units[place]).reduce(0) { $0 + $1.0 * $1.1 }
                if score < best?.score ?? .infinity { best = (score, place) }
            }
            guard let best else { break }
            result.append(best.place)
            taken.insert(best.place)
        }
        return result
    }

    private static func unit(_ vector: [Double]) -> [Double] {
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm > 0 ? vector.map { $0 / norm } : vector
    }
}
