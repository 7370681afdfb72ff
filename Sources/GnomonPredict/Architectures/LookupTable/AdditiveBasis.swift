import GnomonSpaces

/// The terms of a latency that is a sum over choices.
///
/// One column for each choice at each position. In Once-for-all, where the image has many sizes, a layer costs in
/// proportion to the pixels, and something for being there.
struct AdditiveBasis: Sendable {
    let space: any SearchSpace
    /// Where the columns of each position begin.
    private let offsets: [Int]
    let columns: Int

    init(_ space: any SearchSpace) {
        self.space = space
        if space is OFAMobileNetV3 {
            offsets = []
            columns = 20 * 9 + 20 + 1
        } else {
            var offsets: [Int] = []
            var total = 0
            for choice in space.choices {
                offsets.append(total)
                total += choice
            }
            self.offsets = offsets
            columns = total
        }
    }

    /// The column of a choice at a position; nil where positions do not have columns of their own.
    func column(position: Int, choice: Int) -> Int? {
        offsets.indices.contains(position) && choice >= 0 && choice < space.choices[position]
            ? offsets[position] + choice : nil
    }

    /// The columns that an architecture has, and how often.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    func terms(_ architecture: Architecture) throws(SpaceError) -> [(column: Int, weight: Double)] {
        try space.check(architecture)
        let genes = space.normalised(architecture).genes
        guard space is OFAMobileNetV3 else {
            return genes.enumerated().map { (offsets[$0] + $1, 1) }
        }
        let side = Double(112 + 4 * genes[45]) / 224
        var terms: [(column: Int, weight: Double)] = [(columns - 1, side * side)]
        for unit in 0..<5 {
            for layer in 0..<(2 + genes[40 + unit]) {
                let position = 4 * unit + layer
                terms.append((position * 9 + genes[position] * 3 + genes[20 + position], side * side))
                terms.append((180 + position, 1))
            }
        }
        return terms
    }
}
