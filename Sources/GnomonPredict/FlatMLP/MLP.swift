import GnomonLearn

/// Layers relu(x W + b), normalised or not, and a linear one.
struct MLP: Module {
    let layers: [GraphLayer]
    let readout: Linear

    init(
        inputs: Int, width: Int, depth: Int, outputs: Int = 1, normalises: Bool = false, dropout: Double = 0,
        _ source: inout WeightSource
    ) throws(LearnError) {
        var layers: [GraphLayer] = []
        for layer in 0..<depth {
            let inputs = layer == 0 ? inputs : width
            // As PyTorch starts linear layers.
            let bound = 1 / Double(max(1, inputs)).squareRoot()
            layers.append(
                try GraphLayer(
                    inputs, width, normalises: normalises, dropout: dropout, bound: bound, &source))
        }
        self.layers = layers
        readout = try Linear(depth == 0 ? inputs : width, outputs, &source)
    }

    /// What the last hidden layer gives.
    func hidden(_ x: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
        var h = x
        for layer in layers { h = try layer(h, pass) }
        return h
    }

    /// The result for rows x.
    func callAsFunction(_ x: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
        try readout(hidden(x, pass))
    }

    /// The sizes of all parameters.
    static func shapes(
        inputs: Int, width: Int, depth: Int, normalises: Bool
    ) -> [String: [Int]] {
        var shapes = ["readout.weight": [depth == 0 ? inputs : width, 1], "readout.bias": [1]]
        for layer in 0..<depth {
            let path = "layers.\(layer)."
            shapes[path + "weight"] = [layer == 0 ? inputs : width, width]
            for name in ["bias"] + (normalises ? ["norm.gamma", "norm.beta"] : []) {
                shapes[path + name] = [width]
            }
        }
        return shapes
    }
}

/// Rows that are fed to a network in batches.
enum Rows {
    /// How many rows are predicted together.
    static let chunk = 256

    /// Some rows as a tensor.
    static func tensor(
        _ rows: [[Double]], _ engine: NeuralEngine
    ) throws(LearnError) -> Tensor {
        try engine.tensor(Array(rows.joined()), [rows.count, rows.first?.count ?? 0])
    }

    /// One number a row, without recording.
    static func values(
        _ rows: [[Double]], _ engine: NeuralEngine, _ body: (Tensor) throws(LearnError) -> Tensor
    ) throws(LearnError) -> [Double] {
        try engine.withoutRecording { () throws(LearnError) in
            var values: [Double] = []
            for start in stride(from: 0, to: rows.count, by: chunk) {
                let part = Array(rows[start..<min(rows.count, start + chunk)])
                values += try body(tensor(part, engine)).values()
            }
            return values
        }
    }
}

/// Columns of mean 0 and deviation 1, as the training rows have them.
struct RowScaling: Hashable, Sendable, Codable {
    let means: [Double]
    /// What columns are multiplied with: 0 where training rows are all equal.
    let factors: [Double]

    /// The scaling of rows, all of one length.
    init(_ rows: [[Double]]) {
        let width = rows.first?.count ?? 0
        let count = Double(max(1, rows.count))
        var means = [Double](repeating: 0, count: width)
        var squares = means
        for row in rows { for column in row.indices { means[column] += row[column] / count } }
        for row in rows {
            for column in row.indices {
                let difference = row[column] - means[column]
                squares[column] += difference * difference / count
            }
        }
        self.means = means
        factors = squares.map { $0 > 1e-18 ? 1 / $0.squareRoot() : 0 }
    }

    /// A row, scaled.
    func callAsFunction(_ row: [Double]) -> [Double] {
        row.indices.map { (row[$0] - means[$0]) * factors[$0] }
    }

    /// Whether it can have come from rows of a length.
    func fits(_ width: Int) -> Bool {
        means.count == width && factors.count == width && (means + factors).allSatisfy(\.isFinite)
    }
}
