/// Numbers that say something of an untrained network, as they were collected by Abdelfattah and others
/// (2021, arXiv:2101.08134) and used by NASFLAT (arXiv:2403.02446).
///
/// W is a weight of a convolution or of the classifier, g the derivative of the loss in it.
public enum ZeroCostProxy: String, Hashable, Sendable, CaseIterable {
    /// Correlations of the images' derivatives within each class (Lopes and others 2021, arXiv:2102.08099).
    case epeNAS = "epe_nas"
    /// How much the loss would change without each channel (Theis and others 2018, arXiv:1801.05787).
    case fisher
    /// Operations of one inference.
    case flops
    /// The sum over layers of the length of g.
    case gradNorm = "grad_norm"
    /// What a step against H g would do to the flow of derivatives: -sum W (H g) (Wang and others 2020, arXiv:2002.07376).
    case grasp
    /// Eigenvalues of the correlations of the images' derivatives (Mellor and others 2020, arXiv:2006.04647v1).
    case jacov
    /// The sum over layers of the length of W.
    case l2Norm = "l2_norm"
    /// How well rectifiers tell images apart (Mellor and others 2021, arXiv:2006.04647).
    case nwot
    /// The number of trained parameters.
    case params
    /// sum W g.
    case plain
    /// sum |W g| (Lee and others 2019, arXiv:1810.02340).
    case snip
    /// sum |W dR/dW| of the network of magnitudes, R its answer to an image of ones (Tanaka and others 2020,
    /// arXiv:2006.05467).
    case synflow
    /// How far a small change of the image moves the last features (Lin and others 2021, arXiv:2102.01063).
    case zen

    /// What stands for a number that a network does not have, as in the published tables.
    public static let none = -1e8
}
