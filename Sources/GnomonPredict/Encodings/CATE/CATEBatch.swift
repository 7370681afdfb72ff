import GnomonLearn
import GnomonStatistics

/// Architectures some of whose symbols were changed or hidden, and what they were.
struct CATEBatch {
    /// Architectures.
    let rows: Int
    /// The code of each place, as it is shown.
    private(set) var codes: [Int]
    /// The places that were corrupted.
    private(set) var asked: [Int] = []
    /// The symbol that was there.
    private(set) var answers: [Int] = []

    /// Corrupts a share of the places: some show MASK, the others a random symbol.
    init(
        _ tokens: [[Int]], symbols: Int, _ settings: CATESettings, using generator: inout SeededGenerator
    ) {
        rows = tokens.count
        let flat = tokens.flatMap { $0 }
        codes = flat.map { $0 + CATEModel.firstSymbol }
        for (place, token) in flat.enumerated() where generator.uniform() < settings.corrupted {
            asked.append(place)
            answers.append(token)
            codes[place] =
                generator.uniform() < settings.masked
                ? CATEModel.mask
                : CATEModel.firstSymbol + Int.random(in: 0..<symbols, using: &generator)
        }
    }

    /// The mean cross entropy of the corrupted places, part of the probability spread over all symbols.
    func loss(_ logits: Tensor, smoothing: Double) throws(LearnError) -> Tensor {
        guard !asked.isEmpty else { return try logits.sum() * 0 }
        let symbols = logits.sizes[1]
        let engine = logits.engine
        var target = [Double](repeating: smoothing / Double(symbols), count: asked.count * symbols)
        for (row, answer) in answers.enumerated() { target[row * symbols + answer] += 1 - smoothing }
        let likelihood = try logits.gathered(engine.indices(asked, [asked.count])).logSoftmax()
        return try -(likelihood * engine.tensor(target, [asked.count, symbols])).sum() / Double(asked.count)
    }

    /// How many corrupted places have their symbol as the likeliest.
    func hits(_ logits: Tensor) throws(LearnError) -> Int {
        let symbols = logits.sizes[1]
        let values = try logits.values()
        return zip(asked, answers).count { place, answer in
            let row = values[place * symbols..<(place + 1) * symbols]
            return row.indices.max(by: { row[$0] < row[$1] }) == place * symbols + answer
        }
    }
}
