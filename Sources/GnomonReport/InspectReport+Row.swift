import GnomonGraph

extension InspectReport {
    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.network/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("nodes", .right), .init("parameters", .right), .init("MACs", .right),
            .init("FLOPs", .right), .init("weights", .right), .init("unknown shapes", .right), .init("hash"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            model, String(nodes), NumberFormat.count(parameters), macs.map(NumberFormat.count) ?? "-",
            flops.map(NumberFormat.count) ?? "-", NumberFormat.bytes(weightBytes), String(unknownShapes),
            hash,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        var counts = JSONObject()
        for entry in sortedOperators { counts[entry.name] = .int(entry.count) }
        var object: JSONObject = [
            "model": .string(model), "hash": .string(hash), "nodes": .int(nodes),
            "parameters": .int(parameters),
            "macs": JSONValue(macs), "flops": JSONValue(flops), "weight_bytes": .int(weightBytes),
            "inputs": .array(inputs.map { .object($0.json) }),
            "outputs": .array(outputs.map { .object($0.json) }), "operators": .object(counts),
            "unknown_shapes": .int(unknownShapes), "warnings": JSONValue(warnings),
        ]
        if let family { object["family_hash"] = .string(family) }
        if let structure { object["structure_hash"] = .string(structure) }
        return object
    }

    /// Everything about the network, a line for each fact.
    public func details() -> String {
        var facts: [(String, String)] = [
            ("model", model), ("hash", hash), ("nodes", String(nodes)),
            ("parameters", "\(NumberFormat.count(parameters)) (\(parameters))"),
            ("MACs", macs.map { "\(NumberFormat.count($0)) (\($0))" } ?? "unknown"),
            ("FLOPs", flops.map { "\(NumberFormat.count($0)) (\($0))" } ?? "unknown"),
            ("weights", NumberFormat.bytes(weightBytes)),
        ]
        facts += inputs.map { ("input", Self.text($0)) } + outputs.map { ("output", Self.text($0)) }
        let operators = sortedOperators.map { "\($0.name) \($0.count)" }
        facts.append(("operators", operators.joined(separator: ", ")))
        facts.append(("unknown shapes", String(unknownShapes)))
        facts += warnings.map { ("warning", $0) }
        let width = facts.map(\.0.count).max() ?? 0
        return facts.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + Escaping.printable(value) + "\n"
        }.joined()
    }

    private var sortedOperators: [OperatorCount] { operators.sorted { $0.name < $1.name } }

    private static func text(_ port: Port) -> String {
        "\(port.name) \(port.elementType) \(port.shape?.description ?? "of unknown shape")"
    }
}
