import Foundation
import GnomonLearn
import GnomonStatistics
import Testing

// Expected numbers were computed with scikit-learn 1.8, SciPy 1.17 and NumPy; derivatives of the additive kernel
// numerically.

@Suite("Gaussian processes")
struct GaussianProcessTests {
    typealias Kernel = GaussianProcessKernel

    let features: Matrix
    let labels: [Double]
    let others: Matrix

    init() throws {
        func wave(_ i: Int, _ j: Int) -> Double { sin(1.0 + Double(3 * i + 7 * j)) }
        func other(_ i: Int, _ j: Int) -> Double { cos(0.5 + Double(2 * i + j)) }
        let rows: [[Double]] = (0..<12).map { i in (0..<3).map { wave(i, $0) } }
        features = try Matrix(rows)
        labels = rows.enumerated().map { cos(2.0 + 1.7 * Double($0.offset)) + $0.element[0] }
        others = try Matrix((0..<3).map { i in (0..<3).map { other(i, $0) } })
    }

    func near(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-8) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
    }

    var smooth: Kernel {
        Kernel(
            parts: [.rbf(0..<3, variance: .init(1.5, 1e-3...1e3), length: .init(0.8, 1e-2...1e2))],
            noise: .init(0.1, 1e-4...10))
    }

    var additive: Kernel {
        Kernel(
            parts: [
                .linear(0..<2, variance: .init(0.7, 1e-3...1e3)),
                .rbf(1..<3, variance: .init(1.2, 1e-3...1e3), length: .init(0.6, 1e-2...1e2)),
                .constant(variance: .init(0.3, 1e-3...1e3)),
            ], noise: .init(0.2, 1e-4...10))
    }

    /// n × n numbers of a function of two rows.
    func grid(_ body: (Int, Int) -> Double) -> [Double] {
        (0..<features.rows).flatMap { i in (0..<features.rows).map { body(i, $0) } }
    }

    @Test("The evidence, its slope and the predictions of a smooth kernel agree with scikit-learn")
    func sklearn() throws {
        let theta = [1.5, 0.8, 0.1].map { log($0) }
        let process = try GaussianProcess(features, labels, kernel: smooth, hyperparameters: theta)
        #expect(near([process.evidence], [-31.2646638734238]))
        #expect(
            near(
                try process.means(others), [0.16763300113374943, -1.102938619618283, -0.18300216247355]))
        #expect(
            near(
                try process.variances(others), [0.4593083116681185, 0.6692418897837102, 0.21467182964194098]))
        let parts = try CovarianceParts(
            count: 12,
            parts: [
                .distances(
                    grid { i, j in
                        (0..<3).reduce(0) { $0 + pow(features[i, $1] - features[j, $1], 2) }
                    })
            ])
        let evidence = try #require(parts.evidence(of: labels, at: theta))
        #expect(near([evidence.value], [-31.2646638734238]))
        #expect(near(evidence.gradient, [-1.392343565985583, -0.8430931013884839, 20.057624992600353]))
    }

    @Test("A sum of linear, smooth and constant parts agrees with NumPy")
    func sum() throws {
        let theta = [0.7, 1.2, 0.6, 0.3, 0.2].map { log($0) }
        let process = try GaussianProcess(features, labels, kernel: additive, hyperparameters: theta)
        #expect(near([process.evidence], [-21.58308930670745]))
        #expect(
            near(
                try process.means(others), [0.5329237612818574, -1.2022118155835964, -0.04170725418428434]))
        #expect(
            near(
                try process.variances(others), [0.5467715074605091, 1.0080200830562145, 0.29875079198278925]))
        let parts = try CovarianceParts(
            count: 12,
            parts: [
                .gram(grid { i, j in (0..<2).reduce(0) { $0 + features[i, $1] * features[j, $1] } }),
                .distances(
                    grid { i, j in (1..<3).reduce(0) { $0 + pow(features[i, $1] - features[j, $1], 2) } }),
                .gram(grid { _, _ in 1 }),
            ])
        let evidence = try #require(parts.evidence(of: labels, at: theta))
        #expect(
            near(
                evidence.gradient,
                [
                    -0.26291637104473387, -1.280079947463264, 0.5969954271970815, -0.19509526314465117,
                    8.77136864992541,
                ], 1e-7))
    }

    @Test("Fitting finds the optimum that scikit-learn finds with twenty restarts")
    func fitting() throws {
        var search = GaussianProcess.Search()
        (search.restarts, search.steps) = (12, 60)
        let process = try GaussianProcess(fitting: features, labels, kernel: smooth, search: search, seed: 3)
        #expect(process.evidence > -14.717480089520263 - 1e-4)
        let again = try GaussianProcess(fitting: features, labels, kernel: smooth, search: search, seed: 3)
        #expect(again.hyperparameters == process.hyperparameters)
    }

    @Test("Starts compared on few rows lead to a process of all rows that predicts a smooth function")
    func screening() throws {
        var generator = SeededGenerator(seed: 5)
        let rows = (0..<70).map { _ in (0..<2).map { _ in 2 * generator.uniform() - 1 } }
        func truth(_ row: [Double]) -> Double { sin(3 * row[0]) + row[1] * row[1] - 0.3 }
        var search = GaussianProcess.Search()
        (search.restarts, search.screeningRows, search.screeningSteps, search.steps) = (1, 30, 15, 6)
        let kernel = Kernel(
            parts: [.rbf(0..<2, variance: .init(1, 1e-2...1e2), length: .init(1, 0.05...20))],
            noise: .init(1e-2, 1e-6...1))
        let process = try GaussianProcess(
            fitting: Matrix(Array(rows.prefix(50))), rows.prefix(50).map(truth), kernel: kernel,
            search: search,
            seed: 1)
        let rest = try Matrix(Array(rows.dropFirst(50)))
        let means = try process.means(rest)
        for (mean, row) in zip(means, rows.dropFirst(50)) { #expect(abs(mean - truth(row)) < 0.05) }
    }

    @Test("A process survives writing and reading, and damaged files are refused")
    func codable() throws {
        let theta = [1.5, 0.8, 0.1].map { log($0) }
        let process = try GaussianProcess(features, labels, kernel: smooth, hyperparameters: theta)
        let data = try JSONEncoder().encode(process)
        let read = try JSONDecoder().decode(GaussianProcess.self, from: data)
        #expect(try read.means(others) == process.means(others))
        #expect(try read.variances(others) == process.variances(others))
        var text = String(decoding: data, as: UTF8.self)
        text.replace("\"columns\":3", with: "\"columns\":4")
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(GaussianProcess.self, from: Data(text.utf8))
        }
    }

    @Test("NaN, wrong counts and columns that are not there are refused")
    func refused() throws {
        let theta = [1.5, 0.8, 0.1].map { log($0) }
        #expect(throws: LearnError.self) {
            try GaussianProcess(features, [1, 2], kernel: smooth, hyperparameters: theta)
        }
        var bad = labels
        bad[3] = .nan
        #expect(throws: LearnError.self) {
            try GaussianProcess(features, bad, kernel: smooth, hyperparameters: theta)
        }
        let wide = Kernel(parts: [.linear(0..<4, variance: .init(1, 0.1...10))], noise: .init(1, 0.1...10))
        #expect(throws: LearnError.self) {
            try GaussianProcess(features, labels, kernel: wide, hyperparameters: [0, 0])
        }
        let process = try GaussianProcess(features, labels, kernel: smooth, hyperparameters: theta)
        #expect(throws: LearnError.self) { try process.means(Matrix([[1, 2]])) }
    }

    @Test("An observation that does not fit gets more noise, the others keep theirs")
    func robust() throws {
        var generator = SeededGenerator(seed: 2)
        let x = (0..<15).map { _ in 2 * generator.uniform() - 1 }
        var y = x.map { 2 * $0 + 0.01 * sin(40 * $0) }
        y[4] += 3
        let covariance = x.flatMap { a in x.map { 4 * a * $0 } }
        let scales = RobustNoise.scales(covariance: covariance, labels: y, variance: 0.01)
        #expect(scales[4] > 10)
        #expect(scales.enumerated().allSatisfy { $0.offset == 4 || $0.element < 3 })
        #expect(scales.allSatisfy { $0 >= 1 })
    }
}
