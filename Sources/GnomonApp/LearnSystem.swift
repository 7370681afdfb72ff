/// Which predictor is learned, and from what.
public enum LearnSystem: String, Hashable, Sendable, CaseIterable {
    /// Boosted trees on kernels profiled inside networks.
    case kernelBoost = "kernel-boost"
    /// Forests on kernels measured alone, in adaptive rounds.
    case nnMeter = "nn-meter"
    /// Boosted trees on kernels measured alone, corrected on whole networks; for runtimes that show nothing.
    case blackBox = "black-box"
    /// What learned platforms would take, moved by a few whole networks.
    case kernelTransfer = "kernel-transfer"
}

extension LearnSystem {
    /// The system of a name.
    ///
    /// - Throws: `AppError` with the known ones: exit 64.
    public static func named(_ name: String) throws(AppError) -> LearnSystem {
        if let system = LearnSystem(rawValue: name) { return system }
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw AppError(
            code: "learn.system", message: "no predictor '\(name)'", hint: "known: \(known)", exit: .usage)
    }
}
