extension GaussianProcess: Codable {
    private enum CodingKeys: String, CodingKey {
        case kernel, hyperparameters, noiseScales, columns, features, labels
    }

    /// Writes the observations and the hyperparameters; what follows from them is computed again on reading.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kernel, forKey: .kernel)
        try container.encode(hyperparameters, forKey: .hyperparameters)
        try container.encode(noiseScales, forKey: .noiseScales)
        try container.encode(features.columns, forKey: .columns)
        try container.encode(features.values, forKey: .features)
        try container.encode(labels, forKey: .labels)
    }

    /// Reads a process and checks that its numbers fit together.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let labels = try container.decode([Double].self, forKey: .labels)
        let scales = try container.decode([Double].self, forKey: .noiseScales)
        guard scales.count == labels.count, scales.allSatisfy({ $0 >= 1 && $0.isFinite }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .noiseScales, in: container, debugDescription: "noise scales do not fit the labels")
        }
        try self.init(
            Matrix(
                rows: labels.count, columns: container.decode(Int.self, forKey: .columns),
                values: container.decode([Double].self, forKey: .features)),
            labels, kernel: container.decode(GaussianProcessKernel.self, forKey: .kernel),
            hyperparameters: container.decode([Double].self, forKey: .hyperparameters), noiseScales: scales)
    }
}
