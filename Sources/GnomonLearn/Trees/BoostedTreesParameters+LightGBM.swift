extension BoostedTreesParameters {
    /// Refuses values out of range, naming the parameter.
    func validate(columns: Int) throws(LearnError) {
        func require(_ holds: Bool, _ message: String) throws(LearnError) {
            guard holds else { throw LearnError(.parameter, message) }
        }
        try require((1...100_000).contains(iterations), "iterations is \(iterations), not in 1…100000")
        try require((2...131_072).contains(leaves), "leaves is \(leaves), not in 2…131072")
        try require((1...1_000).contains(maxDepth ?? 1), "maxDepth is not in 1…1000")
        try require(learningRate > 0 && learningRate <= 1, "learningRate is \(learningRate), not in (0, 1]")
        try require((1...1_000_000_000).contains(minLeaf), "minLeaf is \(minLeaf), not positive")
        try require((earlyStoppingRounds ?? 1) >= 1, "earlyStoppingRounds is not positive")
        try require(
            featureFraction > 0 && featureFraction <= 1,
            "featureFraction is \(featureFraction), not in (0, 1]")
        try require(
            baggingFraction > 0 && baggingFraction <= 1,
            "baggingFraction is \(baggingFraction), not in (0, 1]")
        try require(method == .boosting || baggingFraction < 1, "a forest needs a baggingFraction below 1")
        try require(lambdaL1 >= 0 && lambdaL1.isFinite, "lambdaL1 is \(lambdaL1)")
        try require(lambdaL2 >= 0 && lambdaL2.isFinite, "lambdaL2 is \(lambdaL2)")
        try require((2...65_535).contains(maxBins), "maxBins is \(maxBins), not in 2…65535")
        try require(seed <= Int32.max, "seed is \(seed), above \(Int32.max)")
        try require(
            monotone.isEmpty || monotone.count == columns && monotone.allSatisfy((-1...1).contains),
            "monotone must hold −1, 0 or 1 for each of the \(columns) features")
        switch objective {
        case .l1, .l2, .mape: break
        case .quantile(let alpha): try require(alpha > 0 && alpha < 1, "quantile \(alpha) is not in (0, 1)")
        case .huber(let delta): try require(delta > 0 && delta.isFinite, "huber \(delta) is not positive")
        }
    }

    /// The parameters in the library's words; with the flags that make the same data give the same trees.
    func lightGBMText(rows: Int) -> String {
        var words = [
            "deterministic=true", "force_row_wise=true", "num_threads=1", "verbosity=-1",
            "feature_pre_filter=false", "bin_construct_sample_cnt=\(max(rows, 1))", "seed=\(seed)",
            "num_iterations=\(iterations)", "num_leaves=\(leaves)", "max_depth=\(maxDepth ?? -1)",
            "learning_rate=\(learningRate)", "min_data_in_leaf=\(minLeaf)", "max_bin=\(maxBins)",
            "feature_fraction=\(featureFraction)", "lambda_l1=\(lambdaL1)", "lambda_l2=\(lambdaL2)",
        ]
        switch objective {
        case .l1: words.append("objective=regression_l1")
        case .l2: words.append("objective=regression")
        case .quantile(let alpha): words += ["objective=quantile", "alpha=\(alpha)"]
        case .huber(let delta): words += ["objective=huber", "alpha=\(delta)"]
        case .mape: words.append("objective=mape")
        }
        if baggingFraction < 1 { words += ["bagging_fraction=\(baggingFraction)", "bagging_freq=1"] }
        if method == .forest { words.append("boosting=rf") }
        if !monotone.isEmpty {
            words.append("monotone_constraints=" + monotone.map(String.init).joined(separator: ","))
        }
        return words.joined(separator: " ")
    }
}
