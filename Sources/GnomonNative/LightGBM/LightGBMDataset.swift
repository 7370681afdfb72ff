/// Rows of features with their labels, binned by LightGBM.
///
/// Not for use from two threads at once.
public final class LightGBMDataset {
    let lightGBM: LightGBM
    let handle: UnsafeMutableRawPointer

    /// A data set of `rows` × `columns` features in row-major order.
    ///
    /// `reference` is the data set whose bins are used: a validation set must have those of the training set.
    /// Labels and weights reach the library as Float32.
    ///
    /// - Throws: `NativeError` when counts disagree or the library refuses.
    public init(
        _ lightGBM: LightGBM, features: [Double], rows: Int, columns: Int, labels: [Double],
        weights: [Double]? = nil, parameters: String, reference: LightGBMDataset? = nil
    ) throws(NativeError) {
        let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows > 0, columns > 0, !overflow, features.count == cells, labels.count == rows,
            (weights?.count ?? rows) == rows
        else {
            throw NativeError(
                .failed,
                "LightGBM: \(features.count) values and \(labels.count) labels are not \(rows) × \(columns)")
        }
        let rowCount = try LightGBM.int32(rows, "rows")
        let columnCount = try LightGBM.int32(columns, "columns")
        var made: UnsafeMutableRawPointer?
        let status = lightGBM.functions.datasetFromMatrix(
            features, 1, rowCount, columnCount, 1, parameters, reference?.handle, &made)
        try lightGBM.check(status, "read \(rows) × \(columns) features")
        guard let made else { throw NativeError(.failed, "LightGBM made no data set") }
        self.lightGBM = lightGBM
        handle = made
        try set("label", labels)
        if let weights { try set("weight", weights) }
    }

    private func set(_ field: String, _ values: [Double]) throws(NativeError) {
        let narrow = values.map(Float.init)
        let count = try LightGBM.int32(narrow.count, "rows")
        let status = lightGBM.functions.datasetSetField(handle, field, narrow, count, 0)
        try lightGBM.check(status, "set the field '\(field)'")
    }

    deinit { _ = lightGBM.functions.datasetFree(handle) }
}
