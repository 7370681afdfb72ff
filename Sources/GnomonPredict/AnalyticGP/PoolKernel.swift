import Foundation
import GnomonLearn

/// A covariance over a pool: a weighted sum of products of features, one-hot features centred.
struct PoolKernel: Sendable {
    /// What is added to every covariance.
    var constant = 0.0
    /// What the product of each dense column is multiplied by.
    var dense: [Double]
    /// What the product of each place is multiplied by.
    var diagonal: [Double]
    /// What the product of two places is multiplied by, width × width; nil for nothing besides `diagonal`.
    var matrix: [Double]?
    /// `matrix` times the means of the places.
    private var shift: [Double] = []

    /// Nothing yet.
    init(_ features: PoolFeatures) {
        dense = [Double](repeating: 0, count: features.dense.columns)
        diagonal = [Double](repeating: 0, count: features.width)
    }

    /// The sum of components, each with its weight.
    init(_ features: PoolFeatures, _ components: [PoolComponent], weights: [Double]) {
        self.init(features)
        for (component, weight) in zip(components, weights) { add(component, weight) }
        finish(features)
    }

    /// The columns that count.
    var denseColumns: [Int] { dense.indices.filter { dense[$0] != 0 } }

    private mutating func add(_ component: PoolComponent, _ weight: Double) {
        switch component.form {
        case .constant: constant += weight
        case .dense(let columns, let factor): for column in columns { dense[column] += weight * factor }
        case .places(let range, let factor): for place in range { diagonal[place] += weight * factor }
        case .matrix(let values):
            var sum = matrix ?? [Double](repeating: 0, count: values.count)
            for index in values.indices { sum[index] += weight * values[index] }
            matrix = sum
        }
    }

    private mutating func finish(_ features: PoolFeatures) {
        guard let matrix else { return }
        let width = features.width
        shift = (0..<width).map { row in
            (0..<width).reduce(0) { $0 + matrix[row * width + $1] * features.placeMeans[$1] }
        }
    }

    /// What each place of another row adds to the covariance with this one.
    func placeWeights(_ row: Int, _ features: PoolFeatures) -> [Double] {
        var result = zip(diagonal, features.placeMeans).map { -$0 * $1 }
        for place in features.places(of: row) { result[Int(place)] += diagonal[Int(place)] }
        guard let matrix else { return result }
        let width = features.width
        for index in 0..<width { result[index] -= shift[index] }
        for place in features.places(of: row) {
            let start = Int(place) * width
            for index in 0..<width { result[index] += matrix[start + index] }
        }
        return result
    }
}

/// One part of what a latency may be made of, and its size at first sight.
struct PoolComponent: Sendable {
    /// Where its features are.
    enum Form: Sendable {
        /// One for all rows.
        case constant
        /// Columns, and what their products are multiplied by.
        case dense([Int], Double)
        /// Places, and what their products are multiplied by.
        case places(Range<Int>, Double)
        /// A covariance of all places, width × width.
        case matrix([Double])
    }

    /// Its name.
    var name: String
    /// Its features.
    var form: Form
    /// The component that says the same of the network as it is after dead parts were cut; nil for none.
    var counterpart: String?
    /// Whether it comes from other devices.
    var isSource = false
}

extension PoolFeatures {
    /// Columns as a component of mean variance 1 over the pool.
    func component(_ name: String, columns: [Int], isSource: Bool = false)
        -> PoolComponent
    {
        var total = 0.0
        for row in 0..<count { for column in columns { total += dense[row, column] * dense[row, column] } }
        let mean = total / Double(max(1, count))
        return PoolComponent(
            name: name, form: .dense(columns, mean > 0 ? 1 / mean : 0), isSource: isSource)
    }

    /// One-hot features as a component of mean variance 1 over the pool; `slots` ones of a row are in the range.
    func component(_ name: String, places: Range<Int>, slots: Int) -> PoolComponent {
        let mean = Double(slots) - placeMeans[places].reduce(0) { $0 + $1 * $1 }
        return PoolComponent(name: name, form: .places(places, mean > 0 ? 1 / mean : 0))
    }

    /// A covariance of places as a component of mean variance 1 over the pool.
    ///
    /// - Parameters:
    ///   - name: of the component.
    ///   - matrix: width × width.
    ///   - spread: the covariance of the places over the pool.
    ///   - isSource: whether it comes from other devices.
    /// - Returns: the component.
    func component(
        _ name: String, matrix: [Double], spread: [Double], isSource: Bool = false
    ) -> PoolComponent {
        let mean = zip(matrix, spread).reduce(0) { $0 + $1.0 * $1.1 }
        let scaled = mean > 0 ? matrix.map { $0 / mean } : matrix
        return PoolComponent(name: name, form: .matrix(scaled), isSource: isSource)
    }

    /// The covariance of the places over the pool, width × width.
    ///
    /// - Complexity: O(rows · slots²).
    func placeSpread() -> [Double] {
        var result = [Double](repeating: 0, count: width * width)
        for row in 0..<count {
            let own = places(of: row)
            for a in own { for b in own { result[Int(a) * width + Int(b)] += 1 } }
        }
        for a in 0..<width {
            for b in 0..<width {
                let place = a * width + b
                result[place] = result[place] / Double(max(1, count)) - placeMeans[a] * placeMeans[b]
            }
        }
        return result
    }

    /// The prior variance of each row under a component.
    func variances(_ component: PoolComponent) -> [Double] {
        switch component.form {
        case .constant: return [Double](repeating: 1, count: count)
        case .dense(let columns, let factor):
            return (0..<count).map { row in
                factor * columns.reduce(0) { $0 + dense[row, $1] * dense[row, $1] }
            }
        case .places(let range, let factor):
            let square = placeMeans[range].reduce(0) { $0 + $1 * $1 }
            return (0..<count).map { row in
                places(of: row).reduce(factor * square) { sum, place in
                    range.contains(Int(place)) ? sum + factor * (1 - 2 * placeMeans[Int(place)]) : sum
                }
            }
        case .matrix(let values): return variances(values)
        }
    }

    private func variances(_ matrix: [Double]) -> [Double] {
        let shift = (0..<width).map { a in
            (0..<width).reduce(0) { $0 + matrix[a * width + $1] * placeMeans[$1] }
        }
        let square = zip(shift, placeMeans).reduce(0) { $0 + $1.0 * $1.1 }
        return matrix.withUnsafeBufferPointer { matrix in
            (0..<count).map { row in
                let own = places(of: row)
                var sum = square
                for a in own {
                    sum -= 2 * shift[Int(a)]
                    let start = Int(a) * width
                    for b in own { sum += matrix[start + Int(b)] }
                }
                return sum
            }
        }
    }
}
