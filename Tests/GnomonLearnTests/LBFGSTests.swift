import Foundation
import GnomonLearn
import Testing

@Suite("L-BFGS")
struct LBFGSTests {
    /// Rosenbrock's function with its gradient.
    func rosenbrock(_ x: [Double]) -> (value: Double, gradient: [Double]) {
        var value = 0.0
        var gradient = [Double](repeating: 0, count: x.count)
        for i in 0..<(x.count - 1) {
            let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
            value += 100 * a * a + b * b
            gradient[i] += -400 * a * x[i] - 2 * b
            gradient[i + 1] += 200 * a
        }
        return (value, gradient)
    }

    @Test("Rosenbrock's valley is followed to its end")
    func valley() throws {
        var search = LBFGS()
        (search.maximumSteps, search.valueTolerance) = (300, 0)
        let found = try #require(search.minimise(from: [-1.2, 1], rosenbrock))
        #expect(found.isSettled)
        #expect(found.point.allSatisfy { abs($0 - 1) < 1e-5 })
    }

    @Test("With bounds the minimum is that of SciPy's L-BFGS-B")
    func bounds() throws {
        var search = LBFGS()
        (search.maximumSteps, search.valueTolerance) = (500, 0)
        search.lower = [-2, -2, -2, -2]
        search.upper = [2, 0.5, 2, 2]
        let found = try #require(search.minimise(from: [-1.2, 1, 0.5, 2], rosenbrock))
        let expected = [-0.6984564103104567, 0.5, 0.2574257425986702, 0.06626801299976952]
        // The other valley of the same function has its minimum at a positive first variable.
        let mirrored = [0.709, 0.5, 0.2574257425986702, 0.06626801299976952]
        #expect(
            zip(found.point, expected).allSatisfy { abs($0 - $1) < 1e-4 }
                || zip(found.point, mirrored).allSatisfy { abs($0 - $1) < 1e-3 })
        #expect(found.point[1] == 0.5)
    }

    @Test(
        "Where the function has no value the step becomes shorter; without one at the start there is no answer"
    )
    func undefined() throws {
        func logarithm(_ x: [Double]) -> (value: Double, gradient: [Double])? {
            x[0] > 0 ? (x[0] - log(x[0]), [1 - 1 / x[0]]) : nil
        }
        let found = try #require(LBFGS().minimise(from: [20], logarithm))
        #expect(abs(found.point[0] - 1) < 1e-3)
        #expect(LBFGS().minimise(from: [-1], logarithm) == nil)
    }
}
