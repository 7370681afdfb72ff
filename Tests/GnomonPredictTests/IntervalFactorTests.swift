import GnomonStatistics
import Testing

@testable import GnomonPredict

@Suite("What half an interval is in units of the estimated error")
struct IntervalFactorTests {
    @Test("one bad network of ten does not decide alone")
    func few() {
        let scores = [0.2, 0.4, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.3, 9.0]
        let factor = SumOfKernels.intervalFactor(scores, level: 0.9)
        #expect(factor < 6 && factor > 2, "\(factor)")
        // Where the largest score is small, it is enough.
        let even = [Double](repeating: 1, count: 12)
        #expect(SumOfKernels.intervalFactor(even, level: 0.9) == 1)
    }

    @Test("many networks speak for themselves")
    func many() {
        let scores = (1...100).map { $0 <= 92 ? 1.0 : 20.0 }
        #expect(SumOfKernels.intervalFactor(scores, level: 0.9) == 1)
        #expect(SumOfKernels.intervalFactor(scores.map { $0 * 3 }, level: 0.9) == 3)
    }

    @Test("without networks, three or more; never next to nothing")
    func bounds() {
        #expect(SumOfKernels.intervalFactor([], level: 0.9) == 4.5)
        #expect(SumOfKernels.intervalFactor([4], level: 0.9) == 6)
        #expect(SumOfKernels.intervalFactor([Double](repeating: 0, count: 20), level: 0.9) == 0.5)
    }
}
