/// Which pairs make a step.
struct RelationBatches {
    /// What is shuffled: cells or pairs.
    let rows: Int
    /// How many of them a step has.
    let size: Int
    private let cells: Int
    private let takesPairs: Bool

    init(_ steps: RelationSettings.Steps, cells: Int) {
        self.cells = cells
        switch steps {
        case .pairs(let count):
            (rows, size, takesPairs) = (cells * (cells - 1), max(1, count), true)
        case .cells(let count):
            (rows, size, takesPairs) = (cells, max(2, count), false)
        }
    }

    /// The cells of a step, each once, and pairs of places among them.
    func pairs(of rows: [Int]) -> (cells: [Int], pairs: [(Int, Int)]) {
        guard takesPairs else {
            // A last cell alone has no partner: it meets the first one.
            let chosen = rows.count > 1 ? rows : [rows[0], rows[0] == 0 ? 1 : 0]
            var pairs: [(Int, Int)] = []
            for first in chosen.indices {
                for second in chosen.indices where first != second { pairs.append((first, second)) }
            }
            return (chosen, pairs)
        }
        var places: [Int: Int] = [:]
        var chosen: [Int] = []
        func place(_ cell: Int) -> Int {
            if let place = places[cell] { return place }
            places[cell] = chosen.count
            chosen.append(cell)
            return chosen.count - 1
        }
        let pairs = rows.map { row in
            let (first, rest) = (row / (cells - 1), row % (cells - 1))
            return (place(first), place(rest < first ? rest : rest + 1))
        }
        return (chosen, pairs)
    }
}
