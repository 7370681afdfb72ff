/// One rule that `gnomon fusion detect` found out.
public struct DetectedRuleRow: ReportRow {
    /// The pair or chain, such as `conv-relu`.
    public var pair: String
    /// What was found: fused, separate, view, undecided.
    public var verdict: String
    /// How it is known.
    public var source: String
    /// What structure lets one expect.
    public var prior: String
    /// The share of the cheaper operator that is saved, with its bounds; nil where nothing was measured.
    public var effect: Double?
    /// The lower bound.
    public var lower: Double?
    /// The upper bound.
    public var upper: Double?
    /// Rounds measured.
    public var rounds: Int
    /// For forks and joins, who takes part.
    public var taker: String?
    /// What is odd; nil if nothing is.
    public var note: String?
    /// Whether the runtime really fuses the pair, where it tells and was asked.
    public var isFused: Bool?

    /// A row.
    public init(
        pair: String, verdict: String, source: String, prior: String, effect: Double? = nil,
        lower: Double? = nil, upper: Double? = nil, rounds: Int = 0, taker: String? = nil,
        note: String? = nil,
        isFused: Bool? = nil
    ) {
        self.pair = pair
        self.verdict = verdict
        self.source = source
        self.prior = prior
        self.effect = effect
        self.lower = lower
        self.upper = upper
        self.rounds = rounds
        self.taker = taker
        self.note = note
        self.isFused = isFused
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.detected-rules/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("pair"), .init("verdict"), .init("effect", .right), .init("interval", .right),
            .init("rounds", .right), .init("prior"), .init("source"), .init("runtime"), .init("note"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        func short(_ value: Double?) -> String {
            value.map { abs($0) < 1000 ? NumberFormat.fixed($0, digits: 2) : $0 < 0 ? "-inf" : "inf" } ?? "-"
        }
        let interval = lower == nil ? "-" : "\(short(lower)) to \(short(upper))"
        let remark = [taker.map { "taken by \($0)" }, note].compactMap { $0 }.joined(separator: ", ")
        return [
            pair, verdict, short(effect), interval, String(rounds), prior, source,
            isFused.map { $0 ? "fused" : "separate" } ?? "", remark,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "pair": .string(pair), "verdict": .string(verdict), "source": .string(source),
            "prior": .string(prior), "effect": JSONValue(effect), "lower": JSONValue(lower),
            "upper": JSONValue(upper), "rounds": .int(rounds), "taker": JSONValue(taker),
            "note": JSONValue(note), "runtime_fuses": isFused.map { .bool($0) } ?? .null,
        ]
    }
}
