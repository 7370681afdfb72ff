/// What is chosen under a latency limit by predictions, beside what could have been chosen.
public struct LimitedChoice: Hashable, Sendable {
    /// The limit in milliseconds.
    public var limit: Double
    /// The place of the chosen architecture; nil where none was predicted to be fast enough.
    public var chosen: Int?
    /// The true latency of the choice.
    public var milliseconds: Double
    /// The true quality of the choice.
    public var quality: Double
    /// The best true quality within the limit.
    public var bestQuality: Double

    /// Whether the choice is really over the limit, by more than a tolerance.
    public func isViolated(tolerance: Double = 0) -> Bool {
        chosen != nil && milliseconds > limit + tolerance
    }

    /// How much better the best within the limit is; negative for a choice that is better because it is too slow.
    public var regret: Double { bestQuality - quality }

    /// The best quality among all that are predicted within the limit.
    ///
    /// - Complexity: O(n).
    public init(limit: Double, predicted: [Double], measured: [Double], quality: [Double]) {
        self.init(
            limit: limit, chosen: predicted.indices.filter { predicted[$0] <= limit }, measured: measured,
            quality: quality, among: Array(measured.indices))
    }

    /// Walks a ranked list, takes the first that are predicted within the limit, and reports the best of them, as HELP
    /// did with the candidates of MetaD2A (arXiv:2106.08630, section 5.2).
    ///
    /// - Parameters:
    ///   - limit: in milliseconds.
    ///   - ranked: places, the most promising first.
    ///   - predicted: by place.
    ///   - measured: by place.
    ///   - quality: by place.
    ///   - count: how many are taken.
    public init(
        limit: Double, ranked: [Int], predicted: [Double], measured: [Double], quality: [Double],
        count: Int = 3
    ) {
        let taken = ranked.filter { predicted[$0] <= limit }.prefix(count)
        self.init(limit: limit, chosen: Array(taken), measured: measured, quality: quality, among: ranked)
    }

    /// A choice that another search made, beside the best `among` others.
    ///
    /// - Parameters:
    ///   - limit: in milliseconds.
    ///   - ranked: the places of what was chosen; the best of them counts.
    ///   - among: the places that could have been chosen.
    ///   - measured: by place.
    ///   - quality: by place.
    public init(limit: Double, ranked: [Int], among: [Int], measured: [Double], quality: [Double]) {
        self.init(limit: limit, chosen: ranked, measured: measured, quality: quality, among: among)
    }

    private init(limit: Double, chosen: [Int], measured: [Double], quality: [Double], among: [Int]) {
        self.limit = limit
        let best = chosen.max { quality[$0] < quality[$1] }
        self.chosen = best
        milliseconds = best.map { measured[$0] } ?? 0
        self.quality = best.map { quality[$0] } ?? 0
        bestQuality = among.filter { measured[$0] <= limit }.map { quality[$0] }.max() ?? 0
    }
}
