import GnomonStatistics
import Testing

@Suite("Isotonic regression")
struct IsotonicRegressionTests {
    @Test("Pools are those of scikit-learn")
    func pools() {
        let x = [0.3, 0.1, 0.9, 0.4, 0.7, 0.2, 0.8, 0.6, 0.5, 1.0]
        let y = [2.0, 1.5, 4.0, 1.0, 5.0, 3.0, 2.5, 3.5, 6.0, 5.5]
        let knots = IsotonicRegression.knots(x, y)
        let wanted = [(0.1, 1.5), (0.3, 2.0), (0.7, 4.2), (1.0, 5.5)]
        #expect(knots.count == wanted.count)
        for (knot, pair) in zip(knots, wanted) {
            #expect(abs(knot.x - pair.0) < 1e-12 && abs(knot.y - pair.1) < 1e-12)
        }
    }

    @Test("What rises stays, what falls becomes one knot, equal x are one knot")
    func ends() {
        #expect(IsotonicRegression.knots([1, 2, 3], [1, 2, 4]).map(\.y) == [1, 2, 4])
        let falling = IsotonicRegression.knots([1, 2, 3], [3, 2, 1])
        #expect(falling.map(\.y) == [2] && falling.map(\.x) == [2])
        #expect(IsotonicRegression.knots([1, 1, 2], [5, 1, 4]).map(\.y) == [3, 4])
        #expect(IsotonicRegression.knots([1, 1, 2], [1, 5, 4]).map(\.x) == [1, 2])
        #expect(IsotonicRegression.knots([], []).isEmpty)
    }
}
