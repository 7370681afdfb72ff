import GnomonFeatures
import GnomonLearn

/// Runs models over many cells.
enum CellForward {
    /// Cells that go through the network together: enough for fast products, few enough for the cache.
    static let chunk = 128

    /// One value a cell from a function over different encodings.
    static func distinct<Value>(
        _ cells: [CellEncoding], _ body: ([CellEncoding]) throws(LearnError) -> [Value]
    ) throws(LearnError) -> [Value] {
        var places: [CellEncoding: Int] = [:]
        var different: [CellEncoding] = []
        let index = cells.map { cell in
            if let place = places[cell] { return place }
            places[cell] = different.count
            different.append(cell)
            return different.count - 1
        }
        let engine = try NeuralEngine(precision: .float32)
        return try engine.withoutRecording { () throws(LearnError) in
            var values: [Value] = []
            for start in stride(from: 0, to: different.count, by: chunk) {
                values += try body(Array(different[start..<min(different.count, start + chunk)]))
            }
            return index.map { values[$0] }
        }
    }
}
