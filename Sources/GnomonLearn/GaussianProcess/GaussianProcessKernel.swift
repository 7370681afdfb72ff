import Foundation

/// What a Gaussian process believes before it sees data: a sum of parts over blocks of features, and noise.
public struct GaussianProcessKernel: Hashable, Sendable, Codable {
    /// A positive number that is to be found from data.
    public struct Hyperparameter: Hashable, Sendable, Codable {
        /// Where the search begins.
        public var start: Double
        /// Where it stays.
        public var bounds: ClosedRange<Double>
        /// The deviation of the belief that its logarithm is near that of the start; infinity for none.
        public var deviation: Double

        /// A positive number within positive bounds.
        public init(_ start: Double, _ bounds: ClosedRange<Double>, deviation: Double = 1e6) {
            self.start = start
            self.bounds = bounds
            self.deviation = deviation
        }
    }

    /// The form of a part.
    public enum Shape: String, Hashable, Sendable, Codable {
        /// variance · x·x′.
        case linear
        /// variance · exp(−‖x − x′‖² / 2 length²).
        case rbf
        /// variance.
        case constant
    }

    /// One part.
    public struct Part: Hashable, Sendable, Codable {
        /// Its form.
        public var shape: Shape
        /// The columns of the features it looks at; a constant looks at none.
        public var columns: Range<Int>
        /// Its size.
        public var variance: Hyperparameter
        /// Its length, of ``Shape/rbf`` only.
        public var length: Hyperparameter?

        /// A linear part over columns.
        public static func linear(_ columns: Range<Int>, variance: Hyperparameter) -> Part {
            Part(shape: .linear, columns: columns, variance: variance, length: nil)
        }

        /// A smooth part over columns.
        public static func rbf(
            _ columns: Range<Int>, variance: Hyperparameter, length: Hyperparameter
        ) -> Part {
            Part(shape: .rbf, columns: columns, variance: variance, length: length)
        }

        /// A constant that is not known.
        public static func constant(variance: Hyperparameter) -> Part {
            Part(shape: .constant, columns: 0..<0, variance: variance, length: nil)
        }
    }

    /// The parts.
    public var parts: [Part]
    /// The variance of the noise.
    public var noise: Hyperparameter

    /// A sum of parts, and noise.
    public init(parts: [Part], noise: Hyperparameter) {
        self.parts = parts
        self.noise = noise
    }

    /// All numbers to be found, in the order of ``CovarianceParts``.
    public var hyperparameters: [Hyperparameter] {
        parts.flatMap {
            [$0.variance] + ($0.shape == .rbf ? [$0.length ?? Hyperparameter(1, 1e-3...1e3)] : [])
        }
            + [noise]
    }

    /// The beliefs about their logarithms.
    var prior: HyperparameterPrior {
        let all = hyperparameters
        return HyperparameterPrior(
            means: all.map { log($0.start) }, deviations: all.map(\.deviation),
            lower: all.map { log($0.bounds.lowerBound) }, upper: all.map { log($0.bounds.upperBound) })
    }

    /// Refuses columns that are not there and numbers that are not positive.
    func check(columns: Int) throws(LearnError) {
        for part in parts where part.shape != .constant {
            guard part.columns.lowerBound >= 0, part.columns.upperBound <= columns, !part.columns.isEmpty
            else {
                throw LearnError(.parameter, "a part looks at columns \(part.columns) of \(columns)")
            }
        }
        for value in hyperparameters
        where
            !(value.start > 0 && value.start.isFinite && value.bounds.lowerBound > 0
            && value.bounds.upperBound.isFinite && value.deviation > 0)
        {
            throw LearnError(.parameter, "a hyperparameter \(value.start) in \(value.bounds) is not positive")
        }
    }

    /// The parts of the covariance of rows of features.
    ///
    /// - Complexity: O(rows² · columns).
    func covarianceParts(_ features: Matrix) throws(LearnError) -> CovarianceParts {
        let count = features.rows
        return try CovarianceParts(
            count: count,
            parts: parts.map { part -> CovarianceParts.Part in
                switch part.shape {
                case .constant: .gram([Double](repeating: 1, count: count * count))
                case .linear: .gram(features.products(with: features, columns: part.columns))
                case .rbf: .distances(Self.distances(features, features, part.columns))
                }
            })
    }

    /// Adds the covariance of rows with others, without noise, one row of the result for each of `rows`.
    func cross(_ rows: Matrix, _ others: Matrix, at theta: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.rows * others.rows)
        var place = 0
        for part in parts {
            let variance = exp(theta[place])
            switch part.shape {
            case .constant: for index in result.indices { result[index] += variance }
            case .linear:
                let values = rows.products(with: others, columns: part.columns)
                for index in result.indices { result[index] += variance * values[index] }
            case .rbf:
                let values = Self.distances(rows, others, part.columns)
                let rate = -0.5 * exp(-2 * theta[place + 1])
                result.withUnsafeMutableBufferPointer { result in
                    values.withUnsafeBufferPointer { values in
                        for index in result.indices { result[index] += variance * exp(rate * values[index]) }
                    }
                }
                place += 1
            }
            place += 1
        }
        return result
    }

    /// The variance of each row before anything is observed, without noise.
    func variances(_ rows: Matrix, at theta: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.rows)
        var place = 0
        for part in parts {
            let variance = exp(theta[place])
            for row in 0..<rows.rows {
                let size = part.shape == .linear ? Self.squaredNorm(rows, row, part.columns) : 1
                result[row] += variance * size
            }
            place += part.shape == .rbf ? 2 : 1
        }
        return result
    }

    private static func squaredNorm(_ rows: Matrix, _ row: Int, _ columns: Range<Int>) -> Double {
        columns.reduce(0) { $0 + rows[row, $1] * rows[row, $1] }
    }

    private static func distances(_ a: Matrix, _ b: Matrix, _ columns: Range<Int>) -> [Double] {
        var result = a.products(with: b, columns: columns)
        let left = (0..<a.rows).map { squaredNorm(a, $0, columns) }
        let right = (0..<b.rows).map { squaredNorm(b, $0, columns) }
        result.withUnsafeMutableBufferPointer { result in
            for row in left.indices {
                for column in right.indices {
                    let place = row * right.count + column
                    // Rounding must not make a distance negative.
                    result[place] = max(0, left[row] + right[column] - 2 * result[place])
                }
            }
        }
        return result
    }
}
