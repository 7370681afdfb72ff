import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonSpaces

/// Latency as the sum of the network's blocks in a table.
///
/// The table is a published one (Once-for-all, ProxylessNAS, HW-NAS-Bench), one for each size of image, or it is
/// fitted to whole networks (as FBNet's is used, arXiv:1812.03443). A block that is not in it is named, filled with
/// an error bar, and lowers the coverage.
public struct LookupTablePredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "lookup-table", summary: "the sum of the network's blocks in a table, published or fitted",
        source: "arXiv:1812.03443, arXiv:1908.09791")

    /// What is added up.
    enum Contents: Sendable {
        case published([Int: BlockTable], [Int: TableFill])
        case fitted(FittedTable)
    }

    var manifest: ArchitectureManifest
    let space: any SearchSpace
    var contents: Contents

    /// A predictor on published tables of one device.
    ///
    /// - Throws: `PredictError` (training) for a space without such tables, no table, two of one image size, or a
    ///   negative latency.
    public init(space: any SearchSpace, tables: [BlockTable]) throws(PredictError) {
        guard space is OFAMobileNetV3 || space is ProxylessNAS || space is FBNet else {
            throw PredictError(.training, "there are no published tables of \(space.name)")
        }
        guard !tables.isEmpty, Set(tables.map(\.imageSide)).count == tables.count,
            Set(tables.map(\.device)).count == 1
        else { throw PredictError(.training, "tables must be of one device and different image sizes") }
        for table in tables {
            try Self.check(table)
        }
        self.space = space
        contents = Self.published(tables)
        manifest = ArchitectureManifest(
            system: Self.card.name, space: space.name,
            rows: tables.reduce(0) { $0 + $1.entries.count }, validationRows: 0, seed: 0)
    }

    /// Fits a table to whole networks; how much it is held to zero is chosen on the validation rows.
    ///
    /// - Throws: `PredictError` for fewer than two rows.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> LookupTablePredictor {
        try rows.check(fewest: 2)
        try validation.check(fewest: 0, what: "validation rows")
        guard !rows.space.choices.isEmpty else {
            throw PredictError(
                .training, "a table has an entry for each choice, and \(rows.space.name) have none to choose")
        }
        let table = try FittedTable.fit(rows.ordered, validation: validation)
        return LookupTablePredictor(
            manifest: ArchitectureManifest(
                system: card.name, space: rows.space.name, rows: rows.count, validationRows: validation.count,
                seed: seed), space: rows.space, contents: .fitted(table))
    }

    /// The sum for each architecture.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space.
    public func predict(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        guard case .fitted(let table) = contents else {
            return try architectures.map { architecture throws(PredictError) in
                Self.prediction(try answer(architecture))
            }
        }
        return try table.predict(architectures, space)
    }

    /// What the published tables say of an architecture, block by block.
    ///
    /// - Throws: `PredictError` where the architecture is not of the space, or the table was fitted.
    public func answer(_ architecture: Architecture) throws(PredictError) -> TableAnswer {
        guard case .published(let tables, let fills) = contents else {
            throw PredictError(.architecture, "a fitted table has no blocks of its own")
        }
        let keys: [String]
        do throws(SpaceError) { keys = try LookupKeys.of(architecture, in: space) ?? [] } catch {
            throw PredictError(.architecture, error.message)
        }
        let side = keys.first.flatMap { LookupKey($0) }?.side ?? 224
        // Of two that are as near, the larger image.
        let nearest = tables.keys.sorted(by: >).min { abs($0 - side) < abs($1 - side) }
        guard let nearest, let table = tables[nearest], let fill = fills[nearest] else {
            throw PredictError(.invalid, "there is no table")
        }
        var answer = TableAnswer(
            milliseconds: 0, covered: 0, gaps: [], error: 0, otherImageSide: nearest == side ? nil : nearest)
        var variance = 0.0
        for key in keys {
            if nearest == side, let entry = table.entries[key] {
                answer.milliseconds += entry.milliseconds
                answer.covered += entry.milliseconds
                let deviation = entry.deviation ?? 0.02 * entry.milliseconds
                variance += deviation * deviation
            } else {
                let gap = fill.gap(key)
                answer.gaps.append(gap)
                answer.milliseconds += gap.milliseconds
                variance += (gap.milliseconds * gap.error) * (gap.milliseconds * gap.error)
            }
        }
        answer.error = variance.squareRoot()
        return answer
    }

    private static func prediction(_ answer: TableAnswer) -> ArchitecturePrediction {
        // 1.645 standard errors to each side hold nine of ten.
        let half = 1.645 * answer.error
        let low = max(answer.milliseconds / 10, answer.milliseconds - half)
        return ArchitecturePrediction(
            milliseconds: answer.milliseconds, interval: low...(answer.milliseconds + half),
            coverage: answer.coverage, warnings: answer.warnings)
    }

    /// The expected latency when each position has probabilities for its choices, and its derivative by each of
    /// them: the differentiable latency of FBNet (arXiv:1812.03443).
    ///
    /// - Parameter probabilities: For each position as many numbers as it has choices.
    /// - Returns: Milliseconds, and their derivatives in the form of the probabilities.
    /// - Throws: `PredictError` for published tables, whose blocks are not one for each choice, or another form.
    public func expectation(
        _ probabilities: [[Double]]
    ) throws(PredictError) -> (milliseconds: Double, gradient: [[Double]]) {
        guard case .fitted(let table) = contents, !(space is OFAMobileNetV3) else {
            throw PredictError(.architecture, "only a fitted table has one latency for each choice")
        }
        guard probabilities.map(\.count) == space.choices else {
            throw PredictError(.architecture, "probabilities are not of the form of \(space.name)")
        }
        let basis = AdditiveBasis(space)
        var sum = table.constant
        var gradient: [[Double]] = []
        for (position, row) in probabilities.enumerated() {
            let latencies = row.indices.map { choice in
                basis.column(position: position, choice: choice).map { table.latencies[$0] } ?? 0
            }
            sum += zip(row, latencies).reduce(0) { $0 + $1.0 * $1.1 }
            gradient.append(latencies)
        }
        return (sum, gradient)
    }

    static func published(_ tables: [BlockTable]) -> Contents {
        var byside: [Int: BlockTable] = [:]
        for table in tables { byside[table.imageSide] = table }
        return .published(byside, byside.mapValues { TableFill($0) })
    }

    static func check(_ table: BlockTable) throws(PredictError) {
        for (key, entry) in table.entries {
            guard entry.milliseconds >= 0, entry.milliseconds.isFinite, LookupKey(key) != nil,
                entry.deviation ?? 0 >= 0, entry.deviation?.isFinite ?? true
            else { throw PredictError(.training, "the entry '\(key)' is no block with a latency") }
        }
    }

    init(manifest: ArchitectureManifest, space: any SearchSpace, contents: Contents) {
        self.manifest = manifest
        self.space = space
        self.contents = contents
    }
}
