import Foundation
import GnomonKernels
import GnomonPredict
import Testing

@Suite("Files of detected rules")
struct DetectedRulesTests {
    private func importing(_ text: String) throws(RulesError) -> DetectedRules {
        try DetectedRules(data: Data(text.utf8), platform: "phone")
    }

    @Test("rules survive writing and reading, and equal rules are equal bytes")
    func roundTrip() throws {
        let rules = try PretendRuntime(fused: ["conv-relu"]).rules([
            FusionCase([.conv], .relu), FusionCase([.conv], .conv), FusionCase([.conv], .relu, fan: .fork),
        ])
        let bytes = try rules.encoded()
        #expect(try DetectedRules(data: bytes) == rules)
        #expect(try DetectedRules(data: bytes).encoded() == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"verdict\" : \"fused\"") && text.contains("\"schema\" : \"gnomon.rules"))
    }

    @Test("nn-Meter's files are read")
    func nnMeter() throws {
        let rules = try importing(
            """
            {"BF_conv_relu": {"obey": true, "latency": {"x": 1}}, "BF_relu_conv": {"obey": false},
             "BF_conv_reshape": {"obey": true}, "MON": {"obey": 0}, "RT": {"obey": true}}
            """)
        #expect(rules.platform == "phone")
        #expect(rules.rule(for: FusionCase([.conv], .relu))?.verdict == .fused)
        #expect(rules.rule(for: FusionCase([.relu], .conv))?.verdict == .separate)
        #expect(rules.rule(for: FusionCase([.conv], .reshape))?.verdict == .view)
        #expect(rules.rules.count == 4)
        #expect(rules.rules.allSatisfy { $0.source == .imported && $0.evidence == nil })
    }

    @Test(
        "the number of a fork names a case; true is none", arguments: ["0", "1", "2", "3", "true", "false"])
    func fork(value: String) throws {
        let rule = try #require(try importing("{\"MON\": {\"obey\": \(value)}}").rules.first)
        let takers: [String: FusionTaker] = ["0": .none, "1": .first, "2": .last]
        #expect(rule.taker == takers[value])
        #expect(rule.verdict == (value == "0" ? .separate : takers[value] == nil ? .undecided : .fused))
    }

    @Test(
        "a number is no verdict, and other files are no rules",
        arguments: [
            "{\"BF_conv_relu\": {\"obey\": 1}}", "{}", "[1]", "x", "{\"BF_conv_relu\": {\"obey\": \"a\"}}",
        ])
    func malformed(text: String) {
        #expect(throws: RulesError.self) { try importing(text) }
    }

    @Test("rules of a schema to come are refused")
    func schema() throws {
        var rules = DetectedRules(platform: "p")
        rules.schema = "gnomon.rules/9"
        let bytes = try rules.encoded()
        #expect(throws: RulesError.self) { try DetectedRules(data: bytes) }
    }
}
