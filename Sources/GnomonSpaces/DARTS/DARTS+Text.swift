extension DARTS {
    /// Genotypes that were published for these cells, by name.
    ///
    /// DARTS of first and second order (arXiv:1806.09055), P-DARTS (Chen and others 2019, arXiv:1904.12760),
    /// PC-DARTS found on CIFAR-10 and on ImageNet (Xu and others 2020, arXiv:1907.05737).
    public static let published: [(name: String, text: String)] = [
        (
            "darts-v1",
            "|sep_conv_3x3~0|sep_conv_3x3~1|+|skip_connect~0|sep_conv_3x3~1|"
                + "+|skip_connect~0|sep_conv_3x3~1|+|sep_conv_3x3~0|skip_connect~2|"
                + ":|max_pool_3x3~0|max_pool_3x3~1|+|max_pool_3x3~0|skip_connect~2|"
                + "+|max_pool_3x3~0|skip_connect~2|+|avg_pool_3x3~0|skip_connect~2|"
        ),
        (
            "darts-v2",
            "|sep_conv_3x3~0|sep_conv_3x3~1|+|sep_conv_3x3~0|sep_conv_3x3~1|"
                + "+|skip_connect~0|sep_conv_3x3~1|+|skip_connect~0|dil_conv_3x3~2|"
                + ":|max_pool_3x3~0|max_pool_3x3~1|+|max_pool_3x3~1|skip_connect~2|"
                + "+|max_pool_3x3~0|skip_connect~2|+|max_pool_3x3~1|skip_connect~2|"
        ),
        (
            "p-darts",
            "|skip_connect~0|dil_conv_3x3~1|+|skip_connect~0|sep_conv_3x3~1|"
                + "+|sep_conv_3x3~1|sep_conv_3x3~3|+|sep_conv_3x3~0|dil_conv_5x5~4|"
                + ":|avg_pool_3x3~0|sep_conv_5x5~1|+|sep_conv_3x3~0|dil_conv_5x5~2|"
                + "+|max_pool_3x3~0|dil_conv_3x3~1|+|dil_conv_3x3~1|dil_conv_5x5~3|"
        ),
        (
            "pc-darts",
            "|skip_connect~0|sep_conv_3x3~1|+|sep_conv_3x3~0|dil_conv_3x3~1|"
                + "+|sep_conv_5x5~0|sep_conv_3x3~1|+|avg_pool_3x3~0|dil_conv_3x3~1|"
                + ":|max_pool_3x3~0|sep_conv_5x5~1|+|sep_conv_5x5~1|sep_conv_5x5~2|"
                + "+|sep_conv_3x3~0|sep_conv_3x3~3|+|sep_conv_3x3~1|sep_conv_3x3~2|"
        ),
        (
            "pc-darts-imagenet",
            "|sep_conv_3x3~0|skip_connect~1|+|sep_conv_3x3~0|skip_connect~1|"
                + "+|sep_conv_3x3~1|sep_conv_3x3~3|+|sep_conv_3x3~1|dil_conv_5x5~4|"
                + ":|sep_conv_3x3~0|skip_connect~1|+|max_pool_3x3~1|dil_conv_5x5~2|"
                + "+|sep_conv_3x3~1|sep_conv_3x3~2|+|sep_conv_5x5~0|sep_conv_3x3~3|"
        ),
    ]

    /// Reads what ``format(_:)`` writes, a name of ``published``, 24 digits, or the form the papers' programs
    /// print: `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), reduce=[...], ...)`.
    public func parse(_ text: String) throws(SpaceError) -> Architecture {
        if let known = Self.published.first(where: { $0.name == text }) { return try parse(known.text) }
        if text.hasPrefix("Genotype(") { return try parse(genotype: text) }
        guard text.contains("|") else {
            guard text.contains(where: { !$0.isWholeNumber }) else { return try digits(text) }
            throw SpaceError(
                .architecture,
                "`\(text.prefix(80))` is no \(name) genotype; write `|op~0|op~1|+...:...`, or one of "
                    + examples.joined(separator: ", "))
        }
        let cells = text.split(separator: ":", omittingEmptySubsequences: false)
        guard cells.count == 2 else {
            throw SpaceError(.architecture, "a \(name) genotype is two cells joined by `:`")
        }
        var edges: [[Edge]] = []
        for cell in cells {
            let nodes = cell.split(separator: "+", omittingEmptySubsequences: false)
            guard nodes.count == 4 else {
                throw SpaceError(.architecture, "a \(name) cell is 4 nodes joined by `+`")
            }
            var inCell: [Edge] = []
            for node in nodes {
                let parts = node.split(separator: "|", omittingEmptySubsequences: false)
                guard parts.count == 4, parts[0].isEmpty, parts[3].isEmpty else {
                    throw SpaceError(.architecture, "`\(node.prefix(80))` is no node `|op~0|op~1|`")
                }
                for part in parts[1...2] { inCell.append(try edge(part.split(separator: "~"))) }
            }
            edges.append(inCell)
        }
        return try architecture(normal: edges[0], reducing: edges[1])
    }

    /// Writes `|op~0|op~1|+|...|+|...|+|...|:|...`, the normal cell first; an empty text for wrong genes.
    public func format(_ architecture: Architecture) -> String {
        guard let cells = try? cells(of: architecture) else { return "" }
        return [cells.normal, cells.reducing].map { edges in
            stride(from: 0, to: 8, by: 2).map { start in
                "|" + edges[start...(start + 1)].map { "\($0.operation.text)~\($0.source)|" }.joined()
            }.joined(separator: "+")
        }.joined(separator: ":")
    }

    /// The form of the papers' programs, blanks and quotes left out of account.
    private func parse(genotype text: String) throws(SpaceError) -> Architecture {
        let plain = String(text.filter { !$0.isWhitespace && $0 != "'" && $0 != "\"" })
        let wrong = SpaceError(
            .architecture,
            "a genotype is written `Genotype(normal=[('op', 0), ...], normal_concat=range(2, 6), reduce=[...], "
                + "reduce_concat=range(2, 6))`")
        let marks = ["Genotype(normal=[", "],normal_concat=", ",reduce=[", "],reduce_concat="]
        var pieces: [Substring] = []
        var rest = plain[...]
        for mark in marks {
            guard let range = rest.firstRange(of: mark) else { throw wrong }
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        guard pieces[0].isEmpty, rest.last == ")" else { throw wrong }
        for concat in [pieces[2], rest.dropLast()] where !["range(2,6)", "[2,3,4,5]"].contains(concat) {
            throw SpaceError(.architecture, "a \(name) cell joins its nodes 2 to 5, not \(concat.prefix(80))")
        }
        var edges: [[Edge]] = []
        for list in [pieces[1], pieces[3]] {
            guard list.first == "(", list.last == ")" else { throw wrong }
            var inCell: [Edge] = []
            for part in list.dropFirst().dropLast().split(separator: "),(") {
                inCell.append(try edge(part.split(separator: ",")))
            }
            edges.append(inCell)
        }
        return try architecture(normal: edges[0], reducing: edges[1])
    }

    private func edge(_ parts: [Substring]) throws(SpaceError) -> Edge {
        guard parts.count == 2, let operation = Operation.allCases.first(where: { $0.text == parts[0] }),
            let source = Int(parts[1])
        else {
            let known = Operation.allCases.map(\.text).joined(separator: ", ")
            throw SpaceError(
                .architecture,
                "`\(parts.joined(separator: " of ").prefix(80))` is no edge; the operators are \(known)")
        }
        return Edge(source: source, operation: operation)
    }
}
