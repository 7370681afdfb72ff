import GnomonSpaces

/// Numbers of architectures that are no latencies, such as accuracies: one column a score.
public struct ScoreTable: Hashable, Sendable {
    /// The name of the search space.
    public var space: String
    /// What identifies each row in its data set.
    public var indices: [Int]
    /// Each row's architecture in the text form of its space.
    public var architectures: [String]
    /// The names of the scores.
    public var names: [String]
    /// The scores by name, then by row; nil where unknown.
    public var values: [[Double?]]

    /// Reads the accuracies of NAS-Bench-201 (`nb201_accuracy`): test accuracy in percent on three data sets.
    ///
    /// - Throws: `DatasetError` with the line of a bad cell, or where the digits and the text of an architecture
    ///   differ.
    /// - Complexity: O(cells).
    public init(nasBench201Accuracies csv: CSVTable) throws(DatasetError) {
        let space = NASBench201()
        let (index, digits, text) = (
            try csv.column("index"), try csv.column("ops"), try csv.column("arch_str")
        )
        names = ["cifar10_test", "cifar100_test", "imagenet16_120_test"]
        self.space = space.name
        indices = []
        architectures = []
        for row in 0..<csv.count {
            indices.append(try csv.integer(row, index))
            do throws(SpaceError) {
                let architecture = try space.parse(csv.text(row, text))
                guard try space.parse(csv.text(row, digits)) == architecture else {
                    throw SpaceError(.architecture, "digits and text are different architectures")
                }
                architectures.append(space.format(architecture))
            } catch { throw DatasetError(.malformed, error.message, line: row + 2) }
        }
        values = []
        for name in names {
            let column = try csv.column(name)
            var scores: [Double?] = []
            for row in 0..<csv.count { scores.append(try csv.number(row, column)) }
            values.append(scores)
        }
    }

    /// The column of a score; nil for a name that is not there.
    public func column(_ name: String) -> [Double?]? { names.firstIndex(of: name).map { values[$0] } }
}
