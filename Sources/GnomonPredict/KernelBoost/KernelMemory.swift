import GnomonFeatures
import GnomonKernels
import GnomonStatistics

/// Kernels that were measured in networks the user named: an equal kernel takes what it took there.
///
/// Equal are kernels whose features all are, what surrounds them included.
struct KernelMemory: Hashable, Sendable, Codable {
    /// One kernel.
    struct Entry: Hashable, Sendable, Codable {
        var kind: String
        var values: [Double]
        /// The median of what it took, in nanoseconds.
        var nanoseconds: Double
    }

    private(set) var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    private struct Key: Hashable, Sendable, Codable {
        var kind: String
        var values: [Double]
    }

    private enum CodingKeys: String, CodingKey { case entries }

    /// Remembers nothing.
    init() {}

    /// Remembers kernels and their times; equal kernels get the median of theirs.
    init(_ kernels: [(vector: KernelVector, nanoseconds: Double)]) {
        var times: [Key: [Double]] = [:]
        var order: [Key] = []
        for (vector, nanoseconds) in kernels {
            let key = Key(kind: vector.kind.rawValue, values: vector.values)
            if times[key] == nil { order.append(key) }
            times[key, default: []].append(nanoseconds)
        }
        for key in order {
            guard let median = times[key].flatMap({ Quantile.median($0) }) else { continue }
            places[key] = entries.count
            entries.append(Entry(kind: key.kind, values: key.values, nanoseconds: median))
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entries = try container.decode([Entry].self, forKey: .entries)
        for (place, entry) in entries.enumerated() {
            guard entry.nanoseconds.isFinite, entry.nanoseconds >= 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .entries, in: container, debugDescription: "a time that is none")
            }
            places[Key(kind: entry.kind, values: entry.values)] = place
        }
    }

    /// What an equal kernel took, in nanoseconds; nil if none was measured.
    func time(of vector: KernelVector) -> Double? {
        guard !entries.isEmpty else { return nil }
        return places[Key(kind: vector.kind.rawValue, values: vector.values)].map { entries[$0].nanoseconds }
    }
}
