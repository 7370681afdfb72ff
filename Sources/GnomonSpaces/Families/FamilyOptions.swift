/// What can be chosen when a published network is built.
public struct FamilyOptions: Hashable, Sendable, Codable {
    /// How batch normalisations are written.
    public enum Normalisation: String, Hashable, Sendable, Codable, CaseIterable {
        /// Folded into the convolution before them, as exporters and runtimes do for inference.
        case folded
        /// As operators of their own, as training and published parameter counts have them.
        case separate
    }

    /// Samples of one inference.
    public var batch: Int
    /// Height and width of the input image in pixels; nil for the published one.
    public var size: Int?
    /// Scores of the classifier.
    public var classes: Int
    /// Factor on all channel counts, rounded to multiples of 8; on the number of heads in transformers.
    public var width: Double
    /// Tokens of the input of language models; before the new token, for a decoding step.
    public var sequence: Int
    /// How batch normalisations are written.
    public var normalisation: Normalisation

    /// The published network for one sample, normalisations folded, unless said otherwise.
    public init(
        batch: Int = 1, size: Int? = nil, classes: Int = 1000, width: Double = 1, sequence: Int = 128,
        normalisation: Normalisation = .folded
    ) {
        self.batch = batch
        self.size = size
        self.classes = classes
        self.width = width
        self.sequence = sequence
        self.normalisation = normalisation
    }
}
