public import Foundation

/// The fusion rules of a platform as they were found out.
public struct DetectedRules: Hashable, Sendable, Codable {
    /// The name and version of the JSON form.
    public static let currentSchema = "gnomon.rules/1"

    /// The name and version of the JSON form.
    public var schema: String
    /// The platform's name.
    public var platform: String
    /// The share of the cheaper operator that had to be saved.
    public var alpha: Double
    /// The rules, in the order they were found.
    public var rules: [DetectedRule]

    /// Rules.
    public init(platform: String, alpha: Double = 0.5, rules: [DetectedRule] = []) {
        schema = Self.currentSchema
        self.platform = platform
        self.alpha = alpha
        self.rules = rules
    }

    /// The rule that answers a case.
    ///
    /// - Complexity: O(rules).
    public func rule(for subject: FusionCase) -> DetectedRule? { rules.first { $0.subject == subject } }

    /// These rules, and those of an earlier session about what was not tested again.
    ///
    /// A verdict of that session stays where this one could not decide.
    ///
    /// - Complexity: O(rules²).
    public func over(_ earlier: DetectedRules?) -> DetectedRules {
        guard let earlier, earlier.platform == platform else { return self }
        var result = self
        for (index, rule) in rules.enumerated() where rule.verdict == .undecided {
            if let old = earlier.rule(for: rule.subject), old.verdict != .undecided {
                result.rules[index] = old
            }
        }
        result.rules += earlier.rules.filter { rule(for: $0.subject) == nil }
        return result
    }

    /// The file's bytes: sorted keys, the same for equal rules.
    ///
    /// - Throws: what the encoder throws for numbers JSON does not have.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return try encoder.encode(self)
    }

    /// Rules from a file of ours, or of nn-Meter.
    ///
    /// - Throws: `RulesError` for anything else.
    public init(data: Data, platform: String = "") throws(RulesError) {
        if let rules = try? JSONDecoder().decode(DetectedRules.self, from: data) {
            guard rules.schema == Self.currentSchema else {
                throw RulesError("rules of schema \(rules.schema) are not understood")
            }
            self = rules
            return
        }
        self = try Self.importing(nnMeter: data, platform: platform)
    }
}

/// Why rules cannot be read.
public struct RulesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that names the rule.
    public var description: String

    /// An error with its sentence.
    public init(_ description: String) { self.description = description }
}

extension DetectedRules {
    /// A value as nn-Meter's files have it: true, false, or a number.
    private enum Obedience: Decodable {
        case flag(Bool)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .number(try container.decode(Int.self))
            }
        }
    }

    private struct Entry: Decodable { var obey: Obedience }

    /// Rules from nn-Meter's `{"BF_conv_relu": {"obey": true}, ..., "MON": {"obey": 0}}`.
    ///
    /// `BF` rules are true or false. `MON` is the number of a case: 0 none, 1 the first reader, 2 the last; true or
    /// false there says nothing, and the rule is undecided. Names that are no rules on operators are left out.
    ///
    /// - Throws: `RulesError` for another form, or a rule whose value is neither.
    public static func importing(nnMeter data: Data, platform: String) throws(RulesError) -> DetectedRules {
        let entries: [String: Entry]
        do { entries = try JSONDecoder().decode([String: Entry].self, from: data) } catch {
            throw RulesError("neither rules of gnomon nor of nn-Meter: \(error)")
        }
        var rules = DetectedRules(platform: platform)
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            if name == "MON" {
                rules.rules.append(fork(entry.obey))
                continue
            }
            let parts = name.split(separator: "_").map(String.init)
            let operators = parts.dropFirst().compactMap { RuleOperator(rawValue: $0) }
            guard parts.first == "BF", operators.count == parts.count - 1, operators.count > 1 else {
                continue
            }
            guard case .flag(let obeys) = entry.obey else {
                throw RulesError("\(name) must be true or false")
            }
            let subject = FusionCase(Array(operators.dropLast()), operators[operators.count - 1])
            let yes: FusionVerdict = subject.next.isView ? .view : .fused
            rules.rules.append(DetectedRule(subject, verdict: obeys ? yes : .separate, source: .imported))
        }
        guard !rules.rules.isEmpty else { throw RulesError("there are no rules in the file") }
        return rules
    }

    private static func fork(_ obedience: Obedience) -> DetectedRule {
        let subject = FusionCase([.depthwise], .relu, fan: .fork)
        let takers: [Int: FusionTaker] = [0: .none, 1: .first, 2: .last]
        guard case .number(let number) = obedience, let taker = takers[number] else {
            return DetectedRule(
                subject, verdict: .undecided, source: .imported, note: "MON is no case number")
        }
        return DetectedRule(
            subject, verdict: taker == .none ? .separate : .fused, taker: taker, source: .imported)
    }
}
