public import GnomonLearn

/// How `nasflat` is built, trained and moved (Akhauri, Abdelfattah 2024, arXiv:2403.02446).
public struct NASFLATSettings: Hashable, Sendable, Codable {
    /// Whether what the published code does against its paper is done too; see Documentation/Transfer.md.
    public enum Form: String, Hashable, Sendable, Codable, CaseIterable {
        /// Layers of FBNet exchange messages, first and last layers are seen, attention is among neighbours.
        case corrected
        /// As the published code does it.
        case reference
    }

    /// What a graph layer is.
    public enum Layer: String, Hashable, Sendable, Codable, CaseIterable {
        /// The mean of both.
        case ensemble
        /// Dense graph flow alone.
        case flow
        /// Attention alone.
        case attention
    }

    /// Where the device's numbers enter.
    public enum Hardware: String, Hashable, Sendable, Codable, CaseIterable {
        /// Beside the operator of each node.
        case nodes
        /// Before the score; the published ablation, which is worse.
        case head
    }

    /// What dropout draws for.
    public enum Head: String, Hashable, Sendable, Codable, CaseIterable {
        /// For each of a pair anew, as published.
        case pairs
        /// Once for each row of a batch, which is less work.
        case rows
    }

    /// Which rows are proposed to be measured.
    public enum Proposals: String, Hashable, Sendable, Codable, CaseIterable {
        /// At random.
        case random
        /// Spread over the work of architectures.
        case spread
    }

    /// Whether the published code's faults are there.
    public var form = Form.corrected
    /// What a graph layer is.
    public var layer = Layer.ensemble
    /// Where the device's numbers enter.
    public var hardware = Hardware.nodes
    /// What dropout draws for.
    public var head = Head.pairs
    /// What is known of an architecture beside its graph; nil for nothing.
    public var supplement: ArchitectureEncoding? = .totals
    /// Rows of each source that are learned from.
    public var sourceRows = 512
    /// Epochs on the sources.
    public var epochs = 150
    /// Rows a step on the sources.
    public var batch = 128
    /// The first learning rate on the sources.
    public var rate = 1e-3
    /// Epochs on the new device.
    public var transferEpochs = 30
    /// Rows a step on the new device.
    public var transferBatch = 16
    /// The first learning rate on the new device.
    public var transferRate = 1e-3
    /// What the learning rates fall to, as half a cosine.
    public var leastRate = 1e-6
    /// The decay of AdamW.
    public var decay = 1e-5
    /// By how much the scores of a pair should differ.
    public var margin = 0.1
    /// The most pairs of a step, for each of its rows.
    public var pairsPerRow = 4
    /// Scores are the mean over so many last epochs on the new device.
    public var averagedEpochs = 4
    /// Whether one new device starts with what the last one left, as the published code does without meaning to.
    public var carriesOver = false
    /// In how many parts samples are left out, so that intervals are of rows that were not trained on; 0 for none.
    public var folds = 5
    /// Which rows are proposed.
    public var proposals = Proposals.random
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float32

    /// The published settings without the published code's faults.
    public init() {}

    /// As the published code does it, new devices one after another included.
    public static let reference: NASFLATSettings = {
        var settings = NASFLATSettings()
        (settings.form, settings.carriesOver) = (.reference, true)
        return settings
    }()
}
