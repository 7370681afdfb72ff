import GnomonONNX

/// Which values the constants of a rewritten model get.
public enum WeightChoice: String, CaseIterable, Sendable {
    case copied, synthetic, zeros, constant, absent

    func values(seed: UInt64 = 0) -> ONNXWriter.Weights {
        switch self {
        case .copied: .copied
        case .synthetic: .synthetic(seed: seed)
        case .zeros: .zeros
        case .constant: .constant
        case .absent: .absent
        }
    }
}

extension LoadedModel {
    /// Writes the model in canonical form; the file appears complete or not at all.
    ///
    /// - Throws: `AppError` with exit 65 and the path where values are missing or the file cannot be written.
    public func rewrite(to path: String, weights: WeightChoice) throws(AppError) {
        do {
            try ONNXWriter.write(network, source: source, weights: weights.values(), toPath: path)
        } catch {
            throw AppError(error)
        }
    }
}
