import Foundation
import GnomonData
public import GnomonGraph
public import GnomonPredict
import GnomonStatistics

/// What every predictor must do, whatever it learned and how.
public struct PredictorConformance {
    private let networks: [Network]
    private let unknown: Network
    private let unknownName: String
    private let folder: String
    private var violations: [String] = []

    /// Checks a predictor.
    ///
    /// - Parameters:
    ///   - predictor: A trained predictor.
    ///   - networks: Prepared networks of known operators; at least two.
    ///   - unknown: A prepared network with an operator nobody knows.
    ///   - unknownName: The operator's name as warnings show it.
    ///   - folder: An existing, empty folder to save into.
    /// - Returns: The sentences it violates; none is what one wants.
    public static func violations(
        of predictor: some Predictor, on networks: [Network], unknown: Network, unknownName: String,
        folder: String
    ) -> [String] {
        var suite = PredictorConformance(networks, unknown, unknownName, folder)
        suite.checkCard(predictor)
        suite.checkAnswers(predictor)
        suite.checkFixedCost(predictor)
        suite.checkOrder(predictor)
        suite.checkUnknown(predictor)
        suite.checkFiles(predictor)
        return suite.violations
    }

    private init(_ networks: [Network], _ unknown: Network, _ unknownName: String, _ folder: String) {
        self.networks = networks
        self.unknown = unknown
        self.unknownName = unknownName
        self.folder = folder
    }

    private mutating func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
        if !holds { violations.append(sentence()) }
    }

    private mutating func checkCard<P: Predictor>(_ predictor: P) {
        require(!P.card.name.isEmpty, "the card has a name")
        require(!P.card.summary.isEmpty, "the card has a summary")
        let named = PredictorCatalog.all.filter { $0.card.name == P.card.name }
        require(
            named.count == 1, "the catalogue holds the name '\(P.card.name)' once, not \(named.count) times")
    }

    private mutating func checkAnswers(_ predictor: some Predictor) {
        let predictions = predictor.predict(networks)
        require(predictions.count == networks.count, "there is one prediction a network")
        require(predictor.predict([]).isEmpty, "no networks, no predictions")
        require(predictions == predictor.predict(networks), "asking twice gives the same answer")
        for (network, prediction) in zip(networks, predictions) { checkAnswer(prediction, network) }
    }

    private mutating func checkAnswer(_ prediction: Prediction, _ network: Network) {
        let name = network.name
        let numbers =
            [
                prediction.latency, prediction.interval.lower, prediction.interval.upper,
            ].map(\.nanoseconds) + prediction.kernels.map(\.latency.nanoseconds)
        require(
            numbers.allSatisfy { $0.isFinite && $0 >= 0 }, "\(name): all times are finite and not negative")
        require(prediction.latency > .zero, "\(name): no network is free")
        require(prediction.interval.contains(prediction.latency), "\(name): the interval holds the latency")
        require((0...1).contains(prediction.interval.level), "\(name): the level is a share")
        require((0...1).contains(prediction.coverage), "\(name): the coverage is a share")
        require(
            Set(prediction.kernels.map(\.name)).count == prediction.kernels.count,
            "\(name): kernels have names of their own")
        var times = [Int](repeating: 0, count: network.nodes.count)
        for node in prediction.kernels.flatMap(\.nodes) where times.indices.contains(node) {
            times[node] += 1
        }
        for (index, node) in network.nodes.enumerated() {
            let expected = node.state == .live ? 1 : 0
            require(
                times[index] == expected,
                "\(name): node \(index) (\(node.op.typeName)) is in \(times[index]) kernels, not \(expected)")
        }
    }

    /// What a run costs beside its kernels is one number for all networks of a platform.
    private mutating func checkFixedCost(_ predictor: some Predictor) {
        let predictions = predictor.predict(networks)
        let rests = predictions.map { prediction in
            prediction.kernels.reduce(prediction.latency.nanoseconds) { $0 - $1.latency.nanoseconds }
        }
        let largest = predictions.map(\.latency.nanoseconds).max() ?? 0
        let spread = (rests.max() ?? 0) - (rests.min() ?? 0)
        require(
            spread <= 1e-6 * largest && (rests.min() ?? 0) >= -1e-6 * largest,
            "kernels and one fixed cost add up to the latency; rests are \(rests)")
    }

    private mutating func checkOrder(_ predictor: some Predictor) {
        let forward = predictor.predict(networks)
        let backward = predictor.predict(networks.reversed())
        require(forward == Array(backward.reversed()), "the order of the networks does not matter")
        let alone = networks.flatMap { predictor.predict([$0]) }
        require(forward == alone, "a network alone gets the answer it gets in company")
    }

    private mutating func checkUnknown(_ predictor: some Predictor) {
        guard let prediction = predictor.predict([unknown]).first else {
            return require(false, "an unknown operator does not prevent an answer")
        }
        require(
            prediction.warnings.contains { $0.contains(unknownName) },
            "warnings name the unknown operator; they are \(prediction.warnings)")
        require(prediction.coverage < 1, "an unknown operator is not covered")
        let nodes = unknown.nodes.indices.filter { unknown.nodes[$0].op.kind == nil }
        let kernels = prediction.kernels.filter { !Set($0.nodes).isDisjoint(with: nodes) }
        require(!kernels.isEmpty, "the unknown operator has a kernel")
        require(kernels.allSatisfy { !$0.isKnown }, "its kernel is not called known")
        require(kernels.allSatisfy { $0.latency > .zero }, "it is never free")
        require(prediction.interval.contains(prediction.latency), "its interval holds the latency")
    }

    private mutating func checkFiles<P: Predictor>(_ predictor: P) {
        let first = folder + "/first.gnomon"
        let second = folder + "/second.gnomon"
        do {
            try predictor.save(to: first)
            try predictor.save(to: second)
            require(try contents(first) == contents(second), "saving twice writes the same bytes")
            let loaded = try PredictorCatalog.load(folder: first)
            require(loaded is P, "the catalogue loads what was saved")
            require(loaded.platform == predictor.platform, "the platform survives the folder")
            require(
                loaded.predict(networks + [unknown]) == predictor.predict(networks + [unknown]),
                "a loaded predictor answers as the saved one")
            try loaded.save(to: second)
            require(try contents(first) == contents(second), "a loaded predictor saves the same bytes")
        } catch {
            require(false, "saving and loading work: \(error)")
        }
        do throws(PredictError) {
            _ = try P(folder: folder + "/nothing.gnomon")
            require(false, "a folder that is not there is refused")
        } catch {
            require(
                error.code == .missing,
                "a folder that is not there is 'missing', not '\(error.code.rawValue)'")
        }
    }

    /// The bytes of each file of a folder and of the folders in it.
    private func contents(_ path: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            var isFolder: ObjCBool = false
            let place = path + "/" + name
            guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            files[name] = try Data(contentsOf: URL(fileURLWithPath: place))
        }
        return files
    }
}
