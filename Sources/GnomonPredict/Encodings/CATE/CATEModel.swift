import GnomonLearn

/// A transformer that finds corrupted symbols of two architectures that compute alike (Yan and others 2021,
/// arXiv:2102.07108).
struct CATEModel: Module {
    /// The codes that are no symbols; symbols follow behind them.
    static let pad = 0
    static let mask = 1
    static let firstSymbol = 2

    /// A row for each code.
    let codes: Embedding
    /// A row for the first and the second of a pair.
    let segments: Embedding
    /// What sees one architecture; places see what the mask says.
    let encoder: [TransformerLayer]
    let encoderNorm: LayerNorm
    /// What sees both, everything everywhere.
    let cross: [TransformerLayer]
    let crossNorm: LayerNorm
    /// The head: linear, tanh, linear.
    let head: Linear
    let answer: Linear

    init(symbols: Int, _ settings: CATESettings, _ source: inout WeightSource) throws(LearnError) {
        let width = settings.width
        codes = try Embedding(codes: Self.firstSymbol + symbols, width: width, &source)
        segments = try Embedding(codes: 2, width: width, &source)
        var layers: [TransformerLayer] = []
        for _ in 0..<settings.layers {
            layers.append(
                try TransformerLayer(width, heads: settings.heads, hidden: settings.hidden, &source))
        }
        encoder = layers
        encoderNorm = try LayerNorm(width, &source)
        layers = []
        for _ in 0..<settings.crossLayers {
            layers.append(
                try TransformerLayer(width, heads: settings.heads, hidden: settings.crossHidden, &source))
        }
        cross = layers
        crossNorm = try LayerNorm(width, &source)
        head = try Linear(width, width, &source)
        answer = try Linear(width, symbols, &source)
    }

    /// Rows of the places of architectures: codes are architectures x places, the mask that of attention.
    func encode(_ codes: Tensor, mask: Tensor) throws(LearnError) -> Tensor {
        var h = try self.codes(codes)
        for layer in encoder { h = try layer(h, mask: mask) }
        return try encoderNorm(h)
    }

    /// Logits of the symbols of pairs: rows of the first ones, of the second ones, both pairs x places x width.
    func find(_ first: Tensor, _ second: Tensor) throws(LearnError) -> Tensor {
        let engine = first.engine
        let marks = try [0, 1].map { (code: Int) throws(LearnError) in
            try segments(engine.indices([code], [1, 1]))
        }
        var h = try Tensor.concatenated([first + marks[0], second + marks[1]], axis: 1)
        for layer in cross { h = try layer(h) }
        return try answer(head(crossNorm(h)).tanh())
    }
}
