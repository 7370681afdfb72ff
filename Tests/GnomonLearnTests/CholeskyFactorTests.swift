import Foundation
import GnomonLearn
import GnomonStatistics
import Testing

@Suite("Factors of positive definite matrices")
struct CholeskyFactorTests {
    /// A positive definite matrix of random numbers, row-major.
    func matrix(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<count).map { _ in (0..<count).map { _ in generator.uniform() - 0.5 } }
        return (0..<count).flatMap { i in
            (0..<count).map { j in zip(rows[i], rows[j]).reduce(i == j ? 0.5 : 0) { $0 + $1.0 * $1.1 } }
        }
    }

    func times(_ a: [Double], _ x: [Double]) -> [Double] {
        x.indices.map { i in x.indices.reduce(0) { $0 + a[i * x.count + $1] * x[$1] } }
    }

    @Test(
        "Solutions and inverse undo the matrix, for sizes around those of a block",
        arguments: [1, 2, 5, 31, 32, 33, 67])
    func inverse(count: Int) throws {
        let a = matrix(count, seed: UInt64(count))
        let factor = try #require(CholeskyFactor(a, count: count))
        let right = (0..<count).map { sin(Double($0)) }
        let x = factor.solve(right)
        #expect(zip(times(a, x), right).allSatisfy { abs($0 - $1) < 1e-9 })
        let inverse = factor.inverse()
        #expect(zip(times(inverse, right), x).allSatisfy { abs($0 - $1) < 1e-9 })
        var rows = right + right.map { 2 * $0 }
        factor.forwardRows(&rows)
        let forward = factor.forward(right)
        #expect(zip(rows, forward + forward.map { 2 * $0 }).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(abs(forward.reduce(0) { $0 + $1 * $1 } - zip(right, x).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
    }

    @Test("The determinant is that of the matrix")
    func determinant() throws {
        let factor = try #require(CholeskyFactor([4, 1, 1, 3], count: 2))
        #expect(abs(factor.logDeterminant - log(11)) < 1e-12)
    }

    @Test("A matrix that is not positive definite has no factor")
    func indefinite() {
        #expect(CholeskyFactor([1, 2, 2, 1], count: 2) == nil)
        #expect(CholeskyFactor([1, 1, 1, 1], count: 2) == nil)
        #expect(CholeskyFactor([.nan], count: 1) == nil)
        #expect(CholeskyFactor([1, 2, 3], count: 2) == nil)
    }
}
