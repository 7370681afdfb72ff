import Foundation

/// The covariance of n observations as a sum of parts whose sizes are to be found:
/// K = Σ exp(θ) Gram + Σ exp(θ) exp(−distances / 2 exp(λ)²) + exp(θₙ) diag(scales).
///
/// Hyperparameters are logarithms, in the order of the parts: log variance, and behind it log length for a part of
/// distances; the noise's log variance comes last. Rasmussen, Williams 2006, "Gaussian Processes for Machine
/// Learning", chapter 5.
public struct CovarianceParts: Sendable {
    /// One part.
    public enum Part: Sendable {
        /// Products of features, n × n in row-major order.
        case gram([Double])
        /// Squared distances of features, n × n in row-major order.
        case distances([Double])
    }

    /// The value and slope of a log density over the hyperparameters.
    public struct Evidence: Hashable, Sendable {
        /// The log density.
        public var value: Double
        /// Its derivative by each hyperparameter.
        public var gradient: [Double]
    }

    /// The number of observations.
    public let count: Int
    /// The parts.
    public let parts: [Part]
    /// What the noise's variance is multiplied by at each observation; nil for ones.
    public var noiseScales: [Double]?

    /// Parts over `count` observations.
    ///
    /// - Throws: `LearnError` (data) where a part is not count × count.
    public init(count: Int, parts: [Part]) throws(LearnError) {
        for part in parts where part.values.count != count * count {
            throw LearnError(.data, "a part of a covariance has \(part.values.count) numbers, not \(count)²")
        }
        self.count = count
        self.parts = parts
    }

    /// The number of hyperparameters.
    public var hyperparameterCount: Int {
        1 + parts.reduce(0) { $0 + ($1.isGram ? 1 : 2) }
    }

    /// The covariance in row-major order; without noise if not asked for.
    ///
    /// - Complexity: O(count² · parts).
    public func covariance(at theta: [Double], noise: Bool = true) -> [Double] {
        var result = [Double](repeating: 0, count: count * count)
        var place = 0
        for part in parts {
            let variance = exp(theta[place])
            switch part {
            case .gram(let values): Self.add(variance, values, to: &result)
            case .distances(let values):
                Self.addMirrored(
                    variance, values, rate: -0.5 * exp(-2 * theta[place + 1]), count, to: &result)
            }
            place += part.isGram ? 1 : 2
        }
        guard noise else { return result }
        let variance = exp(theta[place])
        for row in 0..<count { result[row * count + row] += variance * (noiseScales?[row] ?? 1) }
        return result
    }

    /// The log marginal likelihood of labels with mean zero; nil where the covariance cannot be factored.
    ///
    /// - Complexity: O(count³ + count² · parts).
    public func evidence(of labels: [Double], at theta: [Double]) -> Evidence? {
        guard labels.count == count, theta.count == hyperparameterCount,
            let factor = CholeskyFactor(covariance(at: theta), count: count)
        else { return nil }
        let alpha = factor.solve(labels)
        let fit = zip(labels, alpha).reduce(0) { $0 + $1.0 * $1.1 }
        let value = -0.5 * (fit + factor.logDeterminant + Double(count) * log(2 * Double.pi))
        // ∂/∂θ = ½ Σ (ααᵀ − K⁻¹) ∘ ∂K/∂θ.
        var weights = factor.inverse()
        for row in 0..<count {
            for column in 0..<count {
                let place = row * count + column
                weights[place] = alpha[row] * alpha[column] - weights[place]
            }
        }
        return Evidence(value: value, gradient: gradient(weights, theta))
    }

    private func gradient(_ weights: [Double], _ theta: [Double]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(theta.count)
        for part in parts {
            let variance = exp(theta[result.count])
            switch part {
            case .gram(let values): result.append(0.5 * variance * Self.product(weights, values))
            case .distances(let values):
                let rate = exp(-2 * theta[result.count + 1])
                let (size, spread) = Self.products(weights, values, rate: rate, count)
                result += [0.5 * variance * size, 0.5 * variance * spread]
            }
        }
        let trace = (0..<count).reduce(0) { $0 + weights[$1 * count + $1] * (noiseScales?[$1] ?? 1) }
        return result + [0.5 * exp(theta[result.count]) * trace]
    }

    private static func add(_ factor: Double, _ values: [Double], to result: inout [Double]) {
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for place in values.indices { result[place] += factor * values[place] }
            }
        }
    }

    /// Adds factor · exp(rate · value) to the lower triangle and its mirror image.
    private static func addMirrored(
        _ factor: Double, _ values: [Double], rate: Double, _ count: Int, to result: inout [Double]
    ) {
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for row in 0..<count {
                    for column in 0..<row {
                        let value = factor * exp(rate * values[row * count + column])
                        result[row * count + column] += value
                        result[column * count + row] += value
                    }
                    result[row * count + row] += factor
                }
            }
        }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                guard let x = a.baseAddress, let y = b.baseAddress else { return 0 }
                return RowProducts.dot(x, y, a.count)
            }
        }
    }

    /// Σ wᵢⱼ e and Σ wᵢⱼ e d rate with e = exp(−½ rate d).
    private static func products(
        _ weights: [Double], _ distances: [Double], rate: Double, _ count: Int
    ) -> (Double, Double) {
        var (size, spread) = (0.0, 0.0)
        weights.withUnsafeBufferPointer { weights in
            distances.withUnsafeBufferPointer { distances in
                for row in 0..<count {
                    for place in (row * count)..<(row * count + row) {
                        let distance = rate * distances[place]
                        let value = 2 * weights[place] * exp(-0.5 * distance)
                        size += value
                        spread += value * distance
                    }
                    size += weights[row * count + row]
                }
            }
        }
        return (size, spread)
    }
}

extension CovarianceParts.Part {
    /// The numbers of the part.
    var values: [Double] {
        switch self {
        case .gram(let values), .distances(let values): values
        }
    }

    /// Whether the part has a variance only.
    var isGram: Bool {
        if case .gram = self { true } else { false }
    }
}
