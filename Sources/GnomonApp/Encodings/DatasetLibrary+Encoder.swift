import GnomonDatasets
import GnomonPredict
import GnomonSpaces

extension DatasetLibrary {
    /// What encodes the architectures of a data set; published proxies are read where they are wanted.
    ///
    /// - Parameters:
    ///   - data: the data set's pool.
    ///   - name: the data set.
    ///   - folder: where encodings are kept; nil for memory alone.
    ///   - wanted: the encodings that will be asked for.
    ///   - settings: how encodings are made; nil for the usual way.
    /// - Returns: an encoder of the pool.
    /// - Throws: `AppError` for published proxies that are not there, or in a file that is damaged.
    func encoder(
        of data: TransferData, named name: String, folder: String?, for wanted: [ArchitectureEncoding],
        settings: ArchitectureEncoder.Settings? = nil
    ) throws(AppError) -> ArchitectureEncoder {
        let published = wanted.contains(.zcpPublished) ? try proxies(of: data, named: name) : [:]
        return ArchitectureEncoder(
            data.pool, in: data.space, folder: folder, published: published, settings: settings)
    }

    /// The zero-cost proxies that were published with a data set; none where there are no such.
    private func proxies(
        of data: TransferData, named name: String
    ) throws(AppError) -> [Architecture: [Double]] {
        guard let file = (try? DatasetCatalog.form(named: name))?.proxies else { return [:] }
        let csv = try table(named: file)
        let scores: ScoreTable
        do throws(DatasetError) {
            scores = try ScoreTable(csv, of: data.space, names: ZeroCostProxy.allCases.map(\.rawValue))
        } catch { throw AppError(error, place: file) }
        var rows: [String: [Double]] = [:]
        for (row, text) in scores.architectures.enumerated() {
            rows[text] = scores.values.map { $0[row] ?? ZeroCostProxy.none }
        }
        var result: [Architecture: [Double]] = [:]
        for architecture in data.pool { result[architecture] = rows[data.space.format(architecture)] }
        return result
    }
}
