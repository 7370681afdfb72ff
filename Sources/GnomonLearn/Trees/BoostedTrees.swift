import GnomonNative

/// Grows ensembles of trees with LightGBM.
///
/// Ke et al. 2017, "LightGBM: A Highly Efficient Gradient Boosting Decision Tree".
public enum BoostedTrees {
    /// Rows that training does not see and that decide when it ends.
    public struct Validation: Sendable {
        /// The features, with the columns of the training features.
        public var features: Matrix
        /// One label a row.
        public var labels: [Double]
        /// One weight a row, or nil for equal weights.
        public var weights: [Double]?

        /// Validation rows with labels and weights.
        public init(features: Matrix, labels: [Double], weights: [Double]? = nil) {
            self.features = features
            self.labels = labels
            self.weights = weights
        }
    }

    /// Grows trees; with validation rows and early stopping, keeps those up to the smallest validation loss.
    ///
    /// The same rows in any order, the same parameters and the same library give the same trees, byte for byte.
    /// NaN and infinity are refused. Labels and weights are rounded to Float32 by the library.
    ///
    /// - Throws: `LearnError`: data, parameter, or library when LightGBM is missing or fails.
    /// - Complexity: O(rows · columns · trees), and a sort of the rows.
    public static func train(
        features: Matrix, labels: [Double], weights: [Double]? = nil, validation: Validation? = nil,
        parameters: BoostedTreesParameters = BoostedTreesParameters()
    ) throws(LearnError) -> TreeEnsemble {
        try parameters.validate(columns: features.columns)
        let rows = try TrainingRows(features, labels, weights, "training")
        var held: TrainingRows?
        if let validation {
            guard validation.features.columns == features.columns else {
                throw LearnError(
                    .data,
                    "validation has \(validation.features.columns) columns, training \(features.columns)")
            }
            held = try TrainingRows(
                validation.features, validation.labels, validation.weights, "validation")
        }
        let text: String
        do throws(NativeError) {
            text = try grow(rows, held, parameters)
        } catch {
            throw LearnError(error)
        }
        return try TreeEnsemble(text: text)
    }

    private static func grow(
        _ rows: TrainingRows, _ held: TrainingRows?, _ parameters: BoostedTreesParameters
    ) throws(NativeError) -> String {
        let words = parameters.lightGBMText(rows: rows.features.rows)
        let training = try dataset(rows, words, LightGBM())
        var validation: LightGBMDataset?
        if let held { validation = try dataset(held, words, LightGBM(), reference: training) }
        let booster = try LightGBMBooster(
            training: training, validation: validation, columns: rows.features.columns, parameters: words)
        var best: (loss: Double, iterations: Int)?
        for iteration in 1...parameters.iterations {
            guard try booster.grow() else { break }
            guard let patience = parameters.earlyStoppingRounds, let loss = try booster.validationLoss()
            else { continue }
            if loss < best?.loss ?? .infinity { best = (loss, iteration) }
            if let best, iteration - best.iterations >= patience { break }
        }
        return try booster.modelText(iterations: best?.iterations)
    }

    private static func dataset(
        _ rows: TrainingRows, _ words: String, _ lightGBM: LightGBM, reference: LightGBMDataset? = nil
    ) throws(NativeError) -> LightGBMDataset {
        try LightGBMDataset(
            lightGBM, features: rows.features.values, rows: rows.features.rows,
            columns: rows.features.columns, labels: rows.labels, weights: rows.weights, parameters: words,
            reference: reference)
    }
}
