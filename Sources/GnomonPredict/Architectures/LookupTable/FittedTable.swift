import Foundation
import GnomonLearn
import GnomonSpaces

/// Latencies of choices, found by least squares over whole networks.
struct FittedTable: Hashable, Sendable, Codable {
    /// Milliseconds that every network takes.
    var constant: Double
    /// Milliseconds of each column of the space's ``AdditiveBasis``.
    var latencies: [Double]
    /// Whether the column was seen in training.
    var isKnown: [Bool]
    /// The width of intervals; nil where there were too few validation rows.
    var bound: Double?
    /// No prediction is below.
    var smallest: Double

    private static let penalties = [1e-9, 1e-4, 1e-2, 0.1, 1, 10]

    /// Fits by relative errors, for several penalties, and keeps the best on the validation rows.
    ///
    /// - Throws: `PredictError` where the system cannot be solved.
    /// - Complexity: O(rows · positions · columns + columns³) for each penalty.
    static func fit(
        _ rows: ArchitectureRows, validation: ArchitectureRows
    ) throws(PredictError) -> FittedTable {
        let basis = AdditiveBasis(rows.space)
        var matrix = Matrix(rows: rows.count, columns: basis.columns)
        var isKnown = [Bool](repeating: false, count: basis.columns)
        for (row, architecture) in rows.architectures.enumerated() {
            for term in try Self.terms(architecture, basis) {
                matrix[row, term.column] += term.weight
                isKnown[term.column] = true
            }
        }
        let weights = rows.milliseconds.map { 1 / ($0 * $0) }
        let scale = weights.reduce(0, +) / Double(weights.count)
        var best: (error: Double, table: FittedTable)?
        for penalty in validation.count > 0 ? penalties : [1e-4] {
            guard
                let model = try? RidgeRegression(
                    matrix, rows.milliseconds, weights: weights, penalty: penalty * scale)
            else { continue }
            var table = FittedTable(
                constant: model.intercept, latencies: model.coefficients, isKnown: isKnown, bound: nil,
                smallest: (rows.milliseconds.min() ?? 1) / 2)
            let answers = try table.predict(validation.architectures, rows.space).map(\.milliseconds)
            let error = ConformalFactor.mape(predicted: answers, measured: validation.milliseconds)
            guard best == nil || error < best?.error ?? 0 else { continue }
            table.bound = ConformalFactor.of(predicted: answers, measured: validation.milliseconds)
            best = (error, table)
        }
        guard let best else { throw PredictError(.training, "the table cannot be fitted to these rows") }
        return best.table
    }

    /// The sum for each architecture; a choice that was never seen lowers the coverage.
    func predict(
        _ architectures: [Architecture], _ space: any SearchSpace
    ) throws(PredictError) -> [ArchitecturePrediction] {
        let basis = AdditiveBasis(space)
        return try architectures.map { architecture throws(PredictError) in
            let terms = try Self.terms(architecture, basis)
            let sum = terms.reduce(constant) { $0 + $1.weight * latencies[$1.column] }
            let unknown = terms.count { !isKnown[$0.column] }
            let value = max(smallest, sum)
            return ArchitecturePrediction(
                milliseconds: value,
                interval: ConformalFactor.interval(
                    value, bound, scale: 1 + Double(unknown) * 10 / Double(max(1, terms.count))),
                coverage: 1 - Double(unknown) / Double(max(1, terms.count)),
                warnings: unknown > 0 ? ["\(unknown) of \(terms.count) choices were never measured"] : [])
        }
    }

    private static func terms(
        _ architecture: Architecture, _ basis: AdditiveBasis
    ) throws(PredictError) -> [(column: Int, weight: Double)] {
        do { return try basis.terms(architecture) } catch {
            throw PredictError(.architecture, error.message)
        }
    }
}
