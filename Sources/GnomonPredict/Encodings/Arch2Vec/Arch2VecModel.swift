import GnomonLearn

/// A variational graph autoencoder (Yan and others 2020, arXiv:2006.06936; Kipf, Welling 2016, arXiv:1611.07308) of
/// graphs whose nodes carry symbols.
struct Arch2VecModel: Module {
    /// relu(norm(MLP((1 + epsilon) x + A x))), MLP = linear, norm, rectifier, linear (arXiv:1810.00826).
    struct Layer: Module {
        let epsilon: Parameter
        let first: Linear
        let firstNorm: BatchNorm
        let second: Linear
        let norm: BatchNorm

        init(_ inputs: Int, _ width: Int, _ source: inout WeightSource) throws(LearnError) {
            epsilon = try source.constant(0, [1])
            first = try Linear(inputs, width, &source)
            firstNorm = try BatchNorm(width, &source)
            second = try Linear(width, width, &source)
            norm = try BatchNorm(width, &source)
        }

        func callAsFunction(_ x: Tensor, _ neighbours: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
            let own = try x * (epsilon.tensor + 1)
            let hidden = try firstNorm(first(own + neighbours.matmul(x)), pass).relu()
            return try norm(second(hidden), pass).relu()
        }
    }

    let layers: [Layer]
    /// Makes the means of the latent numbers.
    let mean: Linear
    /// Makes the logarithms of their deviations.
    let spread: Linear
    /// Makes the symbols' logits.
    let symbols: Linear
    let dropout: Double

    init(symbols count: Int, _ settings: Arch2VecSettings, _ source: inout WeightSource) throws(LearnError) {
        var layers: [Layer] = []
        for index in 0..<settings.layers {
            layers.append(try Layer(index == 0 ? count : settings.width, settings.width, &source))
        }
        self.layers = layers
        mean = try Linear(settings.width, settings.latent, &source)
        spread = try Linear(settings.width, settings.latent, &source)
        symbols = try Linear(settings.latent, count, &source)
        dropout = settings.dropout
    }

    /// Means and logarithms of deviations for one-hot symbols (graphs x nodes x symbols).
    func encode(
        _ x: Tensor, _ neighbours: Tensor, _ pass: Pass
    ) throws(LearnError) -> (mean: Tensor, logSpread: Tensor) {
        var h = x
        for layer in layers { h = try layer(h, neighbours, pass) }
        return (try mean(h), try spread(h))
    }

    /// Logits of symbols and of arcs.
    func decode(_ z: Tensor, _ pass: Pass) throws(LearnError) -> (symbols: Tensor, arcs: Tensor) {
        let kept = try Dropout(dropout)(z, pass)
        return (try symbols(kept), try kept.matmul(kept.transposed()))
    }
}
