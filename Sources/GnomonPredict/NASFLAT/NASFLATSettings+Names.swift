extension NASFLATSettings {
    /// The usual settings, with those changed that a user gives by name.
    ///
    /// - Throws: `PredictError` for names and values that are not known.
    public init(_ named: NamedSettings) throws(PredictError) {
        var named = named
        self.init()
        try named.read("form", into: &form)
        if form == .reference { self = .reference }
        try named.read("layer", into: &layer)
        try named.read("hardware", into: &hardware)
        try named.read("head", into: &head)
        try named.read("supplement", into: &supplement)
        try named.read("sourceRows", into: &sourceRows)
        try named.read("epochs", into: &epochs)
        try named.read("batch", into: &batch)
        try named.read("rate", into: &rate)
        try named.read("transferEpochs", into: &transferEpochs)
        try named.read("transferBatch", into: &transferBatch)
        try named.read("transferRate", into: &transferRate)
        try named.read("averagedEpochs", into: &averagedEpochs)
        try named.read("carryOver", into: &carriesOver)
        try named.read("folds", into: &folds)
        try named.read("proposals", into: &proposals)
        try named.finish()
        try check()
    }

    /// Refuses settings that nothing can be trained with.
    ///
    /// - Throws: `PredictError` with the setting.
    func check() throws(PredictError) {
        let positive = [
            ("sourceRows", sourceRows), ("epochs", epochs), ("batch", batch),
            ("transferEpochs", transferEpochs),
            ("transferBatch", transferBatch), ("averagedEpochs", averagedEpochs),
            ("pairsPerRow", pairsPerRow),
        ]
        if let (name, value) = positive.first(where: { !(1...1_000_000).contains($0.1) }) {
            throw PredictError(.training, "\(name) is \(value)", hint: "it must be from 1 to 1000000")
        }
        let rates = [("rate", rate), ("transferRate", transferRate)]
        if let (name, value) = rates.first(where: { !($0.1 > 0 && $0.1 <= 10) }) {
            throw PredictError(.training, "\(name) is \(value)", hint: "it must be above 0, at most 10")
        }
        guard folds >= 0, decay >= 0, margin >= 0, leastRate >= 0 else {
            throw PredictError(.training, "folds, decay, margin and the least rate must not be negative")
        }
    }
}
