public import GnomonData
import GnomonStatistics

/// From events to one time for each kernel.
public enum ProfileSummary {
    /// Kernels that only change layouts.
    static let movers: Set<String> = ["ReorderInput", "ReorderOutput", "Reorder"]

    /// What the runtime adds to move values about; such kernels execute no node of the network.
    static func isAdded(_ event: ProfileEvent) -> Bool {
        if movers.contains(event.type) { return true }
        let anchors = NameAnchors(in: event.name)
        return anchors.nodes.isEmpty && anchors.tensors.isEmpty
            && ["Reshape", "Transpose", "Squeeze", "Unsqueeze", "Cast", "MemcpyToHost"].contains(event.type)
    }

    /// The share of a kernel's durations, the shortest, that its time is the mean of.
    ///
    /// What neighbours of a machine do comes in bursts of milliseconds, longer than a kernel: it is in some of its
    /// durations and not in others, and only ever makes them longer.
    public static let keptShare = 0.4

    /// The kernels in execution order: the mean of the shortest 40 % of each one's durations, with its standard
    /// error, over the inferences for which `isUsed` is true.
    ///
    /// Nothing is subtracted.
    ///
    /// - Complexity: O(n log n) in the number of events.
    public static func kernels(of events: [ProfileEvent], isUsed: (Int) -> Bool) -> [KernelTiming] {
        var order: [Key] = []
        var groups: [Key: (first: ProfileEvent, durations: [Double])] = [:]
        for event in events where isUsed(event.run) {
            let key = Key(name: event.name, position: event.position)
            if groups[key] == nil { order.append(key) }
            groups[key, default: (event, [])].durations.append(event.nanoseconds)
        }
        let firsts = order.compactMap { groups[$0]?.first }
        let aliases = TensorAliases(firsts)
        return order.compactMap { key in
            guard let group = groups[key] else { return nil }
            let (mean, error) = trimmed(group.durations)
            return timing(group.first, mean: mean, error: error, aliases: aliases)
        }
    }

    /// The mean of the lower ``keptShare`` of values, and its standard error; 0 for no values.
    public static func trimmed(_ values: [Double]) -> (mean: Double, standardError: Double) {
        guard !values.isEmpty else { return (0, 0) }
        let kept = values.sorted().prefix(max(1, Int((Self.keptShare * Double(values.count)).rounded())))
        let count = Double(kept.count)
        let mean = kept.reduce(0, +) / count
        guard kept.count > 1 else { return (mean, 0) }
        let squares = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / (count - 1) / count).squareRoot())
    }

    private struct Key: Hashable {
        var name: String
        var position: Int
    }

    private static func timing(
        _ event: ProfileEvent, mean: Double, error: Double, aliases: TensorAliases
    ) -> KernelTiming {
        var anchors = NameAnchors(in: event.name)
        let joined = event.joined.map { NameAnchors(in: $0) }
        let outputs = event.outputs.map { aliases.anchors(of: $0) }
        let inputs = event.inputs.map { aliases.anchors(of: $0) }
        let reads = unique(inputs.flatMap(\.tensors))
        if isAdded(event) {
            // The value it moves: its main input, or what becomes of it.
            let moved = inputs.first.map(\.tensors) ?? []
            let results = unique(outputs.flatMap(\.tensors)).filter { !reads.contains($0) }
            return KernelTiming(
                name: event.name, type: event.type, nodes: [],
                tensors: moved.isEmpty ? unique(outputs.flatMap(\.tensors)) : moved,
                latency: Latency(nanoseconds: mean), standardError: error, inputTensors: reads,
                outputTensors: results)
        }
        if anchors.nodes.isEmpty, anchors.tensors.isEmpty {
            anchors.nodes = unique(outputs.flatMap(\.nodes))
            anchors.tensors = unique(outputs.flatMap(\.tensors))
        }
        anchors.nodes = unique(anchors.nodes + joined.flatMap(\.nodes))
        var writes = unique(outputs.flatMap(\.tensors))
        if writes.isEmpty { writes = anchors.tensors }
        return KernelTiming(
            name: event.name, type: event.type, nodes: anchors.nodes, tensors: anchors.tensors,
            latency: Latency(nanoseconds: mean), standardError: error, inputTensors: reads,
            outputTensors: writes)
    }

    private static func unique(_ values: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return values.filter { seen.insert($0).inserted }
    }
}
