/// What a variant changes of its reference network, drawn layer by layer as the network is built.
///
/// Channels and kernels as the data set of nn-Meter varies them (Zhang and others 2021,
/// doi:10.1145/3458864.3467882): the channels of each layer times a factor of [0.2, 1.8], kernel sizes out of 1,
/// 3, 5, 7, 9. Without dice everything stays as published.
struct Redraw {
    /// The least and the largest factor on a channel count.
    static let factors = 0.2...1.8
    /// The kernel sizes of a redrawn convolution.
    static let kernels = [1, 3, 5, 7, 9]
    /// The size of a head of a redrawn attention.
    static let headSizes = [16, 32, 48, 64, 80, 96]
    /// The hidden width of a redrawn perceptron, over the width of the tokens.
    static let ratios = [1.0, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6]

    /// Where choices come from; nil keeps what is published.
    var dice: Dice?

    /// Nothing is changed.
    static let none = Redraw(dice: nil)

    /// A channel count: a multiple of `step`, at least one step.
    mutating func channels(_ published: Int, of step: Int = 1) -> Int {
        guard let factor = number(Redraw.factors) else { return published }
        return max(step, Int((Double(published) * factor / Double(step)).rounded()) * step)
    }

    /// The kernel of a convolution that looks at neighbours.
    mutating func kernel(_ published: Int) -> Int {
        dice?.pick(Redraw.kernels) ?? published
    }

    /// The kernel of a depthwise convolution, which does nothing worth having at size 1.
    mutating func depthwiseKernel(_ published: Int) -> Int {
        dice?.pick(Array(Redraw.kernels.dropFirst())) ?? published
    }

    /// The blocks of a transformer: from half to one and a half times as many.
    mutating func depth(_ published: Int) -> Int {
        guard let factor = number(0.5...1.5) else { return published }
        return max(1, Int((Double(published) * factor).rounded()))
    }

    /// The heads of an attention: from half to one and a half times as many.
    mutating func heads(_ published: Int) -> Int { depth(published) }

    /// The width of each head.
    mutating func headSize(_ published: Int) -> Int {
        dice?.pick(Redraw.headSizes) ?? published
    }

    /// The hidden width of a perceptron over the width of its tokens.
    mutating func ratio(_ published: Double) -> Double {
        dice?.pick(Redraw.ratios) ?? published
    }

    /// One of the choices, or the published value.
    mutating func pick(_ published: Int, among choices: [Int]) -> Int {
        choices.isEmpty ? published : dice?.pick(choices) ?? published
    }

    /// The tokens of a sentence: from an eighth to four times as many, at least 8, at most `limit`.
    mutating func tokens(_ published: Int, limit: Int) -> Int {
        guard dice != nil else { return published }
        let upper = min(limit, 4 * published)
        return dice?.logInteger(min(upper, max(8, published / 8)), upper) ?? published
    }

    private mutating func number(_ range: ClosedRange<Double>) -> Double? {
        dice?.number(range.lowerBound, range.upperBound)
    }
}
