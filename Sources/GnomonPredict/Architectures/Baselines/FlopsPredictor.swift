import Foundation
import GnomonFeatures
import GnomonLearn
public import GnomonSpaces

/// Latency as a line over multiply-accumulates: what every other predictor must beat.
public struct FlopsPredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "flops", summary: "a line over the multiply-accumulates of the network", source: "")

    private struct Parts: Codable {
        /// Milliseconds without any operation, and for each million.
        var intercept: Double
        var slope: Double
        var bound: Double?
        /// A guard below: no architecture is free.
        var smallest: Double
    }

    private var manifest: ArchitectureManifest
    private var space: any SearchSpace
    private var parts: Parts

    /// Fits the line by least squares of relative errors.
    ///
    /// - Throws: `PredictError` for fewer than two rows.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> FlopsPredictor {
        try rows.check(fewest: 2)
        try validation.check(fewest: 0, what: "validation rows")
        let rows = rows.ordered
        let amounts = try rows.architectures.map { architecture throws(PredictError) in
            [try Self.amount(architecture, rows.space)]
        }
        let line: RidgeRegression
        do {
            line = try RidgeRegression(
                Matrix(amounts), rows.milliseconds, weights: rows.milliseconds.map { 1 / ($0 * $0) },
                penalty: 1e-12)
        } catch { throw PredictError(.training, error.message) }
        var predictor = FlopsPredictor(
            manifest: ArchitectureManifest(
                system: card.name, space: rows.space.name, rows: rows.count, validationRows: validation.count,
                seed: seed),
            space: rows.space,
            parts: Parts(
                intercept: line.intercept, slope: line.coefficients[0], bound: nil,
                smallest: (rows.milliseconds.min() ?? 1) / 2))
        let answers = try predictor.predict(validation.architectures).map(\.milliseconds)
        predictor.parts.bound = ConformalFactor.of(predicted: answers, measured: validation.milliseconds)
        return predictor
    }

    /// The line at each architecture.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space that was trained on.
    public func predict(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try architectures.map { architecture throws(PredictError) in
            let amount = try Self.amount(architecture, space)
            let value = max(parts.smallest, parts.intercept + parts.slope * amount)
            return ArchitecturePrediction(
                milliseconds: value, interval: ConformalFactor.interval(value, parts.bound))
        }
    }

    /// Millions of multiply-accumulates of a network.
    static func amount(
        _ architecture: Architecture, _ space: any SearchSpace
    ) throws(PredictError) -> Double {
        do throws(SpaceError) {
            return try ArchitectureCost.macs(of: architecture, in: space) / 1e6
        } catch { throw PredictError(.architecture, error.message) }
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            try PredictorFolder.json(parts, to: folder + "/flops.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        space = try manifest.searchSpace(place: folder)
        parts = try Manifest.decode(Parts.self, from: folder + "/flops.json")
        let numbers = [parts.intercept, parts.slope, parts.bound ?? 0]
        guard numbers.allSatisfy(\.isFinite), parts.smallest > 0, parts.smallest.isFinite else {
            throw PredictError(.invalid, "a number is out of range", place: folder + "/flops.json")
        }
    }

    private init(manifest: ArchitectureManifest, space: any SearchSpace, parts: Parts) {
        self.manifest = manifest
        self.space = space
        self.parts = parts
    }
}
