public import GnomonSpaces

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

    /// Reads columns of a table with `index` and `ops`, the digits of an architecture of a space.
    ///
    /// - Throws: `DatasetError` with the line of a bad cell, and for a column that is not there.
    /// - Complexity: O(cells).
    public init(_ csv: CSVTable, of space: any SearchSpace, names: [String]) throws(DatasetError) {
        let (index, digits) = (try csv.column("index"), try csv.column("ops"))
        self.names = names
        self.space = space.name
        indices = []
        architectures = []
        for row in 0..<csv.count {
            indices.append(try csv.integer(row, index))
            do throws(SpaceError) {
                architectures.append(space.format(try space.parse(csv.text(row, digits))))
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

    /// Reads the accuracies of NAS-Bench-201 (`nb201_accuracy`): test accuracy in percent on three data sets.
    ///
    /// - Throws: `DatasetError` with the line of a bad cell, or where the digits and the text of an architecture
    ///   differ.
    /// - Complexity: O(cells).
    public init(nasBench201Accuracies csv: CSVTable) throws(DatasetError) {
        let space = NASBench201()
        try self.init(csv, of: space, names: ["cifar10_test", "cifar100_test", "imagenet16_120_test"])
        let text = try csv.column("arch_str")
        for row in 0..<csv.count {
            do throws(SpaceError) {
                guard try space.format(space.parse(csv.text(row, text))) == architectures[row] else {
                    throw SpaceError(.architecture, "digits and text are different architectures")
                }
            } catch { throw DatasetError(.malformed, error.message, line: row + 2) }
        }
    }

    /// The column of a score; nil for a name that is not there.
    public func column(_ name: String) -> [Double?]? { names.firstIndex(of: name).map { values[$0] } }
}
