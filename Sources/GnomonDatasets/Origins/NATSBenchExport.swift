import GnomonSpaces

/// Accuracies of NAS-Bench-201 as `v-tao/nats-bench-landscape` exports them from NATS-Bench (arXiv:2009.00437).
///
/// The rows stand in the official order: a row's number is its index.
public enum NATSBenchExport {
    private static let columns = [
        ("CIFAR10TestAccuracy200Epochs", "cifar10_test"), ("CIFAR100TestAccuracy200Epochs", "cifar100_test"),
        ("ImageNetTestAccuracy200Epochs", "imagenet16_120_test"),
    ]

    /// The accuracies as a table in the shared form: `index,ops,arch_str` and three columns.
    ///
    /// - Throws: `DatasetError` with the line, or where an architecture is missing: then the order is another.
    /// - Complexity: O(cells).
    public static func csv(_ bytes: [UInt8]) throws(DatasetError) -> String {
        let source = try CSVTable(bytes)
        let space = NASBench201()
        let text = try source.column("ArchitectureString")
        var places: [Int] = []
        for column in columns { places.append(try source.column(column.0)) }
        guard source.count == 15_625 else {
            throw DatasetError(.check, "\(source.count) architectures, the list has 15625")
        }
        var seen: Set<[Int]> = []
        var result = "index,ops,arch_str," + columns.map { $0.1 }.joined(separator: ",") + "\n"
        for row in 0..<source.count {
            let architecture: Architecture
            do { architecture = try space.parse(source.text(row, text)) } catch {
                throw DatasetError(.malformed, error.message, line: row + 2)
            }
            guard seen.insert(architecture.genes).inserted else {
                throw DatasetError(.malformed, "the architecture comes twice", line: row + 2)
            }
            result += "\(row),\(architecture.genes.map(String.init).joined()),\(space.format(architecture))"
            for place in places {
                result += ",\(try source.number(row, place).map { "\($0)" } ?? "")"
            }
            result += "\n"
        }
        return result
    }
}
