/// Which predictor is learned, and from what.
public enum LearnSystem: String, Hashable, Sendable, CaseIterable {
    /// Boosted trees on kernels profiled inside networks.
    case kernelBoost = "kernel-boost"
    /// Forests on kernels measured alone, in adaptive rounds.
    case nnMeter = "nn-meter"
    /// Boosted trees on kernels measured alone, corrected on whole networks; for runtimes that show nothing.
    case blackBox = "black-box"
}
