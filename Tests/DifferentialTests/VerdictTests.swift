import GnomonGraph
import Testing

@Suite("Verdicts on shapes")
struct VerdictTests {
    @Test("What was seen has the last word; a bound holds or does not")
    func verdicts() {
        #expect(Verdict(shape: Shape([2, 3]), inferred: [2, 3], seen: [2, 3]) == .equal)
        #expect(Verdict(shape: Shape([2, 3]), inferred: [2, nil], seen: [2, 3]) == .sharper)
        #expect(Verdict(shape: Shape([2, 4]), inferred: [2, nil], seen: [2, 3]) == .different)
        #expect(Verdict(shape: Shape([2, 3]), inferred: [2, 4], seen: [2, 3]) == .equal)
        #expect(
            Verdict(shape: Shape([.known(2), .bounded(5)]), inferred: [2, nil], seen: [2, 3]) == .equal)
        #expect(
            Verdict(shape: Shape([.known(2), .bounded(2)]), inferred: [2, nil], seen: [2, 3]) == .different)
        #expect(Verdict(shape: Shape([.known(2), .unknown]), inferred: [2, 3], seen: nil) == .unknown)
        #expect(Verdict(shape: Shape([.known(2), .unknown]), inferred: [2, nil], seen: nil) == .open)
        #expect(Verdict(shape: nil, inferred: [2, 3], seen: nil) == .unknown)
        #expect(Verdict(shape: Shape([2]), inferred: [2, 3], seen: nil) == .different)
    }
}
