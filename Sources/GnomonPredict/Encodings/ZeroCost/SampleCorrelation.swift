import Foundation
import GnomonLearn

/// How alike images are to a network: correlations of the derivatives of its answer in each of them.
struct SampleCorrelation {
    /// Images x images; nil where some image has the same derivative everywhere.
    let matrix: [[Double]]?
    private let engine: NeuralEngine
    /// What keeps logarithms finite (arXiv:2006.04647v1).
    private static let floor = 1e-5

    /// The correlations of rows, images x numbers of one.
    ///
    /// - Throws: `LearnError` (tensor) with what LibTorch says.
    init(_ rows: EagerTensor, _ engine: NeuralEngine) throws(LearnError) {
        self.engine = engine
        let images = rows.sizes[0]
        let flat = try engine.tensor(rows.values(), [images, rows.count / max(1, images)])
        let centred = try flat - flat.mean([1], keepingAxes: true)
        let length = try (centred * centred).sum([1], keepingAxes: true).squareRoot()
        guard try length.values().allSatisfy({ $0 > 0 && $0.isFinite }) else {
            matrix = nil
            return
        }
        let unit = try centred / length
        let values = try unit.matmul(unit.transposed()).values()
        matrix = (0..<images).map { Array(values[$0 * images..<($0 + 1) * images]) }
    }

    /// ``ZeroCostProxy/jacov``: -sum log(v + k) + 1 / (v + k) over the eigenvalues v.
    func jacov() throws(LearnError) -> Double {
        guard let matrix else { return ZeroCostProxy.none }
        let values = try engine.tensor(matrix.flatMap { $0 }, [matrix.count, matrix.count])
            .symmetricEigenvalues().values()
        return -values.reduce(0) { sum, value in
            // Rounding makes a zero slightly negative.
            let shifted = max(0, value) + Self.floor
            return sum + log(shifted) + 1 / shifted
        }
    }

    /// ``ZeroCostProxy/epeNAS``: the sum over classes of |sum log(|c| + k)|, c between images of the class.
    func epeNAS(_ labels: [Int]) -> Double {
        guard let matrix else { return ZeroCostProxy.none }
        var total = 0.0
        for label in Set(labels).sorted() {
            let members = labels.indices.filter { labels[$0] == label }
            var sum = 0.0
            for i in members {
                for j in members { sum += log(abs(matrix[i][j]) + Self.floor) }
            }
            total += abs(sum)
        }
        return total
    }
}
