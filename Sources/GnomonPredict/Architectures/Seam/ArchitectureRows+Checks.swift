import GnomonFeatures
import GnomonLearn
import GnomonSpaces

extension ArchitectureRows {
    /// Refuses rows that cannot be learned from.
    ///
    /// - Throws: `PredictError`: tooFew for fewer than `fewest` rows, training for counts that differ, latencies
    ///   that are not finite and positive, or architectures of another space.
    public func check(fewest: Int = 1, what: String = "training rows") throws(PredictError) {
        guard architectures.count == milliseconds.count else {
            throw PredictError(
                .training, "\(architectures.count) architectures, \(milliseconds.count) latencies (\(what))")
        }
        guard count >= fewest else {
            throw PredictError(.tooFew, "\(count) \(what), at least \(fewest) are needed")
        }
        for (row, value) in milliseconds.enumerated() where !(value > 0) || !value.isFinite {
            throw PredictError(.training, "the latency of row \(row) is \(value) ms (\(what))")
        }
        for architecture in architectures {
            do { try space.check(architecture) } catch {
                throw PredictError(.training, "\(error.message) (\(what))")
            }
        }
    }

    /// The rows in an order that does not depend on how they came.
    ///
    /// - Complexity: O(n log n).
    public var ordered: ArchitectureRows {
        let order = architectures.indices.sorted { first, second in
            let (left, right) = (architectures[first].genes, architectures[second].genes)
            if left != right { return left.lexicographicallyPrecedes(right) }
            return milliseconds[first] < milliseconds[second]
        }
        return ArchitectureRows(
            space: space, architectures: order.map { architectures[$0] },
            milliseconds: order.map { milliseconds[$0] })
    }
}

/// The features of architectures as a matrix.
enum ArchitectureMatrix {
    /// One row an architecture.
    ///
    /// - Throws: `PredictError` (architecture) for one that is not of the space.
    static func of(
        _ architectures: [Architecture], _ extractor: any ArchitectureExtractor
    ) throws(PredictError) -> Matrix {
        var values: [Double] = []
        let columns = extractor.columns.count
        values.reserveCapacity(columns * architectures.count)
        do throws(SpaceError) {
            for architecture in architectures { values += try extractor.row(architecture) }
        } catch {
            throw PredictError(.architecture, error.message)
        }
        do { return try Matrix(rows: architectures.count, columns: columns, values: values) } catch {
            throw PredictError(.training, error.message)
        }
    }

    /// The extractor a manifest names, checked against its schema.
    ///
    /// - Throws: `PredictError` (invalid) where the space has none of that name, or another version of it.
    static func extractor(
        of manifest: ArchitectureManifest, place: String
    ) throws(PredictError) -> any ArchitectureExtractor {
        let space = try manifest.searchSpace(place: place)
        guard let extractor = ArchitectureFeatureCatalog.extractor(named: manifest.features, of: space) else {
            throw PredictError(.invalid, "no features '\(manifest.features)' of \(space.name)", place: place)
        }
        guard extractor.schema == manifest.featureSchema else {
            throw PredictError(
                .invalid, "trained on another version of the features '\(manifest.features)'", place: place,
                hint: "train it again with 'gnomon train'")
        }
        return extractor
    }
}
