public import GnomonData
import GnomonSpaces

/// HW-NAS-Bench (arXiv:2103.10584, GATECH-EIC/HW-NAS-Bench, `HW-NAS-Bench-v1_0.pickle`): one pickled
/// dictionary.
///
/// Under `nasbench201` each set of images has a list `DEVICE_latency` of milliseconds in the order of the
/// indices, and a list `config` of what the architectures are. Under `fbnet` each `DEVICE_latency` is a
/// dictionary of blocks to milliseconds. Energies and intensities are left where they are.
public struct HWNASBench: Hashable, Sendable {
    /// The latencies of NAS-Bench-201 with one set of images.
    public struct ImageSet: Hashable, Sendable {
        /// The name of the images, such as `ImageNet16-120`.
        public var images: String
        /// The texts of the architectures in the order of the indices; empty where the file does not say.
        public var architectures: [String]
        /// The devices by name.
        public var devices: [String]
        /// Milliseconds by device, then by row; nil where nothing was measured.
        public var milliseconds: [[Double?]]

        /// The name of the data set these are.
        public var dataset: String { "hwnas-" + images.lowercased().prefix { $0 != "-" } }
    }

    /// NAS-Bench-201, by name of the images.
    public private(set) var imageSets: [ImageSet] = []
    /// FBNet's blocks, a table for each device; of images of 32 and of 224 pixels alike.
    public private(set) var blocks: [BlockTable] = []

    /// Reads the file.
    ///
    /// - Throws: `DatasetError` for a pickle of anything else, an architecture that NAS-Bench-201 does not have, or a
    ///   latency that is negative or infinite. One that is no number was not measured.
    /// - Complexity: O(bytes).
    public init(_ bytes: [UInt8]) throws(DatasetError) {
        let data = try PlainPickle.read(bytes)
        let sets = Self.entries(data.entry("nasbench201", of: data.root), data)
        let metrics = Self.entries(data.entry("fbnet", of: data.root), data)
        // Few of each: a pickle can name one long list again and again.
        guard sets.count <= 16, metrics.count <= 64 else {
            throw DatasetError(
                .malformed, "the pickle has \(sets.count) sets of images, \(metrics.count) metrics")
        }
        for (images, value) in sets { imageSets.append(try Self.imageSet(images, value, data)) }
        for (metric, value) in metrics {
            guard let device = Self.device(metric) else { continue }
            blocks.append(try Self.table(device, value, data))
        }
        guard !imageSets.isEmpty || !blocks.isEmpty else {
            throw DatasetError(.malformed, "the pickle has neither 'nasbench201' nor 'fbnet'")
        }
    }

    private static func imageSet(
        _ images: String, _ value: PickledValue, _ data: PickledData
    ) throws(DatasetError) -> ImageSet {
        var result = ImageSet(images: images, architectures: [], devices: [], milliseconds: [])
        let metrics = entries(value, data)
        guard metrics.count <= 64 else {
            throw DatasetError(.malformed, "\(images) has \(metrics.count) metrics")
        }
        for (metric, value) in metrics {
            if metric == "config" {
                result.architectures = try architectures(value, data)
            } else if let device = device(metric) {
                guard let items = try data.items(value) else {
                    throw DatasetError(.malformed, "'\(metric)' of \(images) is no list")
                }
                var column: [Double?] = []
                for (row, item) in items.enumerated() {
                    let latency = try latency(try data.scalar(item), "row \(row) of '\(metric)' of \(images)")
                    guard latency != 0 else {
                        throw DatasetError(.malformed, "row \(row) of '\(metric)' of \(images) takes no time")
                    }
                    column.append(latency)
                }
                result.devices.append(device)
                result.milliseconds.append(column)
            }
        }
        return result
    }

    private static func architectures(
        _ value: PickledValue, _ data: PickledData
    ) throws(DatasetError) -> [String] {
        guard let items = try data.items(value) else { throw DatasetError(.malformed, "'config' is no list") }
        let space = NASBench201()
        var result: [String] = []
        for (row, item) in items.enumerated() {
            guard case .dictionary(let id) = item, data.containers[id].count <= 64,
                case .text(let text)? = data.entry("arch_str", of: item), text.utf8.count <= 256
            else { throw DatasetError(.malformed, "row \(row) of 'config' has no 'arch_str'") }
            do throws(SpaceError) { result.append(space.format(try space.parse(text))) } catch {
                throw DatasetError(.malformed, "row \(row) of 'config': \(error.message)")
            }
        }
        return result
    }

    /// A block may cost nothing, as a skip does by a tool's estimate.
    private static func table(
        _ device: String, _ value: PickledValue, _ data: PickledData
    ) throws(DatasetError) -> BlockTable {
        var table = BlockTable(device: device, imageSide: 32, entries: [:])
        for (key, value) in entries(value, data) {
            guard !key.isEmpty, !key.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
                throw DatasetError(.malformed, "a block of \(device) has no name that can be written")
            }
            if let latency = try latency(try data.scalar(value), "'\(key)' of \(device)") {
                table.entries[key] = BlockTable.Entry(milliseconds: latency)
            }
        }
        guard !table.entries.isEmpty else {
            throw DatasetError(.malformed, "\(device) has no blocks of FBNet")
        }
        return table
    }

    /// A latency from 0; nil for what is no number.
    private static func latency(_ value: PickledValue, _ what: String) throws(DatasetError) -> Double? {
        guard let latency = value.double, latency.isNaN || latency >= 0 && latency.isFinite else {
            throw DatasetError(.malformed, "\(what) is no latency")
        }
        return latency.isNaN ? nil : latency
    }

    private static func device(_ metric: String) -> String? {
        guard metric.hasSuffix("_latency"), metric.utf8.count < 100 else { return nil }
        let name = metric.dropLast("_latency".count)
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isPlain && !name.isEmpty ? String(name) : nil
    }

    /// The entries of a dictionary whose keys are texts, in the order of the keys; none of anything else.
    private static func entries(_ value: PickledValue?, _ data: PickledData) -> [(String, PickledValue)] {
        guard case .dictionary(let id)? = value else { return [] }
        let items = data.containers[id]
        var found: [String: PickledValue] = [:]
        for place in stride(from: 0, to: items.count, by: 2) {
            if case .text(let key) = items[place] { found[key] = items[place + 1] }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
