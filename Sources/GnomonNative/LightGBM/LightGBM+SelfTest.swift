extension LightGBM {
    /// Grows one tree on four rows and compares the predictions with the labels.
    ///
    /// - Throws: `NativeError` (failed) when the library computes something else.
    public func selfTest() throws(NativeError) {
        let features = [0.0, 0, 1, 1]
        let labels = [1.0, 1, 3, 3]
        let words =
            "objective=regression num_leaves=2 learning_rate=1 min_data_in_leaf=1 min_data_in_bin=1 "
            + "num_threads=1 deterministic=true force_row_wise=true verbosity=-1 feature_pre_filter=false"
        let rows = try LightGBMDataset(
            self, features: features, rows: 4, columns: 1, labels: labels, parameters: words)
        let booster = try LightGBMBooster(training: rows, columns: 1, parameters: words)
        _ = try booster.grow()
        let predictions = try booster.predict(features: features, rows: 4)
        guard zip(predictions, labels).allSatisfy({ abs($0 - $1) < 1e-6 }) else {
            throw NativeError(.failed, "LightGBM predicted \(predictions) for \(labels)")
        }
    }
}
