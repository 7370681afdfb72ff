public import GnomonData

extension BlockTable {
    /// Reads a table of the shared form: columns `key`, `count`, a spread, and the mean under the device's name.
    ///
    /// - Parameters:
    ///   - csv: The file.
    ///   - device: The column of the means.
    ///   - imageSide: Height and width of the image the blocks were measured for.
    /// - Throws: `DatasetError` with the line of a bad cell, a negative latency, or a key twice.
    public init(_ csv: CSVTable, device: String, imageSide: Int) throws(DatasetError) {
        let (key, count, mean) = (
            try csv.column("key"), try csv.column("count"), try csv.column(device)
        )
        let deviation = csv.columns.firstIndex(of: "std_ms")
        let variance = csv.columns.firstIndex(of: "variance_ms2")
        self.init(device: device, imageSide: imageSide, entries: [:])
        for row in 0..<csv.count {
            guard let milliseconds = try csv.number(row, mean), milliseconds >= 0 else {
                throw DatasetError(.malformed, "no latency from 0", line: row + 2)
            }
            var spread: Double?
            if let deviation { spread = try csv.number(row, deviation) }
            if let variance { spread = try csv.number(row, variance).map { $0.squareRoot() } }
            let entry = Entry(
                milliseconds: milliseconds, deviation: spread, count: try csv.integer(row, count))
            guard entries.updateValue(entry, forKey: csv.text(row, key)) == nil else {
                throw DatasetError(.malformed, "the key comes twice", line: row + 2)
            }
        }
    }

    /// Reads a published YAML file: a key on a line of its own, below it `count`, `mean` and `std` or `var`.
    ///
    /// The form of the tables of Once-for-all and ProxylessNAS; other YAML is refused.
    ///
    /// - Throws: `DatasetError` with the line.
    /// - Complexity: O(bytes).
    public init(yaml text: String, device: String, imageSide: Int) throws(DatasetError) {
        self.init(device: device, imageSide: imageSide, entries: [:])
        var open: (key: String, fields: [String: Double], line: Int)?
        func finished(
            _ block: (key: String, fields: [String: Double], line: Int)
        ) throws(DatasetError) -> Entry {
            guard let mean = block.fields["mean"], mean >= 0, mean.isFinite,
                let count = block.fields["count"].flatMap({ Int(exactly: $0) }), count > 0
            else { throw DatasetError(.malformed, "'\(block.key)' has no mean and count", line: block.line) }
            let spread = block.fields["std"] ?? block.fields["var"].map { $0.squareRoot() }
            guard spread.map({ $0 >= 0 && $0.isFinite }) ?? true else {
                throw DatasetError(.malformed, "'\(block.key)' has a bad spread", line: block.line)
            }
            return Entry(milliseconds: mean, deviation: spread, count: count)
        }
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.hasSuffix("\r") ? raw.dropLast() : raw
            let content = line.drop { $0 == " " }
            if content.isEmpty || content.hasPrefix("#") || content == "---" { continue }
            guard let colon = content.lastIndex(of: ":") else {
                throw DatasetError(.malformed, "no 'name: value'", line: index + 1)
            }
            let name = String(content[..<colon])
            let value = content[content.index(after: colon)...].drop { $0 == " " }
            if content.startIndex == line.startIndex {
                guard value.isEmpty else {
                    throw DatasetError(.malformed, "a key with a value", line: index + 1)
                }
                if let block = open { entries[block.key] = try finished(block) }
                let key = name.trimmingQuotes
                guard entries[key] == nil else {
                    throw DatasetError(.malformed, "the key comes twice", line: index + 1)
                }
                open = (key, [:], index + 1)
            } else {
                guard let number = Double(value) else {
                    throw DatasetError(.malformed, "'\(value)' is no number", line: index + 1)
                }
                open?.fields[name] = number
            }
        }
        if let block = open { entries[block.key] = try finished(block) }
        guard !entries.isEmpty else { throw DatasetError(.malformed, "no entries") }
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        for quote in ["'", "\""] where hasPrefix(quote) && hasSuffix(quote) && count >= 2 {
            return String(dropFirst().dropLast())
        }
        return self
    }
}
