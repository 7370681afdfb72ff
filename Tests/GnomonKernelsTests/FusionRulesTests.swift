import Foundation
import GnomonKernels
import Testing

@Suite("Fusion rules as files")
struct FusionRulesTests {
    @Test(
        "all rules survive a file", arguments: [FusionRules.none, .openVINO, .onnxRuntime(vectorBytes: 32)])
    func roundTrip(rules: FusionRules) throws {
        let data = try JSONEncoder().encode(rules)
        #expect(try JSONDecoder().decode(FusionRules.self, from: data) == rules)
    }

    @Test("a file from before a rule was known is read without it")
    func older() throws {
        let data = try JSONEncoder().encode(FusionRules.openVINO)
        var fields = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        fields["foldsIntoProducts"] = nil
        let older = try JSONSerialization.data(withJSONObject: fields)
        var expected = FusionRules.openVINO
        expected.foldsIntoProducts = false
        #expect(try JSONDecoder().decode(FusionRules.self, from: older) == expected)
    }

    @Test("fields of another type are refused")
    func damaged() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(FusionRules.self, from: Data(#"{"joinsSlices": "yes"}"#.utf8))
        }
    }
}
