import GnomonData
import GnomonSpaces

extension LookupTablePredictor {
    /// The `lookup-table.json` of a predictor folder: one of the two.
    private struct Parts: Codable {
        var tables: [BlockTable]?
        var fitted: FittedTable?
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let parts: Parts
        switch contents {
        case .published(let tables, _):
            parts = Parts(tables: tables.values.sorted { $0.imageSide < $1.imageSide })
        case .fitted(let table): parts = Parts(fitted: table)
        }
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            try PredictorFolder.json(parts, to: folder + "/lookup-table.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let place = folder + "/lookup-table.json"
        let manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        let space = try manifest.searchSpace(place: folder)
        let parts = try Manifest.decode(Parts.self, from: place)
        if let tables = parts.tables {
            do throws(PredictError) {
                try self.init(space: space, tables: tables)
            } catch { throw PredictError(.invalid, error.message, place: place) }
            self.manifest = manifest
            return
        }
        guard let table = parts.fitted else {
            throw PredictError(.invalid, "there is no table", place: place)
        }
        let columns = AdditiveBasis(space).columns
        let numbers = table.latencies + [table.constant, table.bound ?? 0, table.smallest]
        guard table.latencies.count == columns, table.isKnown.count == columns,
            numbers.allSatisfy(\.isFinite), table.smallest > 0, table.bound ?? 0 >= 0
        else { throw PredictError(.invalid, "numbers do not fit the space", place: place) }
        self.init(manifest: manifest, space: space, contents: .fitted(table))
    }
}
