import GnomonGraph
import GnomonONNX

/// The verdict on one tensor, or on a whole model that was refused.
struct Finding: Sendable {
    var file: String
    var source: String
    /// The tensor; empty where the model was refused.
    var tensor: String
    var verdict: Verdict
    /// Mine against theirs, or what the refusal says.
    var detail: String

    /// The verdicts on all tensors of all models.
    static let all: [Finding] = Oracle.records.flatMap { findings(of: $0) }

    /// Reads and prepares the model of a record, and compares.
    static func findings(of record: Oracle) -> [Finding] {
        let network: Network
        do {
            let model = try ONNXReader.read(path: "\(Oracle.folder)/\(record.file)")
            network = try model.network.prepared(options(for: model.network, record))
        } catch {
            // What ONNX Runtime lacks an implementation for is a model all the same; what ONNX's inference and
            // Gnomon both refuse is none.
            if record.inference != nil, record.runtime != nil { return [] }
            return [
                Finding(
                    file: record.file, source: record.source, tensor: "", verdict: .refused,
                    detail: "\(error)")
            ]
        }
        var tensors: [String: GnomonGraph.Tensor] = [:]
        for tensor in network.tensors where tensors[tensor.name] == nil { tensors[tensor.name] = tensor }
        let knowsAll = network.nodes.allSatisfy { $0.op.kind != nil }
        return record.tensors.map { truth in
            let mine = tensors[truth.name]
            var verdict = Verdict(mine, truth)
            if verdict == .unknown || verdict == .open, !knowsAll { verdict = .unknownOperator }
            return Finding(
                file: record.file, source: record.source, tensor: truth.name, verdict: verdict,
                detail: verdict.isDisagreement ? describe(mine, truth) : "")
        }
    }

    /// Free sizes are what the model was run with.
    private static func options(for network: Network, _ record: Oracle) -> BindingOptions {
        var options = BindingOptions(allowUnbound: true)
        for id in network.inputs {
            guard let sizes = record.inputs[network[id].name], let shape = network[id].shape else { continue }
            if shape != Shape(sizes), sizes.allSatisfy({ $0 > 0 }) {
                options.shapes[network[id].name] = sizes
            }
        }
        return options
    }

    private static func describe(_ mine: GnomonGraph.Tensor?, _ truth: Oracle.Tensor) -> String {
        let type = ElementType(rawValue: truth.type).map { "\($0)" } ?? "\(truth.type)"
        let inferred = truth.inferred.map { Finding.shown($0) } ?? "nothing"
        let seen = truth.seen.map { Finding.shown($0) } ?? "not run"
        guard let mine else { return "absent; expected \(type) \(inferred) (\(seen))" }
        let shape = mine.shape.map { "\($0)" } ?? "nothing"
        var text = "\(mine.elementType) \(shape); expected \(type) \(inferred) (\(seen))"
        if let values = truth.values?.prefix(8), let payload = mine.payload, verdictIsAboutValues(mine, truth)
        {
            text += "; \(payload) where \(Array(values)) was computed"
        }
        return text
    }

    private static func verdictIsAboutValues(_ mine: GnomonGraph.Tensor, _ truth: Oracle.Tensor) -> Bool {
        mine.elementType.rawValue == truth.type
            && Verdict(shape: mine.shape, inferred: truth.inferred, seen: truth.seen) != .different
    }

    private static func shown(_ sizes: [Int?]) -> String {
        sizes.isEmpty ? "scalar" : sizes.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
    }
}
