public import GnomonData

extension BlockTable {
    /// The table as published lookup tables are written (`han-cai/files`): for each block its `count`, `mean`
    /// and, where it is known, `std`, in the order of the keys.
    ///
    /// - Complexity: O(n log n).
    public var yaml: String {
        var text = ""
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            text +=
                "\(Self.scalar(key)):\n  count: \(entry.count)\n  mean: \(Self.scalar(entry.milliseconds))\n"
            if let deviation = entry.deviation { text += "  std: \(Self.scalar(deviation))\n" }
        }
        return text
    }

    /// A key as YAML's plain text, in quotes where that would mean something else.
    private static func scalar(_ key: String) -> String {
        let isPlain = (key.first?.isLetter ?? false) && !key.contains(": ") && !key.contains(" #")
        return isPlain ? key : "'\(key)'"
    }

    /// A number as YAML 1.1 reads it: `1e-05` without a point would be a text.
    private static func scalar(_ number: Double) -> String {
        let text = "\(number)"
        guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    /// The table in the form in which Gnomon keeps it, which `init(_:device:imageSide:)` reads.
    ///
    /// - Complexity: O(n log n).
    public var csv: String {
        var text = "key,count,std_ms,\(device)\n"
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            text += "\(key),\(entry.count),\(entry.deviation.map { "\($0)" } ?? ""),\(entry.milliseconds)\n"
        }
        return text
    }
}
