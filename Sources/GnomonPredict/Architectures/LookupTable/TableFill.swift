import Foundation
import GnomonData
import GnomonFeatures
import GnomonLearn

/// What a block costs that a table lacks: a line through the logarithms of the blocks of its kind.
struct TableFill: Sendable {
    private struct Line: Sendable {
        var model: RidgeRegression
        var error: Double
    }

    private let keys: [(key: LookupKey, milliseconds: Double)]
    private let lines: [String: Line]

    /// Fits log(ms) over log(multiply-accumulates) and log(bytes) for each kind with at least four entries.
    ///
    /// - Complexity: O(entries).
    init(_ table: BlockTable) {
        // Blocks that cost nothing say nothing of others.
        keys = table.entries.filter { $0.value.milliseconds > 0 }.compactMap { text, entry in
            LookupKey(text).map { (key: $0, milliseconds: entry.milliseconds) }
        }.sorted { $0.key.text < $1.key.text }
        var lines: [String: Line] = [:]
        for (kind, members) in Dictionary(grouping: keys, by: { $0.key.kind }) where members.count >= 4 {
            let rows = members.map { Self.row($0.key) }
            let labels = members.map { log($0.milliseconds) }
            guard let matrix = try? Matrix(rows),
                let model = try? RidgeRegression(matrix, labels, penalty: 1e-6)
            else { continue }
            let squares = zip(rows, labels).reduce(0) { sum, pair in
                let difference = model.predict(row: pair.0) - pair.1
                return sum + difference * difference
            }
            lines[kind] = Line(
                model: model, error: max(0.02, (squares / Double(max(1, members.count - 3))).squareRoot()))
        }
        self.lines = lines
    }

    /// The answer for a key that is not in the table.
    ///
    /// - Complexity: O(entries).
    func gap(_ text: String) -> TableAnswer.Gap {
        guard let key = LookupKey(text),
            let nearest = keys.min(by: { $0.key.distance(to: key) < $1.key.distance(to: key) })
        else { return TableAnswer.Gap(key: text, nearest: nil, milliseconds: 0, error: 3) }
        if nearest.key == key {
            // The same block, measured for an image of another size.
            return TableAnswer.Gap(key: text, nearest: text, milliseconds: nearest.milliseconds, error: 0.1)
        }
        if let line = lines[key.kind] {
            return TableAnswer.Gap(
                key: text, nearest: nearest.key.text,
                milliseconds: exp(min(line.model.predict(row: Self.row(key)), 30)),
                error: line.error)
        }
        // Too few of the kind for a line: in proportion to what is read and written.
        let ratio = (key.bytes + 1) / (nearest.key.bytes + 1)
        return TableAnswer.Gap(
            key: text, nearest: nearest.key.text, milliseconds: nearest.milliseconds * ratio,
            error: 0.3 + 0.2 * abs(log(ratio)))
    }

    private static func row(_ key: LookupKey) -> [Double] { [log(1 + key.macs), log(1 + key.bytes)] }
}
