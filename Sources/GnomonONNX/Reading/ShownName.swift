extension String {
    /// The name as it may be shown: control and direction characters escaped, cut at 80 characters, quoted.
    var shown: String {
        var text = "`"
        var count = 0
        for scalar in unicodeScalars {
            if count == 80 {
                text += "…"
                break
            }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "`"
    }

    /// The name among `candidates` with the fewest edits to this one, if it is near enough to help.
    ///
    /// - Complexity: O(candidates · length²), both bounded.
    func nearest(in candidates: some Sequence<String>) -> String? {
        let own = Array(unicodeScalars.prefix(64))
        var best: (name: String, edits: Int)?
        for candidate in candidates.prefix(5000) where candidate != self && !candidate.isEmpty {
            let edits = String.edits(own, Array(candidate.unicodeScalars.prefix(64)))
            if edits < best?.edits ?? Int.max { best = (candidate, edits) }
        }
        guard let best, best.edits <= max(2, own.count / 2) else { return nil }
        return best.name
    }

    private static func edits(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let substituted = diagonal + (left == right ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
