import GnomonLearn

/// What the hardware says about the last layers: a normal distribution of factors of their weights.
struct HELPModulator: Module {
    let first: Linear
    let second: Linear

    init(references: Int, width: Int, _ source: inout WeightSource) throws(LearnError) {
        first = try Linear(references, 10, &source)
        second = try Linear(10, 2 * Self.count(width), &source)
    }

    /// How many numbers are drawn: factors of three layers of 2 x width, and an offset each.
    static func count(_ width: Int) -> Int { 3 * (2 * width + 1) }

    /// Draws for hardware vectors (sets x references) with standard normal noise (sets x numbers).
    ///
    /// - Returns: the draws, and the divergence of each set's distribution from the standard normal one.
    func callAsFunction(
        _ hardware: Tensor, noise: Tensor
    ) throws(LearnError) -> (z: Tensor, divergence: Tensor) {
        let numbers = try second(first(hardware).relu())
        let count = numbers.sizes[1] / 2
        let mean = try numbers.sliced(0..<count, axis: 1)
        let deviation = try numbers.sliced(count..<2 * count, axis: 1).softplus()
        let z = try mean + deviation * noise
        let terms = try deviation * deviation + mean * mean - 1 - deviation.log() * 2
        return (z, try terms.sum([1]) * 0.5)
    }
}
