/// How large generated networks are and how they are mixed.
public struct GeneratorProfile: Hashable, Sendable, Codable {
    /// The least and most floating-point operations of a network, two a multiply-accumulate; drawn
    /// log-uniform.
    public var flops: ClosedRange<Double>
    /// The longest a network may take, in milliseconds, at `gigaflopsPerSecond`.
    public var runMilliseconds: Double
    /// The speed assumed for `runMilliseconds`.
    public var gigaflopsPerSecond: Double
    /// The share of networks that may use all of `flops`, whatever they take: the large layers of VGG and its
    /// kin.
    public var heavyShare: Double
    /// The 10th, 50th and 90th percentile of the bytes of weights to aim at.
    public var weightBytes: [Double]
    /// The most bytes of weights.
    public var maximumWeightBytes: Int
    /// The fewest and most kernels.
    public var kernels: ClosedRange<Int>
    /// The share of networks that resemble a real one; the others mix blocks freely.
    public var realisticShare: Double
    /// The share of networks that are whole, from the image to the classes, and small.
    public var wholeShare: Double
    /// The least and most operations of a whole small network; drawn log-uniform.
    public var wholeFlops: ClosedRange<Double>
    /// The batch of every input.
    public var batch: Int

    /// The profile that resembles networks exported from torchvision and timm.
    public init(
        flops: ClosedRange<Double> = 1e7...1e10, runMilliseconds: Double = 60,
        gigaflopsPerSecond: Double = 30,
        heavyShare: Double = 0.1, weightBytes: [Double] = [0.6e6, 16e6, 96e6],
        maximumWeightBytes: Int = 150_000_000, kernels: ClosedRange<Int> = 20...200,
        realisticShare: Double = 0.7, wholeShare: Double = 0.18,
        wholeFlops: ClosedRange<Double> = 3e7...1.2e9, batch: Int = 1
    ) {
        self.flops = flops
        self.runMilliseconds = runMilliseconds
        self.gigaflopsPerSecond = gigaflopsPerSecond
        self.heavyShare = heavyShare
        self.weightBytes = weightBytes
        self.maximumWeightBytes = maximumWeightBytes
        self.kernels = kernels
        self.realisticShare = realisticShare
        self.wholeShare = wholeShare
        self.wholeFlops = wholeFlops
        self.batch = batch
    }
}
