import Foundation
public import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// What every predictor of architectures must do, whatever it learned and how.
public struct ArchitecturePredictorConformance {
    private let rows: ArchitectureRows
    private let validation: ArchitectureRows
    private let folder: String
    private let tolerance: Double
    private var violations: [String] = []

    /// Checks a predictor on rows it can learn from.
    ///
    /// - Parameters:
    ///   - type: The predictor.
    ///   - rows: Rows to train on, at least twenty.
    ///   - validation: Rows to choose by, at least ten.
    ///   - folder: An existing, empty folder to save into.
    ///   - tolerance: How much an answer may differ in company of others; for libraries that sum in blocks.
    /// - Returns: The sentences it violates; none is what one wants.
    public static func violations(
        of type: any ArchitecturePredictor.Type, rows: ArchitectureRows, validation: ArchitectureRows,
        folder: String, tolerance: Double = 0
    ) -> [String] {
        var suite = Self(rows: rows, validation: validation, folder: folder, tolerance: tolerance)
        suite.check(type)
        return suite.violations
    }

    private init(rows: ArchitectureRows, validation: ArchitectureRows, folder: String, tolerance: Double) {
        self.rows = rows
        self.validation = validation
        self.folder = folder
        self.tolerance = tolerance
    }

    private mutating func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
        if !holds { violations.append(sentence()) }
    }

    private mutating func check<P: ArchitecturePredictor>(_ type: P.Type) {
        require(!P.card.name.isEmpty && !P.card.summary.isEmpty, "the card has a name and a summary")
        let named = ArchitecturePredictorCatalog.all.filter { $0.card.name == P.card.name }
        require(
            named.count == 1, "the catalogue holds the name '\(P.card.name)' once, not \(named.count) times")
        checkRefusals(type)
        do {
            let predictor = try P.train(on: rows, validation: validation, seed: 7)
            try checkAnswers(predictor)
            try checkSameBytes(predictor)
            try checkFiles(predictor)
        } catch { require(false, "training, predicting and saving work: \(error)") }
    }

    private mutating func checkAnswers(_ predictor: some ArchitecturePredictor) throws {
        let subjects = validation.architectures
        let answers = try predictor.predict(subjects)
        require(answers.count == subjects.count, "there is one answer an architecture")
        require(try predictor.predict([]).isEmpty, "no architectures, no answers")
        require(try answers == predictor.predict(subjects), "asking twice gives the same answer")
        for answer in answers {
            require(
                answer.milliseconds > 0 && answer.milliseconds.isFinite,
                "latencies are finite and positive, not \(answer.milliseconds)")
            require((0...1).contains(answer.coverage), "the coverage is a share")
            if let interval = answer.interval {
                require(interval.contains(answer.milliseconds), "the interval holds the latency")
                require(interval.lowerBound > 0, "no interval reaches 0")
            }
        }
        let backward = try predictor.predict(subjects.reversed())
        require(agree(Array(backward.reversed()), answers), "the order of architectures does not matter")
        let alone = try subjects.prefix(5).flatMap { try predictor.predict([$0]) }
        require(
            agree(alone, Array(answers.prefix(5))),
            "an architecture alone gets the answer it gets in company")
        let spread = Set(answers.map(\.milliseconds)).count
        require(spread > 1, "different architectures have different answers")
    }

    private func agree(_ left: [ArchitecturePrediction], _ right: [ArchitecturePrediction]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { abs($0.milliseconds / $1.milliseconds - 1) <= tolerance }
    }

    private mutating func checkRefusals<P: ArchitecturePredictor>(_ type: P.Type) {
        for value in [Double.nan, .infinity, 0, -1] {
            var bad = rows
            bad.milliseconds[bad.count / 2] = value
            require(
                isRefused { try P.train(on: bad, validation: validation, seed: 7) }, "\(value) ms is refused")
            bad = validation
            bad.milliseconds[0] = value
            require(
                isRefused { try P.train(on: rows, validation: bad, seed: 7) },
                "\(value) ms is refused in a validation row")
        }
        var short = rows
        short.milliseconds.removeLast()
        require(
            isRefused { try P.train(on: short, validation: validation, seed: 7) },
            "a missing latency is refused")
        let none = ArchitectureRows(space: rows.space, architectures: [], milliseconds: [])
        require(isRefused { try P.train(on: none, validation: none, seed: 7) }, "no rows are refused")
        var foreign = rows
        foreign.architectures[0] = Architecture([99])
        require(
            isRefused { try P.train(on: foreign, validation: validation, seed: 7) },
            "a row of another space is refused")
    }

    private func isRefused<Value>(_ body: () throws -> Value) -> Bool {
        do {
            _ = try body()
            return false
        } catch { return true }
    }

    private mutating func checkSameBytes<P: ArchitecturePredictor>(_ predictor: P) throws {
        try predictor.save(to: folder + "/first.gnomon")
        let first = try contents(folder + "/first.gnomon")
        try P.train(on: rows, validation: validation, seed: 7).save(to: folder + "/again.gnomon")
        require(try contents(folder + "/again.gnomon") == first, "the same seed gives the same bytes")
        var generator = SeededGenerator(seed: 3)
        let order = rows.architectures.indices.shuffled(using: &generator)
        let shuffled = ArchitectureRows(
            space: rows.space, architectures: order.map { rows.architectures[$0] },
            milliseconds: order.map { rows.milliseconds[$0] })
        try P.train(on: shuffled, validation: validation, seed: 7).save(to: folder + "/shuffled.gnomon")
        require(try contents(folder + "/shuffled.gnomon") == first, "the order of rows does not matter")
    }

    private mutating func checkFiles<P: ArchitecturePredictor>(_ predictor: P) throws {
        let path = folder + "/first.gnomon"
        let loaded = try ArchitecturePredictorCatalog.load(folder: path)
        require(loaded is P, "the catalogue loads what was saved")
        require(
            try loaded.predict(validation.architectures) == predictor.predict(validation.architectures),
            "a loaded predictor answers as the saved one")
        try loaded.save(to: folder + "/second.gnomon")
        require(
            try contents(folder + "/second.gnomon") == contents(path),
            "a loaded predictor saves the same bytes")
        for genes in [
            [], [99], rows.architectures[0].genes + [0], rows.architectures[0].genes.map { _ in -1 },
        ] {
            do {
                _ = try predictor.predict([Architecture(genes)])
                require(false, "genes \(genes) are refused")
            } catch {}
        }
        checkDamage(P.self)
    }

    /// Files that are missing, empty, garbled or of another system.
    private mutating func checkDamage<P: ArchitecturePredictor>(_ type: P.Type) {
        do throws(PredictError) {
            _ = try P(folder: folder + "/nothing.gnomon")
            require(false, "a folder that is not there is refused")
        } catch {
            require(
                error.code == .missing,
                "a folder that is not there is 'missing', not '\(error.code.rawValue)'")
        }
        let path = folder + "/first.gnomon"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        for name in names {
            let file = path + "/" + name
            guard let original = FileManager.default.contents(atPath: file) else { continue }
            for damaged in [
                Data(), original.prefix(original.count / 2), Data([0xFF, 0x00, 0xFE]), Data("[]".utf8),
            ] {
                try? damaged.write(to: URL(fileURLWithPath: file))
                require(isRefused { try P(folder: path) }, "\(name) with \(damaged.count) bytes is refused")
            }
            try? original.write(to: URL(fileURLWithPath: file))
        }
        require(!isRefused { try P(folder: path) }, "the folder is as it was")
    }

    /// The bytes of each file of a folder.
    private func contents(_ path: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return files
    }
}
