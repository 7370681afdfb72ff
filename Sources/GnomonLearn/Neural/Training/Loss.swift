/// What training makes small.
///
/// Predictions and labels have the same shape; every result is one number.
public enum Loss {
    /// The mean of (prediction / label - 1)^2.
    public static func relativeMSE(_ prediction: Tensor, _ label: Tensor) throws(LearnError) -> Tensor {
        let error = try prediction / label - 1
        return try (error * error).mean()
    }

    /// The mean of (prediction - label)^2.
    public static func mse(_ prediction: Tensor, _ label: Tensor) throws(LearnError) -> Tensor {
        let error = try prediction - label
        return try (error * error).mean()
    }

    /// The sum of |prediction - label|.
    public static func l1(_ prediction: Tensor, _ label: Tensor) throws(LearnError) -> Tensor {
        try (prediction - label).magnitude().sum()
    }

    /// The mean of max(0, margin - (s_i - s_j)) over pairs where i should be before j.
    ///
    /// Pairs are places of the scores; none give 0.
    public static func pairwiseHinge(
        _ scores: Tensor, pairs: [(before: Int, after: Int)], margin: Double
    ) throws(LearnError) -> Tensor {
        let flat = try scores.reshaped([-1])
        guard !pairs.isEmpty else { return try flat.sum() * 0 }
        let before = try flat.gathered(flat.engine.indices(pairs.map(\.before), [pairs.count]))
        let after = try flat.gathered(flat.engine.indices(pairs.map(\.after), [pairs.count]))
        return try (-(before - after) + margin).relu().mean()
    }

    /// Minus the log likelihood of an order under Plackett-Luce: sum of log sum_{k >= i} e^s_k - s_i
    /// (Xia and others 2008, doi:10.1145/1390156.1390306).
    ///
    /// The order is of places of the scores, the one that should have the largest score first.
    public static func listMLE(_ scores: Tensor, order: [Int]) throws(LearnError) -> Tensor {
        let flat = try scores.reshaped([-1])
        let sorted = try flat.gathered(flat.engine.indices(order, [order.count]))
        let rest = try sorted.flipped(0).logCumulativeSumOfExponentials(0).flipped(0)
        return try (rest - sorted).sum()
    }

    /// The sum of t (log t - log p): how far distributions p are from t, which must be positive.
    public static func kl(logPrediction: Tensor, target: Tensor) throws(LearnError) -> Tensor {
        try (target * (target.log() - logPrediction)).sum()
    }

    /// The mean of -t log p - (1 - t) log(1 - p) for p = sigmoid(x).
    public static func crossEntropy(logit: Tensor, target: Tensor) throws(LearnError) -> Tensor {
        try (logit.softplus() - logit * target).mean()
    }
}
