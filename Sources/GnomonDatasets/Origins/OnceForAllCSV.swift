public import GnomonData
import GnomonSpaces

/// Files of Once-for-all latencies as OFANAS_PerformanceEstimation publishes them (arXiv:2101.00732).
///
/// After the header `child_arch,latency` each line is a Python dictionary in double quotes with `ks`, `e`, `d` and
/// `r`, a comma, and milliseconds. Files of fixed kernels hold hundreds of architectures under one label: they are
/// refused.
public enum OnceForAllCSV {
    /// The table of a file; rows are numbered in file order.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - device: The device's name.
    ///   - width: The width multiplier of the networks: 1 for those measured on GPUs, 1.2 for the Note 10.
    /// - Returns: The table.
    /// - Throws: `DatasetError` with the line, or for labels that were not measured one by one.
    /// - Complexity: O(bytes).
    public static func table(_ text: String, device: String, width: Double) throws(DatasetError)
        -> LatencyTable
    {
        let space = OFAMobileNetV3(width: width)
        var table = LatencyTable(
            name: "ofa-generalized", space: space.name, indices: [], architectures: [], devices: [device],
            milliseconds: [[]])
        for (line, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = raw.hasSuffix("\r") ? raw.dropLast() : raw
            if line == 0 {
                guard content == "child_arch,latency" else {
                    throw DatasetError(.malformed, "the header is not child_arch,latency", line: 1)
                }
                continue
            }
            if content.isEmpty { continue }
            guard let comma = content.lastIndex(of: ","),
                let latency = Double(content[content.index(after: comma)...]), latency > 0, latency.isFinite
            else { throw DatasetError(.malformed, "no latency above 0", line: line + 1) }
            let dictionary = content[..<comma]
            let parts = try ["ks", "e", "d", "r"].map { name throws(DatasetError) in
                guard let numbers = numbers(of: name, in: dictionary) else {
                    throw DatasetError(.malformed, "no list '\(name)'", line: line + 1)
                }
                return numbers.map { "\($0)" }.joined()
            }
            do throws(SpaceError) {
                table.architectures.append(space.format(try space.parse(parts.joined(separator: ":"))))
            } catch { throw DatasetError(.malformed, error.message, line: line + 1) }
            table.indices.append(table.indices.count)
            table.milliseconds[0].append(latency)
        }
        let labels = Set(table.milliseconds[0].compactMap { $0 }).count
        guard !table.indices.isEmpty else { throw DatasetError(.malformed, "no rows") }
        if table.indices.count >= 1000, labels * 10 < table.indices.count {
            throw DatasetError(
                .check,
                "\(table.indices.count) rows have only \(labels) different latencies: they were not measured "
                    + "one by one")
        }
        return table
    }

    /// The whole numbers of `'name': [1, 2]`.
    private static func numbers(of name: String, in text: Substring) -> [Int]? {
        guard let start = text.range(of: "'\(name)': [") else { return nil }
        let rest = text[start...]
        guard let end = rest.firstIndex(of: "]") else { return nil }
        let cells = rest[..<end].split(separator: ",").map { cell in
            Int(cell.drop { $0 == " " })
        }
        let numbers = cells.compactMap { $0 }
        return numbers.count == cells.count && !numbers.isEmpty ? numbers : nil
    }
}

extension Substring {
    /// The place behind a text.
    fileprivate func range(of text: String) -> Index? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return index(place, offsetBy: text.count) }
            place = index(after: place)
        }
        return nil
    }
}
