import GnomonLearn
import GnomonStatistics
import Testing

// Expected numbers were computed with SciPy 1.17 and NumPy.

@Suite("Linear models")
struct LinearTests {
    let rows = [[1, 2, 0.5], [0.3, 1, 2], [4, 0.1, 1], [2, 2, 2], [1, 0, 3.0]]
    let labels = [1, -2, 4, 2, -1.0]
    let weights = [1, 2, 0.5, 1, 3.0]

    func near(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-10) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }

    @Test("Non-negative least squares agrees with SciPy, with and without weights")
    func reference() throws {
        let a = try Matrix(rows)
        let x1 = try NonNegativeLeastSquares.solve(a, labels)
        #expect(near(x1, [0.8782254413761884, 0, 0]))
        let b = [1, 2, 4, 2, 1.0]
        let x2 = try NonNegativeLeastSquares.solve(a, b)
        #expect(near(x2, [0.8611851975159164, 0.10465478561103038, 0.23762247299830694]))
        let x3 = try NonNegativeLeastSquares.solve(a, b, weights: weights)
        #expect(near(x3, [0.6843342139610462, 0.35220910125858684, 0.2235000317096935]))
    }

    @Test("Non-negative solutions meet the conditions of optimality")
    func optimal() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<30 {
            let a = try Matrix((0..<20).map { _ in (0..<6).map { _ in generator.uniform() - 0.3 } })
            let b = (0..<20).map { _ in generator.uniform() - 0.4 }
            let x = try NonNegativeLeastSquares.solve(a, b)
            for column in 0..<6 {
                let gradient = (0..<20).reduce(0.0) { sum, row in
                    let fit = (0..<6).reduce(0.0) { $0 + a[row, $1] * x[$1] }
                    return sum + a[row, column] * (b[row] - fit)
                }
                #expect(x[column] >= 0)
                #expect(x[column] > 0 ? abs(gradient) < 1e-9 : gradient < 1e-9)
            }
        }
    }

    @Test("Columns that depend on each other do not disturb the fit")
    func dependent() throws {
        let a = try Matrix([[1, 1, 0], [2, 2, 1], [3, 3, 0]])
        let x = try NonNegativeLeastSquares.solve(a, [2, 5, 6])
        #expect(abs(x[0] + x[1] - 2) < 1e-9)
        #expect(abs(x[2] - 1) < 1e-9)
    }

    @Test("Ridge regression agrees with the closed form")
    func ridge() throws {
        let a = try Matrix(rows)
        let model = try RidgeRegression(a, labels, weights: weights, penalty: 0.5)
        #expect(near(model.coefficients, [1.5771402240178227, 0.5440608440291594, -0.251451952475999]))
        #expect(abs(model.intercept + 1.977565705775161) < 1e-10)
        #expect(abs(model.predict(row: [0, 0, 0]) - model.intercept) < 1e-15)
    }

    @Test("What cannot be solved is an error that says why")
    func errors() throws {
        let a = try Matrix([[1, 1], [2, 2], [3, 3]])
        #expect(throws: LearnError.self) { try RidgeRegression(a, [1, 2, 3], penalty: 0) }
        #expect(throws: LearnError.self) { try RidgeRegression(a, [1, 2, 3], penalty: -1) }
        #expect(throws: LearnError.self) { try RidgeRegression(a, [1, 2], penalty: 1) }
        #expect(throws: LearnError.self) { try NonNegativeLeastSquares.solve(a, [1, .nan, 3]) }
        #expect(throws: LearnError.self) { try Matrix([[1, 2], [1]]) }
        #expect(throws: LearnError.self) { try Matrix(rows: 2, columns: 2, values: [1]) }
        #expect(throws: LearnError.self) { try Matrix(rows: .max, columns: 2, values: [1]) }
    }
}
